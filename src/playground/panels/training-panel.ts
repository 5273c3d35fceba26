import { byId, element } from '../view/elements.ts';
import { LossCurve } from '../view/loss-curve.ts';
import { numberText } from '../view/numbers.ts';
import type { CheckedModel, TrainingEnd, TrainingNews, TrainingPlan } from '../work/messages.ts';
import { attempt, type Panel } from './panel.ts';
import type { WorkClient } from './work-client.ts';

type Data = { readonly [path: string]: string | File };

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
  #model: CheckedModel | null = null;
  #example: Data = {};
  #chosen: readonly File[] = [];
  #isRunning = false;
  /** Whether somebody wrote how many epochs it should be. */
  #isOwnCount = false;

  constructor(client: WorkClient, onTrained: () => Promise<void>) {
    this.#client = client;
    this.#onTrained = onTrained;
    client.onNews = (news) => this.#hear(news);
    this.#train.addEventListener('click', () => this.#start(false));
    this.#resume.addEventListener('click', () => this.#start(true));
    this.#stop.addEventListener('click', () => this.#client.ask('stop', null));
    this.#epochs.addEventListener('input', () => {
      this.#isOwnCount = true;
    });
    this.#files.addEventListener('change', () => {
      this.#chosen = [...(this.#files.files ?? [])];
      this.#update();
    });
  }

  /** @param example null: there is none any more */
  setExample(example: { readonly data: { readonly [path: string]: string } } | null): void {
    this.#example = example?.data ?? {};
    this.#isOwnCount = false;
    this.#chosen = [];
    this.#files.value = '';
    this.#told.textContent = '';
    this.#results.replaceChildren();
    this.#curve.clear();
  }

  setModel(model: CheckedModel | null): void {
    this.#model = model;
    const plan = model?.training;
    if (plan != null && !this.#isOwnCount) this.#epochs.value = String(plan.epochs);
    this.#update();
  }

  #update(): void {
    const plan = this.#model?.training ?? null;
    this.#train.disabled = this.#isRunning || plan === null;
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
    const lacking = files.filter((path) => !found.some((file) => file === path || file.startsWith(`${path}/`)));
    if (lacking.length > 0) return `Choose the data: the model reads ${lacking.join(', ')}.`;
    return this.#chosen.length > 0
      ? `Trains on ${this.#chosen.map(({ name }) => name).join(', ')}.`
      : `Trains on ${found.join(', ')}, which came with the example.`;
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
    const plan = this.#model?.training;
    if (plan == null) return;
    this.#isRunning = true;
    this.#update();
    this.#results.replaceChildren();
    if (!resume) this.#curve.clear();
    this.#told.textContent = 'Reading the data …';
    let end: TrainingEnd | null = null;
    await attempt(this.#results, async () => {
      const epochs = Math.max(1, Math.round(this.#epochs.valueAsNumber || plan.epochs));
      end = await this.#client.ask('train', { data: this.#dataFor(plan.files), epochs, resume });
    });
    this.#isRunning = false;
    this.#told.textContent = end === null ? 'The training could not go on.' : endText(end);
    await this.#onTrained();
    this.#update();
    if (end !== null) this.#tellNotes(end);
  }

  #tellNotes({ notes }: TrainingEnd): void {
    if (notes.length > 0)
      this.#results.replaceChildren(element('ul', {}, ...notes.map((note) => element('li', {}, note))));
  }

  #hear(news: TrainingNews): void {
    this.#curve.add(news);
    if (news.kind === 'step') return;
    const { epoch, losses, metrics } = news;
    const parts = Object.entries(losses).map(([part, loss]) => `${part} loss ${shown(loss)}`);
    const measured = Object.entries(metrics).map(([name, value]) => `${name} ${shown(value)}`);
    this.#told.textContent = `Epoch ${epoch}: ${[...parts, ...measured].join(', ')}`;
  }
}

const shown = (value: number | null): string => (value === null ? 'not a number' : numberText(value));

function endText({ end, epochs, steps }: TrainingEnd): string {
  const after = `after ${epochs} epochs, ${steps} steps`;
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
