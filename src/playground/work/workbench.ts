import type { DataSource, PartFiles } from '../../../compiler/1-read/spec/data-spec.ts';
import { type Compiled, compileModel } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { sampleTree } from '../../diagrams/sample-tree.ts';
import { type CompiledModel, compile } from '../../index.ts';
import { load } from '../../load.ts';
import { readFeedFile } from '../../model/feed-files/feed-file.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import { inputPorts } from '../../model/feeds/ports.ts';
import type { Model } from '../../model.ts';
import { type Trace, traceCompiled } from '../../trace/trace.ts';
import { answerOf } from './answers.ts';
import { drawPicture, drawValuesOf } from './draw-picture.ts';
import { exampleInput } from './example-input.ts';
import type {
  Answer,
  Calls,
  CheckedModel,
  GivenInput,
  GivenModel,
  Picture,
  PictureChoice,
  Result,
  TrainingEnd,
  TrainingNews,
  TrainingOrder,
  TrainingPlan,
} from './messages.ts';
import { problemOf } from './problems.ts';
import { Trainer } from './trainer.ts';

/** The name of the edited model in messages. */
export const MODEL_FILE = 'model.yaml';

interface Work {
  readonly given: GivenModel;
  readonly model: CompiledModel;
  readonly compiled: Compiled;
}

/** The model that is worked on, with what was made of it. */
export class Workbench {
  #current: Work | null = null;
  #loaded: Model | null = null;
  readonly #trainer: Trainer;

  /** @param tell told how a training goes */
  constructor(tell: (news: TrainingNews) => void) {
    this.#trainer = new Trainer(tell);
  }

  /**
   * Takes a model to work on; what was made of an earlier text is dropped.
   * @throws RnncError with all its mistakes; there is no model to work on then
   */
  check(given: GivenModel): CheckedModel {
    if (this.#current === null || !isSame(this.#current.given, given)) {
      this.#drop();
      const resolve = (path: string): string | null => given.files[path] ?? null;
      const model = compile(given.text, { file: MODEL_FILE, resolve });
      this.#current = { given, model, compiled: compiledOf(model, given) };
    }
    const { model, compiled } = this.#current;
    const { openSizes = [], spec } = compiled;
    const needsData = openSizes.length > 0 && model.training === undefined;
    return {
      name: model.name,
      warnings: model.diagnostics.map((each) => problemOf(each, model.sources)),
      inputs: inputPorts(compiled.graphs.inference).map(({ name, dims }) => ({ name, shape: `[${dims.join(', ')}]` })),
      needsData,
      example: needsData ? null : exampleInput(model.graphs.inference, spec),
      training: planOf(compiled),
      trained: model.training !== undefined,
      resumable: this.#trainer.canResume,
    };
  }

  /** @throws RnncError as `graphOf` */
  draw(choice: PictureChoice): Picture {
    const { compiled, model } = this.#work();
    switch (choice.kind) {
      case 'rolled':
        return drawPicture(compiled, { shapes: choice.shapes });
      case 'cell':
        return drawPicture(compiled, { cell: choice.path });
      case 'values': {
        const traced = { compiled, weights: model.weights, training: model.training ?? null };
        return withInput(choice.input, model.graphs.inference, (feeds) => drawValuesOf(traced, feeds, choice));
      }
      case 'unrolled': {
        const { steps, shapes, input, row } = choice;
        if (compiled.spec.trees.length === 0 || input === null)
          return drawPicture(compiled, { unrolled: steps, shapes });
        const { inference } = model.graphs;
        const tree = withInput(input, inference, (feeds) => sampleTree(inference, feeds, row));
        return drawPicture(compiled, { tree, shapes });
      }
    }
  }

  /** @throws RnncError with the places in the input of what does not fit */
  async run(input: GivenInput): Promise<{ readonly results: readonly Result[] }> {
    const { model, compiled } = this.#work();
    const loaded = await this.#load(model);
    const nodes = compiled.spec.trees.map(({ axis }) => axis);
    const outputs = withInput(input, model.graphs.inference, (feeds) => loaded.run(feeds));
    return {
      results: Object.entries(outputs).map(([name, { shape, dims, data, lengths, innerLengths }]) => ({
        name,
        shape,
        dims,
        nodes: dims.filter((axis) => nodes.includes(axis)),
        data: [...data],
        lengths,
        innerLengths,
      })),
    };
  }

  /**
   * What a trained model says of rows as they stand in the data, or how it writes on from a text.
   * @throws RnncError for a model that was not trained, and as `predict` and `generate`
   */
  async answer(input: GivenInput): Promise<Answer> {
    return answerOf(await this.#load(this.#work().model), input);
  }

  /** @throws RnncError as `trace`, with the places in the input of what does not fit */
  trace({ input, row }: Calls['trace']['asks']): Trace {
    const { model, compiled } = this.#work();
    const traced = { compiled, weights: model.weights, training: model.training ?? null };
    return withInput(input, model.graphs.inference, (feeds) => traceCompiled(traced, feeds, { row }));
  }

  /** The artifact. */
  file(): Calls['file']['gives'] {
    const { model } = this.#work();
    return { name: `${model.name}.rnnc`, bytes: model.toBytes() };
  }

  /**
   * Trains the model; what it gives is worked on from then on. Ends without it where another model came meanwhile.
   * @throws RnncError as `train`
   */
  async train(order: TrainingOrder): Promise<TrainingEnd> {
    const start = this.#work();
    const { model, ...end } = await this.#trainer.train(start, order);
    if (this.#current !== start) return { ...end, kept: false };
    this.#loaded?.dispose();
    this.#loaded = null;
    this.#current = { given: start.given, model, compiled: compiledOf(model, start.given) };
    return { ...end, kept: true };
  }

  lastRows(): Promise<string | null> {
    return this.#trainer.lastRows();
  }

  /** Draws another value of the sample of a training. @param path as traces have it */
  watch(path: string): null {
    this.#trainer.watch(path);
    return null;
  }

  stop(): null {
    this.#trainer.stop();
    return null;
  }

  #work(): Work {
    if (this.#current !== null) return this.#current;
    throw new RnncError([
      {
        code: 'no-model',
        severity: 'error',
        message: 'there is no model to work with',
        span: null,
        fix: 'correct its mistakes first',
        notes: [],
      },
    ]);
  }

  async #load(model: CompiledModel): Promise<Model> {
    this.#loaded ??= await load(model);
    return this.#loaded;
  }

  #drop(): void {
    this.#loaded?.dispose();
    this.#loaded = null;
    this.#current = null;
    this.#trainer.forget();
  }
}

/** What the compiler gives, with the sizes that the model has by now. */
const compiledOf = ({ parameters, training }: CompiledModel, { text, files }: GivenModel): Compiled =>
  compileModel(text, {
    file: MODEL_FILE,
    resolve: (path) => files[path] ?? null,
    ...(training === undefined ? {} : { set: parameters }),
  });

const isSame = (a: GivenModel, b: GivenModel): boolean =>
  a.text === b.text && JSON.stringify(a.files) === JSON.stringify(b.files);

/**
 * Does something with what is fed.
 * @throws RnncError with places in the input
 */
function withInput<T>(input: GivenInput, graph: Compiled['graphs']['inference'], use: (feeds: Feeds) => T): T {
  const fed = readFeedFile(input, inputPorts(graph), { nan: 'error' });
  try {
    return use(fed.feeds);
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    throw new RnncError(error.diagnostics.map(fed.locate), fed.sources);
  }
}

function planOf({ spec: { training, data } }: Compiled): TrainingPlan | null {
  if (training === null) return null;
  return { epochs: training.epochs, batch: training.batch, files: data === null ? [] : filesOf(data.source) };
}

const filesOf = (source: DataSource): readonly string[] => {
  switch (source.kind) {
    case 'task':
      return [];
    case 'files':
      return pathsOf(source.files);
    case 'parts':
      return [source.train, source.validation, source.test].flatMap((part) => (part === null ? [] : pathsOf(part)));
  }
};

const pathsOf = (files: PartFiles): readonly string[] =>
  files.kind === 'paths' ? files.paths.map(({ value }) => value) : [...files.files.values()].map(({ value }) => value);
