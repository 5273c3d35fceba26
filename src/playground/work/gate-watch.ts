import type { Compiled } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { WeightData } from '../../artifact/definition.ts';
import type { OpenSource } from '../../data/files/sources.ts';
import { readFeedFile } from '../../model/feed-files/feed-file.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import { inputPorts } from '../../model/feeds/ports.ts';
import { type TracedModel, type TraceValue, traceCompiled } from '../../trace/trace.ts';
import { unsealCheckpoint } from '../../train/checkpoint/checkpoint.ts';
import { fitToData } from '../../train/prepare/fit-to-data.ts';
import { drawValuesOf } from './draw-picture.ts';
import { exampleInput } from './example-input.ts';
import type { GatesNews, GivenInput } from './messages.ts';

/** Milliseconds between two pictures, and how many times as long as one took: the training is slowed down by a tenth at most. */
const DRAW_EVERY = 700;
const SHARE = 10;

interface Sample {
  readonly compiled: Compiled;
  readonly feeds: Feeds;
  readonly paths: readonly string[];
}

/** Draws a gate of one sample over its steps while a training changes the weights. */
export class GateWatch {
  readonly #compiled: Compiled;
  readonly #input: GivenInput;
  readonly #files: OpenSource;
  readonly #tell: (news: GatesNews) => void;
  /** Null: nothing of this model can be drawn. */
  #sample: Sample | null | undefined;
  #path: string | null;
  #last: { readonly weights: TracedModel['weights']; readonly epoch: number } | null = null;
  #next = 0;

  /**
   * @param input whose first row is drawn where it fits the model; otherwise a made-up one is
   * @param path what is drawn, if the model has it
   */
  constructor(
    compiled: Compiled,
    { input, path, files }: { readonly input: GivenInput; readonly path: string | null; readonly files: OpenSource },
    tell: (news: GatesNews) => void,
  ) {
    this.#compiled = compiled;
    this.#input = input;
    this.#path = path;
    this.#files = files;
    this.#tell = tell;
  }

  /** Takes where the training stands. Called after every epoch; draws when it is time. */
  async take(checkpoint: Uint8Array): Promise<void> {
    if (this.#sample === null || performance.now() < this.#next) return;
    const { weights, progression } = unsealCheckpoint(checkpoint, 'checkpoint');
    await this.show(weights, progression.epoch);
  }

  /** Draws now. */
  async show(weights: ReadonlyMap<string, WeightData>, epoch: number): Promise<void> {
    if (this.#sample === undefined) this.#sample = await this.#prepare(weights);
    this.#last = { weights, epoch };
    this.#draw();
  }

  /** Draws another value from now on. */
  choose(path: string): void {
    this.#path = path;
    this.#draw();
  }

  #draw(): void {
    if (this.#sample == null || this.#last === null) return;
    const { compiled, feeds, paths } = this.#sample;
    const { weights, epoch } = this.#last;
    const path = paths.find((each) => each === this.#path) ?? paths[0];
    if (path === undefined) return;
    const start = performance.now();
    const { svg } = drawValuesOf({ compiled, weights, training: null }, feeds, { path, row: 1 });
    this.#next = performance.now() + Math.max(DRAW_EVERY, SHARE * (performance.now() - start));
    this.#tell({ kind: 'gates', epoch, path, paths, svg });
  }

  async #prepare(weights: ReadonlyMap<string, WeightData>): Promise<Sample | null> {
    const { data } = this.#compiled.spec;
    const at = data === null ? null : { spec: data, open: this.#files, preprocessing: null };
    const compiled = await fitToData(this.#compiled, at);
    const { inference } = compiled.graphs;
    for (const input of [this.#input, { file: 'input', text: exampleInput(inference, compiled.spec) }])
      try {
        const { feeds } = readFeedFile(input, inputPorts(inference), { nan: 'error' });
        const { blocks } = traceCompiled({ compiled, weights, training: null }, feeds, { row: 1 });
        const values = blocks.flatMap(({ step, units }) => (step === null ? [] : units.flatMap((u) => u.values)));
        const paths = gatesFirst(values);
        if (paths.length > 0) return { compiled, feeds, paths };
      } catch (error) {
        if (!(error instanceof RnncError)) throw error;
      }
    return null;
  }
}

/** Paths of vectors that every step has; gates, whose numbers lie in 0..1, come first, of those a forget gate. */
function gatesFirst(values: readonly TraceValue[]): readonly string[] {
  const drawn = values.filter(
    ({ role, shape, child }) => role !== 'input' && role !== 'state' && shape.length === 1 && child === undefined,
  );
  const noGates = new Set(drawn.flatMap(({ path, data }) => (data.every((x) => x >= 0 && x <= 1) ? [] : [path])));
  const order = ({ path, name }: TraceValue): number => (noGates.has(path) ? 2 : name === 'f' ? 0 : 1);
  return [...new Set(drawn.toSorted((a, b) => order(a) - order(b)).map(({ path }) => path))];
}
