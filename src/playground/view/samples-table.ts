import { element } from './elements.ts';
import { numberText } from './numbers.ts';

type Sample = { readonly [column: string]: unknown };

/** What is predicted of each sample: a row for each, a column for each thing that is said. */
export function samplesTable(samples: readonly Sample[]): HTMLElement {
  const columns = [...new Set(samples.flatMap((sample) => Object.keys(sample)))];
  const rows = samples.map((sample, i) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, String(i)),
      ...columns.map((column) => element('td', {}, valueText(sample[column]))),
    ),
  );
  const head = ['sample', ...columns].map((name) => element('th', { scope: 'col' }, name));
  return element(
    'table',
    {},
    element('caption', {}, 'In the units of the data'),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
}

function valueText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return numberText(value);
  return Array.isArray(value) ? value.map(valueText).join(', ') : String(value);
}
