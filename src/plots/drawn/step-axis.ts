import { round, text } from '../../svg/svg-text.ts';
import type { PlotStep } from '../plot-data.ts';
import { cutTo } from './page.ts';

/** Columns beside each other, from the left. */
export interface Columns {
  readonly left: number;
  readonly width: number;
  readonly count: number;
}

export const middleOf = ({ left, width }: Columns, column: number): number => left + (column + 0.5) * width;

const MAX_TOKEN = 16;
/** Letters that stand upright beside each other need so much room. */
const LINE = 13;
/** Of a letter of the axis. */
const SMALL = 6.6;

/** Labels under the columns, and the room that they take. */
export interface StepLabels {
  readonly height: number;
  readonly draw: (columns: Columns, bottom: number) => readonly string[];
}

/**
 * Tokens, or numbers of nodes, stand upright under their columns; numbers of steps lie under every so many. Of more than there is room for, some are left out.
 * @param steps the first of every column
 * @param stride steps of a column
 */
export function stepLabels(steps: readonly PlotStep[], over: 'steps' | 'nodes', stride: number): StepLabels {
  const hasTokens = steps.some(({ token }) => token !== null);
  const labels = steps.map(({ step, token }) =>
    over === 'nodes'
      ? `${step}${token === null || token === '' ? '' : ` ${visible(token)}`}`
      : hasTokens
        ? visible(token ?? '')
        : `${step}`,
  );
  const longest = labels.reduce((most, label) => Math.max(most, [...label].length), 1);
  const isUpright = hasTokens;
  const height = isUpright ? 12 + longest * SMALL : 20;
  const room = isUpright ? LINE : longest * SMALL + 10;
  return {
    height,
    draw: (columns, bottom) => {
      const isCounted = over === 'steps' && !isUpright;
      const least = Math.max(1, room / columns.width);
      const every = isCounted ? roundEvery(least * stride) : Math.ceil(least);
      return labels.flatMap((label, i) => {
        // a column stands for a multiple of what is counted by, if one is among its steps
        const step = steps[i]?.step ?? 0;
        const counted = Math.ceil(step / every) * every;
        if (isCounted ? i > 0 && counted >= step + stride : i % every !== 0) return [];
        if (isCounted && i > 0 && every > 1 && i < least) return [];
        const x = middleOf(columns, i);
        const tick = `<line class="axis" x1="${round(x)}" y1="${bottom}" x2="${round(x)}" y2="${bottom + 4}"/>`;
        if (!isUpright)
          return [tick, text('muted', x, bottom + 17, 'middle', isCounted && i > 0 ? `${counted}` : label)];
        return label === ''
          ? []
          : [
              tick,
              `<g transform="translate(${round(x + 4)} ${bottom + 8}) rotate(-90)">${text('muted', 0, 0, 'end', label)}</g>`,
            ];
      });
    },
  };
}

/** A step between labels that people count by: 1, 2, 5, 10, 20, … */
function roundEvery(least: number): number {
  for (let power = 1; ; power *= 10) for (const factor of [1, 2, 5]) if (factor * power >= least) return factor * power;
}

/** Spaces and ends of lines as signs. */
const visible = (token: string): string =>
  cutTo(token === ' ' ? '␣' : token.replaceAll('\n', '↵').replaceAll('\t', '⇥'), MAX_TOKEN, 1);
