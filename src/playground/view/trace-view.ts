import type { TraceBlock, TraceUnit, TraceValue } from '../../trace/trace.ts';
import { element } from './elements.ts';
import { numberText } from './numbers.ts';

/** Numbers of one value that are shown. */
const MOST_NUMBERS = 64;

/** What a step, or a node, computes: every equation as it stands in the model, with its value. */
export function blockView({ feeds, units, links = [] }: TraceBlock): readonly HTMLElement[] {
  const read = links.map(({ name, node }) => `${name}: ${node === null ? 'missing' : `node ${node}`}`);
  return [
    ...(read.length === 0 ? [] : [element('p', { class: 'hint' }, read.join(', '))]),
    ...(feeds.length === 0 ? [] : [valueTable('Fed', feeds)]),
    ...units.map(unitView),
  ];
}

function unitView({ path, what, counts, values }: TraceUnit): HTMLElement {
  const title = path === what ? path : `${path}, ${what}`;
  if (counts) return valueTable(title, values);
  return element('p', {}, element('b', {}, title), ' leaves this step out: states stay as they were');
}

function valueTable(title: string, values: readonly TraceValue[]): HTMLElement {
  const rows = values.map((value) =>
    element(
      'tr',
      {},
      element('td', { class: 'equation' }, equationText(value)),
      element('td', { class: 'shape' }, `[${value.shape.join(', ')}]`),
      element('td', { class: 'numbers' }, numbersText(value)),
    ),
  );
  const head = ['equation', 'shape', 'value'].map((name) => element('th', { scope: 'col', class: name }, name));
  return element(
    'table',
    { class: 'trace' },
    element('caption', {}, element('b', {}, title)),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
}

/** An equation with several targets tells which of them this is. */
function equationText({ role, name, text, child }: TraceValue): string {
  const of = child === undefined ? '' : child === null ? ' (start)' : ` (child ${child})`;
  switch (role) {
    case 'feed':
      return `${name}${of}`;
    case 'state':
      return `${name}, before${of}`;
    case 'input':
      return name === text ? name : `${name} = ${text}${of}`;
    case 'output':
      return `${name} = ${text}${of}`;
    case 'equation':
      return `${text.slice(0, text.indexOf('=')).includes(',') ? `${text}   → ${name}` : text}${of}`;
  }
}

function numbersText({ data, tokens, shape }: TraceValue): string {
  const shown = data.slice(0, MOST_NUMBERS).map((number, i) => {
    const token = tokens?.[i];
    return token === undefined || token === '' ? numberText(number) : `${numberText(number)} ${JSON.stringify(token)}`;
  });
  const more = data.length > MOST_NUMBERS ? ` … ${data.length - MOST_NUMBERS} more` : '';
  return shape.length === 0 ? shown.join('') : `${shown.join('  ')}${more}`;
}
