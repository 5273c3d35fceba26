import type { Picture, PictureBox, Problem } from '../work/messages.ts';
import { element } from './elements.ts';
import { problemList } from './problem-list.ts';

/** Smaller than this share of its size, the text of a picture can't be read: it scrolls then. */
const SMALLEST = 0.75;
/** Larger ones look coarse. */
const LARGEST = 1.25;

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
    this.#lights = boxes.flatMap((box) =>
      box.step === null ? [] : [{ box, light: over(element('span', { class: 'light', hidden: true }), box) }],
    );
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

  /** Lights the copies of a step, from 0; null: none. */
  light(isLit: ((box: PictureBox) => boolean) | null): void {
    for (const { box, light } of this.#lights) light.hidden = isLit === null || !isLit(box);
  }

  #button({ path, label, step }: PictureBox): HTMLElement {
    const at = step === null ? '' : `, step ${step + 1}`;
    const name = `Inside of ${path}${label === path ? '' : ` (${label})`}${at}`;
    const button = element('button', { type: 'button', 'aria-label': name, title: name });
    button.addEventListener('click', () => this.#onCell(path));
    return button;
  }
}

const STYLE = `
.stage { position: relative; margin: 0 auto; }
svg { display: block; width: 100%; height: auto; }
button, .light { position: absolute; box-sizing: border-box; margin: 0; padding: 0; border-radius: 8px; }
button { border: 2px solid transparent; background: none; cursor: pointer; }
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.light { border: 3px solid var(--lit); background: color-mix(in srgb, var(--lit) 25%, transparent); pointer-events: none; }
ul { margin: 0; padding: 1rem; list-style: none; }
ul button { position: static; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 0.6rem; margin: 0; }
dd { margin: 0; }
p { margin: 0 0 0.3rem; }
[hidden] { display: none; }
`;
