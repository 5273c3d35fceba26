/** Three significant digits in a unit that suits: 0.0057 ms is shown as 5.70 µs. */
export function duration(milliseconds) {
  if (milliseconds === undefined) return '-';
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toPrecision(3)} s`;
  return Math.abs(milliseconds) < 0.1
    ? `${(milliseconds * 1000).toPrecision(3)} µs`
    : `${milliseconds.toPrecision(3)} ms`;
}

export const small = (value) => (value === undefined ? '-' : value.toExponential(1));
export const factor = (value) => (value === undefined ? '-' : `${value.toPrecision(3)}×`);

/** Four million steps a second are shown as 4.00 M. */
export function rate(perSecond) {
  if (perSecond === undefined) return '-';
  if (perSecond >= 999_500) return `${(perSecond / 1e6).toPrecision(3)} M`;
  return perSecond >= 999.5 ? `${(perSecond / 1e3).toPrecision(3)} k` : perSecond.toPrecision(3);
}

/** Columns padded to their widest cell; the first is left-aligned, as is the last. */
export function table(header, rows) {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const last = header.length - 1;
  const format = (line) =>
    line.map((cell, column) =>
      column === 0 || column === last ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
  return lines.map((line) => `  ${format(line).join('  ').trimEnd()}`).join('\n');
}
