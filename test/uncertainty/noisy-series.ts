import { normalQuantile } from '../../src/uncertainty/normal.ts';

/** Standard deviation of the noise. */
export const DEVIATION = 10;

/** A CSV file of days and sales: a season of eight days and independent normal noise, the same on every machine. */
export function noisySeries(rows: number, seed = 1): string {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const lines = Array.from({ length: rows }, (_, i) => {
    const day = new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
    const sales = 300 + 40 * Math.sin((i * Math.PI) / 4) + DEVIATION * normalQuantile(uniform());
    return `${day},${sales.toFixed(3)}`;
  });
  return `day,sales\n${lines.join('\n')}\n`;
}
