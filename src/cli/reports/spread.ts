import type { Spread } from '../../train/evaluate/spread.ts';
import { formatFigure } from '../../train/report/figures.ts';
import { percent, quantileName } from '../../uncertainty/heads.ts';

/** Quantiles and bands beside what came, as lines for people. */
export function spreadLines({ units, quantiles, bands }: Spread): readonly string[] {
  const unit = units === null ? '' : `, ${units}`;
  const columns = new Set([...quantiles, ...bands].map(({ column }) => column));
  const of = (column: string, what: string): string => (columns.size === 1 ? what : `${column}, ${what}`);
  const told = quantiles.map(({ column, quantile, below, pinball }) => [
    of(column, quantileName(quantile)),
    `${percent(quantile)} %`,
    share(below),
    formatFigure(pinball),
  ]);
  const held = bands.map(({ column, level, coverage, width }) => [
    of(column, `${percent(level)} % band`),
    `${percent(level)} %`,
    share(coverage),
    formatFigure(width),
  ]);
  const [kind] = bands.map((band) => band.kind);
  const origin = kind === 'errors' ? ', from the errors in the validation part' : '';
  return aligned([
    ...(told.length === 0 ? [] : [[`quantiles${unit}`, 'should be below', 'is below', 'pinball loss'], ...told]),
    ...(held.length === 0 ? [] : [[`bands${unit}${origin}`, 'should be inside', 'is inside', 'mean width'], ...held]),
  ]);
}

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** The first column at the left, the others at the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
}
