import type { Trace, TraceBlock } from '../../trace/trace.ts';
import { byId, element } from '../view/elements.ts';
import { blockView } from '../view/trace-view.ts';
import type { CheckedModel, GivenInput, PictureBox } from '../work/messages.ts';
import { attempt, type Panel } from './panel.ts';
import type { PicturePanel } from './picture-panel.ts';
import type { WorkClient } from './work-client.ts';

/** Walks through everything that is computed, step by step. */
export class StepsPanel implements Panel {
  readonly #client: WorkClient;
  readonly #inputOf: () => GivenInput;
  readonly #picture: PicturePanel;
  readonly #values = byId('values', HTMLElement);
  readonly #slider = byId('step', HTMLInputElement);
  readonly #shown = byId('step-shown', HTMLOutputElement);
  readonly #walk = byId('walk', HTMLButtonElement);
  readonly #before = byId('step-before', HTMLButtonElement);
  readonly #after = byId('step-after', HTMLButtonElement);
  readonly #row = byId('row', HTMLInputElement);
  readonly #drawn = byId('drawn-value', HTMLSelectElement);
  #trace: Trace | null = null;
  /** Counts inputs and models: what is computed of an earlier one is not shown. */
  #turn = 0;

  constructor(client: WorkClient, inputOf: () => GivenInput, picture: PicturePanel) {
    this.#client = client;
    this.#inputOf = inputOf;
    this.#picture = picture;
    this.#walk.addEventListener('click', () => this.#compute());
    this.#row.addEventListener('change', () => {
      if (!this.#walk.disabled) void this.#compute();
    });
    this.#slider.addEventListener('input', () => this.#show());
    this.#before.addEventListener('click', () => this.#move(-1));
    this.#after.addEventListener('click', () => this.#move(1));
    this.#drawn.addEventListener('change', () => {
      if (this.#drawn.value !== '') this.#picture.drawValue(this.#drawn.value, this.#row.valueAsNumber);
    });
    this.#take(null);
  }

  setModel(model: CheckedModel | null): void {
    this.#walk.disabled = model === null || model.needsData;
    this.forget();
  }

  /** What was computed is of another input or model. */
  forget(): void {
    this.#turn++;
    this.#row.value = '1';
    this.#row.max = '';
    byId('rows', HTMLElement).textContent = '';
    if (this.#values.childElementCount === 0) return;
    this.#take(null);
    this.#values.replaceChildren(
      element('p', { class: 'hint' }, 'The input or the model is another one now: compute the steps again.'),
    );
  }

  #move(by: number): void {
    this.#slider.valueAsNumber += by;
    this.#show();
  }

  async #compute(): Promise<void> {
    await this.#client.settled();
    if (this.#walk.disabled) return;
    const turn = ++this.#turn;
    const row = this.#row.valueAsNumber;
    await attempt(this.#values, async () => {
      const trace = await this.#client.ask('trace', { input: this.#inputOf(), row: Number.isNaN(row) ? 1 : row });
      if (turn !== this.#turn) return;
      this.#row.value = String(trace.row);
      this.#row.max = String(trace.rows);
      byId('rows', HTMLElement).textContent = `of ${trace.rows}`;
      this.#take(trace);
    });
  }

  #take(trace: Trace | null): void {
    this.#trace = trace;
    const count = trace?.blocks.length ?? 0;
    this.#slider.max = String(Math.max(1, count));
    this.#slider.value = '1';
    this.#slider.disabled = count < 2;
    const paths = valuesOverSteps(trace);
    this.#drawn.disabled = paths.length === 0;
    this.#drawn.replaceChildren(
      element('option', { value: '' }, 'draw …'),
      ...paths.map((path) => element('option', { value: path }, path)),
    );
    this.#values.replaceChildren();
    this.#show();
  }

  #show(): void {
    const at = this.#slider.valueAsNumber - 1;
    const block = this.#trace?.blocks[at];
    this.#before.disabled = block === undefined || at === 0;
    this.#after.disabled = block === undefined || at + 1 >= (this.#trace?.blocks.length ?? 0);
    const steps = this.#stepsOf();
    const isDrawn = block === undefined || block.kind !== 'step' || (block.step ?? 0) <= this.#picture.mostCopies;
    this.#shown.value = block === undefined ? '' : `${nameOf(block)}${isDrawn ? '' : ', not in the picture'}`;
    this.#slider.setAttribute('aria-valuetext', this.#shown.value);
    if (block === undefined) return;
    this.#drawn.value = '';
    this.#values.replaceChildren(...blockView(block));
    this.#picture.light(steps, this.#trace?.row ?? 1, (box) => litBy(box, block));
  }

  /** Steps of the longest axis. */
  #stepsOf(): number {
    return (this.#trace?.blocks ?? []).reduce((most, { of }) => Math.max(most, of), 1);
  }
}

/** Paths of vectors that steps or nodes have. */
function valuesOverSteps(trace: Trace | null): readonly string[] {
  const values = (trace?.blocks ?? []).flatMap(({ step, units }) =>
    step === null ? [] : units.flatMap((u) => u.values),
  );
  const drawn = values.filter(
    ({ role, shape, child }) => role !== 'input' && role !== 'state' && shape.length === 1 && child === undefined,
  );
  return [...new Set(drawn.map(({ path }) => path))];
}

const nameOf = ({ kind, step, of }: TraceBlock): string =>
  step === null ? 'once, for the whole sequence' : `${kind} ${step} of ${of}`;

/**
 * What a box of the picture holds in this block, the last value that is computed there; null: it has no part in it. Nodes count from 0 in both, steps
 * from 1 in the trace. A tree is drawn with what is fed at a node in one box.
 */
function litBy({ kind, path, step }: PictureBox, block: TraceBlock): readonly number[] | null {
  const own = block.step === null ? null : block.step - (block.kind === 'node' ? 0 : 1);
  if (step !== own || kind === 'weights') return null;
  if (kind === 'input' && block.kind === 'node') return block.feeds.at(-1)?.data ?? null;
  const values = block.units.flatMap((unit) => unit.values);
  const found =
    block.feeds.find((feed) => feed.path === path) ??
    values.find(({ outputs }) => outputs.some((name) => path === `output ${name}`)) ??
    block.units.find((unit) => unit.path === path)?.values.findLast(({ child }) => child === undefined);
  return found?.data ?? null;
}
