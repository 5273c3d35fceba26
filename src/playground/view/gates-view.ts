import type { GatesNews } from '../work/messages.ts';
import { byId, element } from './elements.ts';

/** The gates of one sample as they are after an epoch, in a place that is always as large. */
export class GatesView {
  readonly #told = byId('gates-told', HTMLElement);
  readonly #picture = byId('gates-picture', HTMLImageElement);
  readonly #choice = byId('watched', HTMLSelectElement);

  /** @param onChoice told of the path of what is to be drawn */
  constructor(onChoice: (path: string) => void) {
    this.#choice.addEventListener('change', () => onChoice(this.#choice.value));
    this.clear();
  }

  /** What is chosen; null: nothing was drawn yet. */
  get path(): string | null {
    return this.#choice.value === '' ? null : this.#choice.value;
  }

  clear(): void {
    this.#picture.hidden = true;
    this.#told.textContent = 'of the first row of the input, after an epoch';
    this.#choice.disabled = true;
    this.#choice.replaceChildren();
  }

  show({ epoch, path, paths, svg }: GatesNews): void {
    const known = [...this.#choice.options].map(({ value }) => value);
    if (known.join() !== paths.join())
      this.#choice.replaceChildren(...paths.map((each) => element('option', { value: each }, each)));
    this.#choice.value = path;
    this.#choice.disabled = false;
    this.#told.textContent = `after epoch ${epoch}`;
    this.#picture.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    this.#picture.alt = `Heat map of ${path} over the steps, after epoch ${epoch}`;
    this.#picture.hidden = false;
  }
}
