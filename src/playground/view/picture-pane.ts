import type { Picture, PictureBox, Problem } from '../work/messages.ts';
import { element } from './elements.ts';
import { numberText } from './numbers.ts';
import { problemList } from './problem-list.ts';

/** Smaller than this share of its size, the text of a picture can't be read: it scrolls then. */
const SMALLEST = 0.75;
/** Larger ones look coarse. */
const LARGEST = 1.25;

/** Numbers of a value that a light has room for. */
const MOST_NUMBERS = 32;

/** What a box holds at the step that is shown; null: it has no part in it. */
export type Lit = (box: PictureBox) => readonly number[] | null;

/** Shows a picture, with buttons over its cells and lights on its copies; in a shadow tree, so that the styles of either leave the other alone. */
export class PicturePane {
  readonly #root: ShadowRoot;
  readonly #onCell: (path: string) => void;
  #lights: readonly { readonly box: PictureBox; readonly light: HTMLElement }[] = [];

  /** @param onCell told of the path of a cell that is chosen */
  constructor(place: HTMLElement, onCell: (path: string) => void) {
    this.#root = place.attachShadow({ mode: 'open' });
    this.#onCell = onCell;
  }

  show({ svg, width, height, boxes }: Picture): void {
    const stage = element('div', { class: 'stage' });
    stage.innerHTML = svg;
    // as large as the place around it lets it be seen whole, within what can be read
    stage.style.width = `clamp(${width * SMALLEST}px, min(100cqw, ${(100 * width) / height}cqh), ${width * LARGEST}px)`;
    const over = (made: HTMLElement, box: PictureBox): HTMLElement => {
      made.style.left = `${(100 * box.left) / width}%`;
      made.style.top = `${(100 * box.top) / height}%`;
      made.style.width = `${(100 * box.width) / width}%`;
      made.style.height = `${(100 * box.height) / height}%`;
      stage.append(made);
      return made;
    };
    this.#lights = boxes.map((box) => ({ box, light: over(element('span', { class: 'light', hidden: true }), box) }));
    for (const box of boxes) if (box.kind === 'cell') over(this.#button(box), box);
    this.#root.replaceChildren(element('style', {}, STYLE), stage);
    const { host } = this.#root;
    host.scrollLeft = (host.scrollWidth - host.clientWidth) / 2;
  }

  /** Says why there is no picture, in its place. */
  tell(problems: readonly Problem[]): void {
    this.#lights = [];
    this.#root.replaceChildren(element('style', {}, STYLE), problemList(problems, null));
  }

  /** Lights boxes, with their numbers as colours, and scrolls them into sight; null: none. */
  light(lit: Lit | null): void {
    const shown: HTMLElement[] = [];
    for (const { box, light } of this.#lights) {
      const values = lit?.(box) ?? null;
      light.hidden = values === null;
      if (values === null) continue;
      light.replaceChildren(numbersOf(values));
      shown.push(light);
    }
    this.#scrollTo(shown);
  }

  /** Not `scrollIntoView`, which moves the page too. */
  #scrollTo(lights: readonly HTMLElement[]): void {
    const { host } = this.#root;
    if (!(host instanceof HTMLElement) || lights.length === 0) return;
    const seen = host.getBoundingClientRect();
    const boxes = lights.map((light) => light.getBoundingClientRect());
    const shift = (from: number, to: number, low: number, high: number): number =>
      from >= low && to <= high ? 0 : (from + to - low - high) / 2;
    host.scrollBy(
      shift(Math.min(...boxes.map((b) => b.left)), Math.max(...boxes.map((b) => b.right)), seen.left, seen.right),
      shift(Math.min(...boxes.map((b) => b.top)), Math.max(...boxes.map((b) => b.bottom)), seen.top, seen.bottom),
    );
  }

  #button({ path, label, step }: PictureBox): HTMLElement {
    const at = step === null ? '' : `, step ${step + 1}`;
    const name = `Inside of ${path}${label === path ? '' : ` (${label})`}${at}`;
    const button = element('button', { type: 'button', 'aria-label': name, title: name });
    button.addEventListener('click', () => this.#onCell(path));
    return button;
  }
}

/** One number as it is, of several a strip: orange above zero, blue below, stronger the larger it is among them. */
function numbersOf(values: readonly number[]): HTMLElement {
  const [only = Number.NaN] = values;
  if (values.length === 1) return element('b', {}, numberText(only));
  const shown = values.slice(0, MOST_NUMBERS);
  const most = shown.reduce((size, value) => Math.max(size, Math.abs(value) || 0), 0) || 1;
  const strip = element('i', { title: `${values.length} numbers` });
  strip.append(
    ...shown.map((value) => {
      const cell = element('span');
      cell.style.background = value < 0 ? '#2f7fd6' : '#f08a24';
      cell.style.opacity = String(Number.isNaN(value) ? 0 : Math.min(1, Math.abs(value) / most));
      return cell;
    }),
  );
  return strip;
}

const STYLE = `
.stage { position: relative; margin: 0 auto; }
svg { display: block; width: 100%; height: auto; }
button, .light { position: absolute; box-sizing: border-box; margin: 0; padding: 0; border-radius: 8px; }
button { border: 2px solid transparent; background: none; cursor: pointer; }
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.light { border: 3px solid var(--lit); background: color-mix(in srgb, var(--lit) 25%, transparent); pointer-events: none; }
.light b { position: absolute; right: 2px; bottom: 1px; padding: 0 3px; border-radius: 4px; background: var(--panel); color: var(--ink); font-size: 0.7rem; line-height: 1.2; }
.light i { position: absolute; left: 2px; right: 2px; bottom: 2px; height: 8px; display: flex; background: var(--panel); border-radius: 2px; overflow: hidden; }
.light i span { flex: 1; }
ul { margin: 0; padding: 1rem; list-style: none; }
ul button { position: static; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 0.6rem; margin: 0; }
dd { margin: 0; }
p { margin: 0 0 0.3rem; }
[hidden] { display: none; }
`;
