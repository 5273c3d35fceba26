import { byId } from '../view/elements.ts';
import { type Lit, PicturePane } from '../view/picture-pane.ts';
import type { CheckedModel, GivenInput, PictureChoice } from '../work/messages.ts';
import type { Panel } from './panel.ts';
import { Refusal, type WorkClient } from './work-client.ts';

/** Milliseconds without a key after which a tree is drawn anew. */
const QUIET = 250;

/** The picture with what chooses it. */
export class PicturePanel implements Panel {
  readonly #client: WorkClient;
  readonly #inputOf: () => GivenInput;
  readonly #place = byId('picture', HTMLElement);
  readonly #pane: PicturePane;
  readonly #views = [...document.querySelectorAll<HTMLInputElement>('input[name=view]')];
  readonly #copies = byId('copies', HTMLInputElement);
  readonly #shapes = byId('shapes', HTMLInputElement);
  readonly #back = byId('back', HTMLButtonElement);
  /** What is drawn in the place of the model. */
  #inside: PictureChoice | null = null;
  #lit: Lit | null = null;
  /** The row of the batch whose tree is drawn. */
  #row = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = 0;
  #model: CheckedModel | null = null;

  constructor(client: WorkClient, inputOf: () => GivenInput) {
    this.#client = client;
    this.#inputOf = inputOf;
    this.#pane = new PicturePane(this.#place, (path) => this.#open({ kind: 'cell', path }));
    for (const view of this.#views) view.addEventListener('change', () => this.#open(null));
    this.#copies.addEventListener('input', () => {
      this.#check('unrolled');
      this.#open(null);
    });
    this.#shapes.addEventListener('change', () => this.#draw());
    this.#back.addEventListener('click', () => {
      this.#open(null);
      this.#place.focus();
    });
  }

  setModel(model: CheckedModel | null): void {
    this.#model = model;
    // the picture of the last text without mistakes stays, and is seen to be old
    this.#place.classList.toggle('old', model === null);
    this.#shapes.disabled = model === null || model.needsData;
    if (this.#shapes.disabled) this.#shapes.checked = false;
    this.#lit = null;
    this.#row = 1;
    if (model !== null) void this.#draw();
  }

  /** Draws a value over all steps of the input, until one goes back. */
  drawValue(path: string, row: number): void {
    this.#open({ kind: 'values', path, input: this.#inputOf(), row });
  }

  /** What was drawn of the old input goes: values, lights, and the copies of a tree once nothing is typed any more. */
  forgetInput(): void {
    this.#lit = null;
    this.#row = 1;
    this.#pane.light(null);
    if (this.#inside?.kind === 'values') this.#inside = null;
    else if (this.#view !== 'unrolled' || this.#inside !== null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(), QUIET);
  }

  get mostCopies(): number {
    return Number(this.#copies.max);
  }

  /** Draws as many copies and lights some of them. */
  light(steps: number, row: number, lit: Lit): void {
    this.#lit = lit;
    const copies = String(Math.max(1, Math.min(steps, this.mostCopies)));
    const isDrawn = this.#view === 'unrolled' && this.#inside === null && this.#copies.value === copies;
    if (isDrawn && this.#row === row) {
      this.#pane.light(lit);
      return;
    }
    this.#row = row;
    this.#copies.value = copies;
    this.#check('unrolled');
    this.#open(null);
  }

  get #view(): string {
    return this.#views.find(({ checked }) => checked)?.value ?? 'rolled';
  }

  #check(value: string): void {
    for (const view of this.#views) view.checked = view.value === value;
  }

  #open(inside: PictureChoice | null): void {
    this.#inside = inside;
    void this.#draw();
  }

  async #draw(): Promise<void> {
    byId('copies-shown', HTMLOutputElement).value = this.#copies.value;
    this.#back.disabled = this.#inside === null;
    if (this.#model === null) return;
    const own = ++this.#last;
    try {
      const picture = await this.#client.ask('draw', this.#choice());
      if (own !== this.#last) return;
      this.#pane.show(picture);
      this.#pane.light(this.#lit);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (own === this.#last) this.#pane.tell(error.problems);
    }
  }

  #choice(): PictureChoice {
    const shapes = this.#shapes.checked;
    if (this.#inside !== null) return this.#inside;
    if (this.#view !== 'unrolled') return { kind: 'rolled', shapes };
    const input = this.#model?.needsData === true ? null : this.#inputOf();
    return { kind: 'unrolled', steps: Number(this.#copies.value), shapes, input, row: this.#row };
  }
}
