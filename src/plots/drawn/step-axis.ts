import { escaped, round, text } from '../../svg/svg-text.ts';
import type { PlotStep } from '../plot-data.ts';
import { widthOf } from './page.ts';

/** Columns beside each other, from the left. */
export interface Columns {
  readonly left: number;
  readonly width: number;
  readonly count: number;
}

export const middleOf = ({ left, width }: Columns, column: number): number => left + (column + 0.5) * width;

const MAX_TOKEN = 16;
/** Room for letters that stand upright beside each other. */
const LINE = 11;
/** Room between numbers that lie beside each other. */
const GAP = 10;

/** Labels under the columns, and the room that they take. */
export interface StepLabels {
  readonly height: number;
  readonly draw: (bottom: number) => readonly string[];
}

/**
 * Tokens, or numbers of nodes, stand upright under their columns; numbers of steps lie under every so many. Of more than there is room for, some are left out.
 * @param steps the first of every column
 * @param stride steps of a column
 */
export function stepLabels(
  steps: readonly PlotStep[],
  over: 'steps' | 'nodes',
  stride: number,
  columns: Columns,
): StepLabels {
  const isUpright = steps.some(({ token }) => token !== null);
  const isCounted = over === 'steps' && !isUpright;
  const labels = steps.map(({ step, token }) =>
    over === 'nodes'
      ? `${step}${token === null || token === '' ? '' : ` ${visible(token)}`}`
      : isUpright
        ? visible(token ?? '')
        : `${step}`,
  );
  const widest = (all: readonly string[]): number =>
    all.reduce((most, each) => Math.max(most, widthOf(each, 'muted')), 0);
  const least = Math.max(1, (isUpright ? LINE : widest(labels) + GAP) / columns.width);
  const every = isCounted ? roundEvery(least * stride) : Math.ceil(least);
  const shown = labels.flatMap((label, i) => {
    if (label === '') return [];
    if (!isCounted) return i % every === 0 ? [{ column: i, label }] : [];
    // a column stands for a multiple of what is counted by, if one is among its steps
    const step = steps[i]?.step ?? 0;
    const number = Math.ceil(step / every) * every;
    if (i > 0 && (number >= step + stride || (every > 1 && i < least))) return [];
    return [{ column: i, label: i > 0 ? `${number}` : label }];
  });
  return {
    height: isUpright ? 14 + widest(shown.map(({ label }) => label)) : 20,
    draw: (bottom) => {
      const places = shown.map(({ column, label }) => ({ x: round(middleOf(columns, column)), label }));
      const ticks = `<path class="axis" d="${places.map(({ x }) => `M${x} ${round(bottom)}v4`).join('')}"/>`;
      if (!isUpright)
        return [ticks, ...places.map(({ x, label }) => text('muted', Number(x), bottom + 17, 'middle', label))];
      // turned together, so that a label is little more than its letters
      const turned = places.map(
        ({ x, label }) => `<text class="muted" y="${round(Number(x) + 4)}">${escaped(label)}</text>`,
      );
      return [
        ticks,
        `<g text-anchor="end" transform="translate(0 ${round(bottom + 8)}) rotate(-90)">`,
        ...turned,
        '</g>',
      ];
    },
  };
}

/** A step between labels that people count by: 1, 2, 5, 10, 20, … */
function roundEvery(least: number): number {
  for (let power = 1; ; power *= 10) for (const factor of [1, 2, 5]) if (factor * power >= least) return factor * power;
}

/** Spaces and ends of lines as signs; long ones cut. */
function visible(token: string): string {
  const letters = [...(token === ' ' ? '␣' : token.replaceAll('\n', '↵').replaceAll('\t', '⇥'))];
  return letters.length <= MAX_TOKEN ? letters.join('') : `${letters.slice(0, MAX_TOKEN - 1).join('')}…`;
}
