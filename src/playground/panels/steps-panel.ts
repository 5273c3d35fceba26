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
  readonly #drawn = byId('drawn-value', HTMLSelectElement);
  #trace: Trace | null = null;

  constructor(client: WorkClient, inputOf: () => GivenInput, picture: PicturePanel) {
    this.#client = client;
    this.#inputOf = inputOf;
    this.#picture = picture;
    this.#walk.addEventListener('click', () => this.#compute());
    this.#slider.addEventListener('input', () => this.#show());
    this.#before.addEventListener('click', () => this.#move(-1));
    this.#after.addEventListener('click', () => this.#move(1));
    this.#drawn.addEventListener('change', () => {
      if (this.#drawn.value !== '') this.#picture.drawValue(this.#drawn.value);
    });
    this.#take(null);
  }

  setModel(model: CheckedModel | null): void {
    this.#walk.disabled = model === null || model.needsData;
    this.#take(null);
  }

  #move(by: number): void {
    this.#slider.valueAsNumber += by;
    this.#show();
  }

  async #compute(): Promise<void> {
    await attempt(this.#values, async () => {
      this.#take(await this.#client.ask('trace', { input: this.#inputOf(), row: 1 }));
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
    this.#shown.value = block === undefined ? '' : nameOf(block);
    this.#slider.setAttribute('aria-valuetext', this.#shown.value);
    if (block === undefined) return;
    this.#drawn.value = '';
    this.#values.replaceChildren(...blockView(block));
    this.#picture.light(this.#stepsOf(), (box) => isOf(box, block));
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

/** Whether a box of the picture is computed in this block: nodes count from 0 in both, steps from 1 in the trace. */
function isOf({ path, step }: PictureBox, block: TraceBlock): boolean {
  const own = block.step === null ? null : block.step - (block.kind === 'node' ? 0 : 1);
  const outputs = block.units.flatMap(({ values }) => values.flatMap((value) => value.outputs));
  const names = [
    ...block.units.map((unit) => unit.path),
    ...block.feeds.map((feed) => feed.path),
    ...outputs.map((name) => `output ${name}`),
  ];
  return step === own && names.includes(path);
}
