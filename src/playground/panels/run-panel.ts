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
  /** Told when the input is another one. */
  readonly #onInput: () => void;
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
  /** Counts inputs and models: what is answered of an earlier one is not shown. */
  #turn = 0;

  constructor(client: WorkClient, onInput: () => void) {
    this.#client = client;
    this.#onInput = onInput;
    this.#run.addEventListener('click', () => this.#answer());
    this.#rows.addEventListener('click', async () => {
      const rows = await this.#client.ask('rows', null);
      if (rows === null) return;
      this.#take(rows, TYPED, true);
    });
    this.#raw.addEventListener('click', () => this.#answerRaw());
    this.#input.addEventListener('input', () => {
      this.#take(this.#input.value, TYPED, true);
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
    chosen.addEventListener('change', async () => {
      await this.open(chosen.files?.[0]);
      // the same file, corrected, can be chosen again
      chosen.value = '';
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
    this.#take(text ?? '', TYPED, text !== null);
    this.#outputs.replaceChildren();
  }

  setModel(model: CheckedModel | null): void {
    this.#model = model;
    this.#forget('The model is another one now: run it again.');
    const canRun = model !== null && !model.needsData;
    this.#run.disabled = !canRun;
    this.#raw.disabled = model?.trained !== true || model.training?.files.length === 0;
    this.#rows.disabled = model?.trained !== true || model.training?.files.length === 0;
    this.#example.disabled = model?.example == null;
    byId('input-hint', HTMLElement).textContent =
      model === null
        ? 'The model has mistakes.'
        : model.needsData
          ? 'The data gives sizes of this model: train it first.'
          : `${model.inputs.map(({ name, shape }) => `${name} ${shape}`).join(', ')}${this.#raw.disabled ? '' : '; an answer is given to rows, or a text, as in the data'}`;
    if (!this.#isOwn) this.#fillIn();
  }

  #fillIn(): void {
    if (this.#model?.example == null) return;
    this.#take(this.#model.example, TYPED, false);
  }

  /** Runs what stands in a file. */
  async open(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    this.#take(await file.text(), file.name, true);
    await this.#answer();
  }

  #take(text: string, file: string, isOwn: boolean): void {
    this.#isOwn = isOwn;
    this.#file = file;
    if (this.#input.value !== text) this.#input.value = text;
    this.#forget('The input is another one now: run it again.');
    this.#onInput();
  }

  /** Takes away the outputs of an earlier input or model, and says why. */
  #forget(why: string): void {
    this.#turn++;
    if (this.#outputs.childElementCount > 0) this.#outputs.replaceChildren(element('p', { class: 'hint' }, why));
  }

  /** Shows what the worker answers unless the input or the model has become another one meanwhile. */
  async #show(ask: () => Promise<readonly HTMLElement[]>): Promise<void> {
    const turn = ++this.#turn;
    this.#outputs.setAttribute('aria-busy', 'true');
    const shown = document.createElement('div');
    await attempt(shown, async () => shown.replaceChildren(...(await ask())));
    if (turn !== this.#turn) return;
    this.#outputs.setAttribute('aria-busy', 'false');
    this.#outputs.replaceChildren(...shown.childNodes);
  }

  async #answer(): Promise<void> {
    await this.#client.settled();
    if (this.#run.disabled) return;
    await this.#show(async () => {
      const { results } = await this.#client.ask('run', this.input);
      return results.length === 0 ? [element('p', {}, 'The model has no outputs.')] : results.map(outputTable);
    });
  }

  /** Of rows as they stand in the data, or of a text to write on from. */
  async #answerRaw(): Promise<void> {
    await this.#client.settled();
    if (this.#raw.disabled) return;
    await this.#show(async () => answerView(await this.#client.ask('answer', this.input)));
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
