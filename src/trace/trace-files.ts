import type { Trace, TraceBlock, TraceUnit, TraceValue } from './trace.ts';

/** Rounds numbers for print; null: they are written with all the digits that tell them apart. */
export type Digits = number | null;

const rounded = (value: number, digits: Digits): number =>
  digits === null || !Number.isFinite(value) ? value : Number(value.toFixed(digits));

/** One JSON object. NaN and infinities are strings. */
export const traceJson = (trace: Trace, digits: Digits): string =>
  `${JSON.stringify(trace, (key, value: unknown) =>
    key === 'data' && Array.isArray(value)
      ? value.map((number: number) => (Number.isFinite(number) ? rounded(number, digits) : `${number}`))
      : value,
  )}\n`;

/** One line for each number. Steps and units count from 1, nodes from 0. */
export function traceCsv(trace: Trace, digits: Digits): string {
  const hasChildren = trace.blocks.some(({ units }) =>
    units.some(({ values }) => values.some(({ child }) => child !== undefined)),
  );
  const columns = ['axis', 'step', 'path', ...(hasChildren ? ['child'] : []), 'equation', 'shape', 'unit', 'value'];
  const lines = trace.blocks.flatMap((block) => linesOf(block, hasChildren, digits));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function linesOf({ axis, step, feeds, units }: TraceBlock, hasChildren: boolean, digits: Digits): readonly string[] {
  const told = [...feeds, ...units.flatMap(({ values }: TraceUnit) => values)];
  return told.flatMap((value) => {
    const child = hasChildren ? [`${value.child ?? ''}`] : [];
    const before = [axis ?? '', `${step ?? ''}`, value.path, ...child, equationOf(value), value.shape.join(' ')].map(
      field,
    );
    return value.data.map((number, i) => [...before, `${i + 1}`, `${rounded(number, digits)}`].join(','));
  });
}

const equationOf = ({ role, text }: TraceValue): string => (role === 'equation' || role === 'output' ? text : '');

/** Numbers of a trace. */
export const traceNumbers = ({ blocks }: Trace): number =>
  blocks.reduce(
    (sum, { feeds, units }) =>
      sum + [...feeds, ...units.flatMap(({ values }) => values)].reduce((n, { data }) => n + data.length, 0),
    0,
  );

const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
