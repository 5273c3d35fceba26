import type { Trace, TraceBlock, TraceUnit, TraceValue } from './trace.ts';

export interface TableOptions {
  /** Characters of a line. */
  readonly width: number;
  /** Numbers of a value that are shown; null: as many as a line has room for. */
  readonly values: number | null;
  /** Digits behind the point. */
  readonly digits: number;
  readonly bold: (text: string) => string;
}

/** One line of the table: what it is, and the value that it has. */
interface Line {
  readonly text: string;
  readonly value: TraceValue | null;
}

/** One block for each step: what is fed, then every equation with its shape and numbers. */
export function traceTable(trace: Trace, options: TableOptions): string {
  const severalAxes = new Set(trace.blocks.flatMap(({ axis }) => axis ?? [])).size > 1;
  const all = trace.blocks.map((block) => ({ block, lines: linesOf(block, options) }));
  const own = all.flatMap(({ lines }) => lines.filter(({ value }) => value !== null).map(({ text }) => text.length));
  const most = Math.max(24, Math.floor(options.width * TEXT_SHARE));
  const text = own.filter((length) => length <= most).reduce((a, b) => Math.max(a, b), 0);
  const shape = Math.max(
    0,
    ...all.flatMap(({ lines }) => lines.map(({ value }) => (value === null ? 0 : shapeText(value).length))),
  );
  const room = options.width - text - shape - 4;
  const count = options.values ?? Math.max(1, Math.floor(room / (options.digits + 5)));
  return all
    .map(({ block, lines }) =>
      [headOf(block, severalAxes, count, options), ...aligned(lines, { text, shape, count, ...options })].join('\n'),
    )
    .join('\n\n');
}

/** Of a line, at most so much is text; longer equations stand on a line of their own. */
const TEXT_SHARE = 0.6;

/** Lines of the table without heads and what lies between blocks. */
export const tableLines = (trace: Trace): number =>
  trace.blocks.reduce((sum, { units }) => sum + 2 + units.reduce((n, { values }) => n + 1 + values.length, 0), 0);

function headOf(
  { kind, axis, step, of, links = [], feeds }: TraceBlock,
  severalAxes: boolean,
  count: number,
  { digits, bold }: TableOptions,
): string {
  const what =
    step === null
      ? 'once for the sequence'
      : kind === 'node'
        ? `node ${step} of 0..${of - 1}`
        : `${kind} ${step} of ${of}`;
  // an axis of a fixed number of steps has no name
  const along = severalAxes && axis !== null && !/^\d/.test(axis) ? ` (${axis})` : '';
  const read = links.map(({ name, node }) => `${name} ${node ?? 'missing'}`);
  const fed = feeds.map((feed) => `${feed.name} = ${feedText(feed, count, digits)}`);
  return [bold(`${what}${along}`), ...(read.length === 0 ? [] : [read.join(', ')]), ...fed].join('   ');
}

function feedText({ data, tokens, shape }: TraceValue, count: number, digits: number): string {
  const shown = data.slice(0, count).map((number, i) => {
    const token = tokens?.[i];
    return token === undefined || token === ''
      ? numberText(number, digits)
      : `${numberText(number, digits)} ${JSON.stringify(token)}`;
  });
  const more = data.length > shown.length ? ' …' : '';
  return shape.length === 0 || data.length === 1 ? shown.join(' ') : `[${shown.join(' ')}${more}]`;
}

function linesOf({ units, links = [] }: TraceBlock, { bold }: TableOptions): readonly Line[] {
  const noun = links[0]?.name ?? '';
  return units.flatMap((unit) => {
    const head = `  ${bold(unit.path)}`;
    if (!unit.counts) return [{ text: `${head}  its mask leaves the step out: states stay as they were`, value: null }];
    const [only, ...others] = unit.values;
    if (only !== undefined && others.length === 0 && only.path === unit.path)
      return [{ text: `  ${only.name} = ${only.text}`, value: only }];
    return [
      { text: [head, [unit.what, ...inputsOf(unit)].join(', ')].join('  '), value: null },
      ...valueLines(unit, noun),
    ];
  });
}

/** `x = encoder`, as equations and the model call it. */
const inputsOf = ({ values }: TraceUnit): readonly string[] =>
  values.flatMap(({ role, name, text }) => (role === 'input' ? [name === text ? name : `${name} = ${text}`] : []));

/** Inputs of a cell are told where they come from; an equation with several targets has a line, and so has each of them. */
function valueLines({ values }: TraceUnit, noun: string): readonly Line[] {
  const told = values.some(({ role }) => role !== 'input') ? values.filter(({ role }) => role !== 'input') : values;
  let before: string | null = null;
  return told.flatMap((value): readonly Line[] => {
    const several =
      told.filter(({ role, text, child }) => role === 'equation' && text === value.text && child === value.child)
        .length > 1;
    const isNew = value.text !== before;
    before = several ? value.text : null;
    const of = value.child === undefined ? '' : value.child === null ? ', start' : `, ${noun} ${value.child}`;
    if (value.role === 'equation' && several)
      return [
        ...(isNew ? [{ text: `    ${value.text}`, value: null }] : []),
        { text: `      ${value.name}${of}`, value },
      ];
    const text = {
      feed: value.name,
      input: `${value.name} = ${value.text}`,
      state: `${value.name}${value.child === undefined ? (value.name.includes('.') ? '' : ', before') : ''}`,
      equation: value.text,
      output: `${value.name} = ${value.text}`,
    }[value.role];
    return [{ text: `    ${text}${of}`, value }];
  });
}

interface Widths extends TableOptions {
  readonly text: number;
  readonly shape: number;
  readonly count: number;
}

function aligned(
  lines: readonly Line[],
  { text: textWidth, shape: shapeWidth, count, digits }: Widths,
): readonly string[] {
  const numbers = lines.map(({ value }) =>
    value === null ? [] : value.data.slice(0, count).map((n) => numberText(n, digits)),
  );
  const columns = Math.max(0, ...numbers.map((row) => row.length));
  const padded = Array.from({ length: columns }, (_, column) => alignPoints(numbers.map((row) => row[column] ?? '')));
  return lines.flatMap(({ text, value }, i) => {
    if (value === null) return [text];
    const more = value.data.length > count ? ['…'] : [];
    const [layer] = value.path.split('.');
    const outputs = value.outputs.filter((name) => name !== value.path && name !== value.name && name !== layer);
    const cells = padded.slice(0, numbers[i]?.length ?? 0).map((column) => column[i] ?? '');
    const given = outputs.length === 0 ? [] : [`→ ${outputs.join(', ')}`];
    const rest = [shapeText(value).padEnd(shapeWidth), ...cells, ...more, ...given].join('  ').trimEnd();
    return text.length > textWidth
      ? [text, `${' '.repeat(textWidth)}  ${rest}`]
      : [`${text.padEnd(textWidth)}  ${rest}`];
  });
}

const shapeText = ({ shape }: TraceValue): string => `[${shape.join(', ')}]`;

/** The numbers of a column, decimal points below each other. */
function alignPoints(texts: readonly string[]): readonly string[] {
  const before = (text: string): number => (text.includes('.') ? text.indexOf('.') : text.length);
  const left = Math.max(...texts.map(before));
  const right = Math.max(...texts.map((text) => text.length - before(text)));
  return texts.map((text) => text.padStart(left - before(text) + text.length).padEnd(left + right));
}

/** So many digits behind the point, and an exponent for the very small and large. */
export function numberText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return `${value}`;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e8)) return Number(value.toPrecision(digits + 1)).toExponential();
  return `${Number(shortest(value).toFixed(digits))}`;
}

/** A number that was a float32 before, as it was written then: 0.383 and not the float32 next to it, 0.38299998. */
function shortest(value: number): number {
  if (Math.fround(value) !== value) return value;
  for (let digits = 7; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}
