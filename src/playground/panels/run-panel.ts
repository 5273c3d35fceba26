import { byId, element } from '../view/elements.ts';
import { outputTable } from '../view/outputs-table.ts';
import { samplesTable } from '../view/samples-table.ts';
import type { Answer, CheckedModel, GivenInput } from '../work/messages.ts';
import { attempt, type Panel } from './panel.ts';
import type { WorkClient } from './work-client.ts';

/** Name of the input in messages where it came from no file: its text tells its format. */
const TYPED = 'input';

/** The input and what the model makes of it. */
export class RunPanel implements Panel {
  readonly #client: WorkClient;
  readonly #input = byId('input', HTMLTextAreaElement);
  readonly #outputs = byId('outputs', HTMLElement);
  readonly #run = byId('run', HTMLButtonElement);
  readonly #raw = byId('answer', HTMLButtonElement);
  readonly #rows = byId('data-rows', HTMLButtonElement);
  readonly #example = byId('example-input', HTMLButtonElement);
  #model: CheckedModel | null = null;
  #file = TYPED;
  /** Whether the input is somebody's own: an example goes with its model. */
  #isOwn = false;

  constructor(client: WorkClient) {
    this.#client = client;
    this.#run.addEventListener('click', () => this.#answer());
    this.#rows.addEventListener('click', async () => {
      const rows = await this.#client.ask('rows', null);
      if (rows === null) return;
      this.#isOwn = true;
      this.#file = TYPED;
      this.#input.value = rows;
    });
    this.#raw.addEventListener('click', () => this.#answerRaw());
    this.#input.addEventListener('input', () => {
      this.#isOwn = true;
      this.#file = TYPED;
    });
    this.#input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void this.#answer();
    });
    this.#example.addEventListener('click', () => {
      this.#isOwn = false;
      this.#fillIn();
    });
    const chosen = byId('input-file', HTMLInputElement);
    chosen.addEventListener('change', () => this.#open(chosen.files?.[0]));
    this.#input.addEventListener('dragover', (event) => event.preventDefault());
    this.#input.addEventListener('drop', (event) => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      void this.#open(file);
    });
  }

  get input(): GivenInput {
    return { file: this.#file, text: this.#input.value };
  }

  get isOwnInput(): boolean {
    return this.#isOwn;
  }

  /** @param text null: one that fits is made up */
  setInput(text: string | null): void {
    this.#isOwn = text !== null;
    this.#file = TYPED;
    this.#input.value = text ?? '';
    this.#outputs.replaceChildren();
  }

  setModel(model: CheckedModel | null): void {
    this.#model = model;
    const canRun = model !== null && !model.needsData;
    this.#run.disabled = !canRun;
    this.#raw.disabled = model?.trained !== true;
    this.#rows.disabled = model?.trained !== true || model.training?.files.length === 0;
    this.#example.disabled = model?.example == null;
    byId('input-hint', HTMLElement).textContent =
      model === null
        ? 'The model has mistakes.'
        : model.needsData
          ? 'The data gives sizes of this model: train it first.'
          : model.inputs.map(({ name, shape }) => `${name} ${shape}`).join(', ');
    if (!this.#isOwn) this.#fillIn();
  }

  #fillIn(): void {
    if (this.#model?.example == null) return;
    this.#file = TYPED;
    this.#input.value = this.#model.example;
  }

  async #open(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    this.#input.value = await file.text();
    this.#file = file.name;
    this.#isOwn = true;
    await this.#answer();
  }

  async #answer(): Promise<void> {
    if (this.#run.disabled) return;
    await attempt(this.#outputs, async () => {
      const { results } = await this.#client.ask('run', this.input);
      this.#outputs.replaceChildren(...results.map(outputTable));
      if (results.length === 0) this.#outputs.replaceChildren(element('p', {}, 'The model has no outputs.'));
    });
  }

  /** Of rows as they stand in the data, or of a text to write on from. */
  async #answerRaw(): Promise<void> {
    await attempt(this.#outputs, async () => {
      const answer = await this.#client.ask('answer', this.input);
      this.#outputs.replaceChildren(...answerView(answer));
    });
  }
}

function answerView(answer: Answer): readonly HTMLElement[] {
  switch (answer.kind) {
    case 'text':
      return [element('p', { class: 'written' }, answer.text)];
    case 'samples':
      return [samplesTable(answer.samples)];
    case 'forecast': {
      const src = `data:image/svg+xml,${encodeURIComponent(answer.svg)}`;
      return [
        element('img', { class: 'chart', src, alt: 'Chart of the forecast; its numbers stand below' }),
        samplesTable(answer.samples),
      ];
    }
  }
}
