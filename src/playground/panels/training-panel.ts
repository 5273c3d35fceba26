import { plural } from '../../../compiler/diagnostics/phrase.ts';
import { byId, element } from '../view/elements.ts';
import { GatesView } from '../view/gates-view.ts';
import { LossCurve } from '../view/loss-curve.ts';
import { numberText } from '../view/numbers.ts';
import type { CheckedModel, GivenInput, TrainingEnd, TrainingNews, TrainingPlan } from '../work/messages.ts';
import { attempt, type Panel } from './panel.ts';
import type { WorkClient } from './work-client.ts';

type Data = { readonly [path: string]: string | File };

const MOST_EPOCHS = 100_000;

/** Trains the model beside the page, and shows how it goes. */
export class TrainingPanel implements Panel {
  readonly #client: WorkClient;
  /** Told when the model has other weights. */
  readonly #onTrained: () => Promise<void>;
  readonly #train = byId('train', HTMLButtonElement);
  readonly #stop = byId('stop', HTMLButtonElement);
  readonly #resume = byId('resume', HTMLButtonElement);
  readonly #epochs = byId('epochs', HTMLInputElement);
  readonly #files = byId('data-files', HTMLInputElement);
  readonly #told = byId('training-told', HTMLElement);
  readonly #results = byId('training-results', HTMLElement);
  readonly #curve = new LossCurve(byId('curve', HTMLElement));
  readonly #gates = new GatesView((path) => this.#client.ask('watch', path));
  readonly #inputOf: () => GivenInput;
  #model: CheckedModel | null = null;
  #example: Data = {};
  #chosen: readonly File[] = [];
  #isRunning = false;
  /** Whether the page says that the model has the weights of the last training. */
  #hasWeights = false;
  /** Counts trainings and examples: what is told of an earlier one is not shown. */
  #turn = 0;
  /** That whose news are shown. */
  #heard = 0;
  /** Whether somebody wrote how many epochs it should be. */
  #isOwnCount = false;

  constructor(client: WorkClient, inputOf: () => GivenInput, onTrained: () => Promise<void>) {
    this.#client = client;
    this.#inputOf = inputOf;
    this.#onTrained = onTrained;
    client.onNews = (news) => this.#hear(news);
    this.#train.addEventListener('click', () => this.#start(false));
    this.#resume.addEventListener('click', () => this.#start(true));
    this.#stop.addEventListener('click', () => this.#client.ask('stop', null));
    this.#epochs.addEventListener('input', () => {
      this.#isOwnCount = true;
    });
    this.#files.addEventListener('change', () => {
      this.choose([...(this.#files.files ?? [])]);
    });
  }

  /** @param files that are trained on from now on */
  choose(files: readonly File[]): void {
    this.#chosen = files;
    this.#update();
  }

  /** @param example null: there is none any more */
  setExample(example: { readonly data: { readonly [path: string]: string } } | null): void {
    this.#example = example?.data ?? {};
    this.#isOwnCount = false;
    this.#hasWeights = false;
    this.#turn++;
    this.#chosen = [];
    this.#files.value = '';
    this.#told.textContent = '';
    this.#results.replaceChildren();
    this.#curve.clear();
    this.#gates.clear();
  }

  setModel(model: CheckedModel | null): void {
    this.#model = model;
    if (this.#hasWeights && model?.trained !== true) {
      this.#hasWeights = false;
      this.#told.textContent = 'The model was edited: it has the weights that it starts from again.';
    }
    const plan = model?.training;
    if (plan != null && !this.#isOwnCount) this.#epochs.value = String(plan.epochs);
    this.#update();
  }

  #update(): void {
    const plan = this.#model?.training ?? null;
    this.#train.disabled = this.#isRunning || plan === null || this.#lacking(plan.files).length > 0;
    this.#stop.disabled = !this.#isRunning;
    this.#resume.disabled = this.#isRunning || this.#model?.resumable !== true;
    byId('data-told', HTMLElement).textContent =
      this.#model === null
        ? 'The model has mistakes.'
        : plan === null
          ? 'The model has no section training.'
          : this.#dataTold(plan);
  }

  #dataTold({ files }: TrainingPlan): string {
    if (files.length === 0) return 'The model makes its data itself.';
    const found = Object.keys(this.#dataFor(files));
    const lacking = this.#lacking(files);
    if (lacking.length > 0) return `Choose the data: the model reads ${lacking.join(', ')}.`;
    return this.#chosen.length > 0
      ? `Trains on ${this.#chosen.map(({ name }) => name).join(', ')}.`
      : `Trains on ${found.join(', ')}, which came with the example.`;
  }

  /** Files and folders that the model names and nobody gave. */
  #lacking(files: readonly string[]): readonly string[] {
    const found = Object.keys(this.#dataFor(files));
    return files.filter((path) => !found.some((file) => file === path || file.startsWith(`${path}/`)));
  }

  /** One file takes the place of the one that the model names; of several each goes where its name stands. */
  #dataFor(files: readonly string[]): Data {
    const [only] = this.#chosen;
    const [path] = files;
    if (only === undefined || path === undefined) return this.#example;
    if (this.#chosen.length === 1 && files.length === 1) return { [path]: only };
    return Object.fromEntries(
      this.#chosen.map((file) => [
        files.find((each) => each.endsWith(file.name)) ?? (files.length === 1 ? `${path}/${file.name}` : file.name),
        file,
      ]),
    );
  }

  async #start(resume: boolean): Promise<void> {
    await this.#client.settled();
    const plan = this.#model?.training;
    if (plan == null || this.#isRunning || (resume && this.#model?.resumable !== true)) return;
    const epochs = this.#epochs.valueAsNumber;
    const isCount = Number.isInteger(epochs) && epochs >= 1 && epochs <= MOST_EPOCHS;
    this.#epochs.setAttribute('aria-invalid', String(!isCount));
    if (!isCount) {
      this.#told.textContent = `Epochs must be a whole number from 1 to ${MOST_EPOCHS}.`;
      this.#epochs.focus();
      return;
    }
    const turn = ++this.#turn;
    this.#heard = turn;
    this.#isRunning = true;
    this.#update();
    this.#results.replaceChildren();
    if (!resume) this.#curve.clear();
    this.#told.textContent = 'Reading the data …';
    let end: TrainingEnd | null = null;
    await attempt(this.#results, async () => {
      end = await this.#client.ask('train', {
        data: this.#dataFor(plan.files),
        epochs,
        resume,
        input: this.#inputOf(),
        watched: this.#gates.path,
      });
    });
    this.#isRunning = false;
    if (turn !== this.#turn) return this.#update();
    this.#told.textContent = end === null ? 'The training could not go on.' : endText(end);
    await this.#onTrained();
    if (end === null || turn !== this.#turn) return;
    this.#tellNotes(end);
  }

  /** Whether a training is under way, which would be lost with the page. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  #tellNotes({ notes, kept }: TrainingEnd): void {
    this.#hasWeights = kept && this.#model?.trained === true;
    if (notes.length > 0)
      this.#results.replaceChildren(element('ul', {}, ...notes.map((note) => element('li', {}, note))));
  }

  #hear(news: TrainingNews): void {
    if (this.#heard !== this.#turn) return;
    if (news.kind === 'gates') {
      this.#gates.show(news);
      return;
    }
    this.#curve.add(news);
    if (news.kind === 'step') return;
    const { epoch, losses, metrics } = news;
    const parts = Object.entries(losses).map(([part, loss]) => `${part} loss ${shown(loss)}`);
    const measured = Object.entries(metrics).map(([name, value]) => `${name} ${shown(value)}`);
    this.#told.textContent = `Epoch ${epoch}: ${[...parts, ...measured].join(', ')}`;
  }
}

const shown = (value: number | null): string => (value === null ? 'not a number' : numberText(value));

function endText({ end, epochs, steps, kept }: TrainingEnd): string {
  const after = `after ${plural(epochs, 'epoch')}, ${plural(steps, 'step')}`;
  if (!kept) return `The model was edited while it was trained, and that training is gone: it ended ${after}.`;
  const used = 'Input, steps and file have its weights now.';
  switch (end) {
    case 'epochs':
      return `Trained ${after}. ${used}`;
    case 'early-stopping':
      return `Ended early, as it got no better, ${after}. ${used}`;
    case 'aborted':
      return `Stopped ${after}. ${used}`;
  }
}
