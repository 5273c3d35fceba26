import { plural } from '../../../compiler/diagnostics/phrase.ts';
import type { FoundColumn, FoundTable, FoundText } from './look-at-file.ts';
import type { FoundSequences } from './look-at-sequences.ts';
import type { TablePlan } from './plan-model.ts';

/** What stands at the head of every model that is written. */
export interface Head {
  readonly name: string;
  readonly schema: string;
  /** The model file, as commands name it. */
  readonly file: string;
  /** The data file, as seen from the folder of the model. */
  readonly source: string;
}

/** Words that YAML reads as something else. */
const RESERVED = /^(true|false|null|yes|no|on|off|y|n)$/i;
/** A word of YAML, in quotes where it needs them. */
export const word = (text: string): string =>
  /^[A-Za-z_][\w]*$/.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text);
const words = (list: readonly string[]): string => `[${list.map(word).join(', ')}]`;
/** A path as a shell takes it. */
export const inShell = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
const quoted = (list: readonly string[]): string => `[${list.map((text) => JSON.stringify(text)).join(', ')}]`;

export const head = (
  { name, schema, file }: Head,
  found: readonly string[],
  more: readonly string[] = [],
): readonly string[] => [
  `# yaml-language-server: $schema=${schema}`,
  `# Train it:   rnnc train ${file}`,
  ...more.map((line) => `# ${line}`),
  '#',
  ...found.map((line) => `# ${line.replaceAll(/[\r\n]+/g, ' ')}`),
  `name: ${name}`,
];

/** A model that writes a text on. */
export function textModel(given: Head, { path, characters, different }: FoundText): string {
  const artifact = given.file.replace(/\.ya?ml$/, '.rnnc');
  const lines = [
    ...head(
      given,
      [`Found in ${path}: a text of ${characters} characters, ${different} different ones.`],
      [`Ask it:     rnnc generate ${artifact} --length 80`],
    ),
    `parameters: {vocabulary: ${different + 1}, units: 64, vector: 16}`,
    'inputs:',
    '  characters: {shape: [batch, time], dtype: int32}',
    'layers:',
    '  vectors: {type: embedding, input: characters, vocabulary: vocabulary, units: vector}',
    '  memory: {type: recurrent, input: vectors, cell: {gru: {units: units}}}',
    '  next: {type: dense, input: memory, units: vocabulary}',
    'outputs: {next: next}',
    'data:',
    `  source: ${word(given.source)}`,
    '  format: text',
    '  vocabulary: {of: characters, size: vocabulary} # the rarer ones are one, <unk>',
    `  windows: {width: ${Math.max(2, Math.min(32, Math.floor(characters / 400)))}} # how far gradients reach`,
    'training:',
    '  losses: [{type: cross_entropy, output: next}]',
    '  rate: 0.005',
    `  batch: ${batchOf(characters / 32)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Whether a column is fed as tokens. */
const isToken = ({ shape }: TablePlan, { type }: FoundColumn): boolean =>
  shape === 'text' || shape === 'steps' ? type !== 'number' : isJoined(shape) && type === 'text';
const isJoined = (shape: TablePlan['shape']): boolean => shape === 'sequences' || shape === 'sequence-steps';

/** A model of a table, with comments on what was found. */
export function tableModel(given: Head, table: FoundTable, plan: TablePlan): string {
  const { target, classes, shape, features } = plan;
  const artifact = given.file.replace(/\.ya?ml$/, '.rnnc');
  const answers = shape === 'windows' && classes === null ? 'forecast' : classes === null ? 'predict' : 'classify';
  const feeds: string[] = [`target: {columns: ${words([target.name])}${shape === 'windows' ? ', part: horizon' : ''}}`];
  if (plan.ahead.length > 0)
    feeds.unshift(`plan: {columns: ${words(plan.ahead.map(({ name }) => name))}, part: horizon}`);
  const unit = unitOf(plan);
  const isText = features[0] !== undefined && isToken(plan, features[0]);
  feeds.unshift(`${isText ? 'tokens' : 'x'}: {columns: ${words(features.map(({ name }) => name))}}`);
  const lines = [
    ...head(given, foundLines(table, plan), [
      `Ask it:     rnnc ${answers} ${artifact} --${answers === 'forecast' ? 'input' : 'data'} ${inShell(table.path)}`,
    ]),
    ...modelLines(plan, isText),
    'data:',
    `  source: ${word(given.source)}`,
    ...(table.isHeaderGuess
      ? ['  header: true # the first row is taken for names; write false where it has values']
      : []),
    ...(table.time?.choice == null ? [] : [`  time: ${table.time.choice.text} # ${table.time.choice.why}`]),
    ...(table.time?.choice?.skips === true ? ['  bad_rows: skip'] : []),
    ...(isJoined(shape) && table.sequences !== null ? sequenceLines(table.sequences) : []),
    ...(shape === 'windows' && table.time?.group != null
      ? [`  group: ${word(table.time.group.column)} # a series for each`]
      : []),
    ...(shape === 'windows'
      ? [`  windows: {width: ${plan.width}, horizon: 1} # steps that are seen, steps that are said`]
      : []),
    ...columnLines(plan),
    '  feeds:',
    ...feeds.map((feed) => `    ${feed}`),
    ...(isText
      ? [`  vocabulary: {${unit === 'words' ? '' : 'of: characters, '}size: vocabulary} # rarer ${unit} are one, <unk>`]
      : []),
    'training:',
    `  losses: [{type: ${classes === null ? 'mse' : 'cross_entropy'}, output: answer, target: target}]`,
    ...(classes === null ? [] : ['  metrics: [accuracy]']),
    '  rate: 0.005',
    `  batch: ${batchOf(isJoined(shape) ? (table.sequences?.count ?? 0) : table.rows)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const sequenceLines = ({ by, order }: FoundSequences): readonly string[] => [
  `  sequence: {by: ${word(by)}} # all rows of one ${by.replaceAll(/[\r\n]+/g, ' ')} are a sample`,
  ...(order === null ? [] : [`  time: ${word(order)} # their order`]),
];

export const batchOf = (samples: number): number => (samples < 400 ? 8 : 32);

/** Texts of single words, such as names, are taken by characters. */
const unitOf = ({ shape, features }: TablePlan): 'words' | 'characters' =>
  shape === 'text' && features[0]?.isOneWord === true ? 'characters' : 'words';

function modelLines(plan: TablePlan, isText: boolean): readonly string[] {
  const { shape, features, classes, target } = plan;
  const tokens = features[0]?.[unitOf(plan)] ?? 1;
  const units = classes?.length ?? 1;
  const parameters = isText ? `vocabulary: ${tokens + 1}, vector: 16, units: 32` : 'units: 32';
  const input = isText
    ? 'tokens: {shape: [batch, time], dtype: int32}'
    : `x: {shape: [batch, ${shape === 'rows' ? '' : 'time, '}${sizeOf(features)}]}${shape === 'lists' ? '' : ` # ${describedFeatures(features)}`}`;
  const isTagger = shape === 'steps' || shape === 'sequence-steps';
  const last = isTagger ? 'memory' : 'memory.last';
  const layers =
    shape === 'rows'
      ? [
          'hidden: {type: dense, input: x, units: units, activation: relu}',
          `answer: {type: dense, input: hidden, units: ${units}}`,
        ]
      : [
          ...(isText ? ['vectors: {type: embedding, input: tokens, vocabulary: vocabulary, units: vector}'] : []),
          `memory: {type: recurrent, input: ${isText ? 'vectors' : 'x'}, cell: {gru: {units: units}}${isTagger ? ', direction: bidirectional' : ''}}`,
          ...(plan.ahead.length === 0 ? [] : ['both: {type: concat, inputs: [memory.last, plan]}']),
          `answer: {type: dense, input: ${plan.ahead.length === 0 ? last : 'both'}, units: ${units}} # ${classes === null ? target.name : `one number for each value of ${target.name}`}`,
        ];
  return [
    `parameters: {${parameters}}`,
    'inputs:',
    `  ${input}`,
    ...(plan.ahead.length === 0
      ? []
      : [
          `  plan: {shape: [batch, ${sizeOf(plan.ahead)}]} # ${describedFeatures(plan.ahead)} of the step that is said`,
        ]),
    'layers:',
    ...layers.map((line) => `  ${line.replaceAll(/[\r\n]+/g, ' ')}`),
    'outputs: {answer: answer}',
  ];
}

/** A category is fed as one number for each of its values. */
const featureSize = ({ type, values, width, isList }: FoundColumn): number =>
  type === 'category' ? (values?.length ?? 1) : isList ? width : 1;
const describedFeature = (column: FoundColumn): string =>
  column.type === 'category' ? `${column.name} (${featureSize(column)})` : column.name;

const sizeOf = (features: readonly FoundColumn[]): number =>
  features.reduce((sum, column) => sum + featureSize(column), 0);
const describedFeatures = (features: readonly FoundColumn[]): string => features.map(describedFeature).join(', ');

const markOf = (number: string): string => (number.includes(',') ? ',' : '.');

/** What must be said of columns so that the file is read as it was found. */
function columnLines(plan: TablePlan): readonly string[] {
  const { target, classes, features, shape } = plan;
  const lines = [...new Set([target, ...features])].flatMap((column) => {
    const { name, type, values, missing, marks, markers, doubt, mixed, isList } = column;
    const isClass = column === target && classes !== null;
    const isText = column !== target && isToken(plan, column);
    const parts = [
      ...(isText ? ['type: text'] : []),
      ...(isClass || (type === 'category' && !isText)
        ? ['type: category', ...(values === null ? [] : [`values: ${quoted(values)}`])]
        : []),
      ...(doubt === null ? [] : [`thousands: "${markOf(doubt)}"`]),
      ...(markers.length === 0 ? [] : [`missing: ${quoted(markers)}`]),
      ...(missing === 0 ? [] : [`fill: ${column === target || type !== 'number' || isList ? 'skip' : 'mean'}`]),
    ];
    if (parts.length === 0) return [];
    const comments = [
      ...(mixed === null
        ? []
        : [
            `${mixed.count} of ${mixed.all} cells looked at are ${mixed.kind}s, and the others are not: for numbers write type: number`,
          ]),
      ...(doubt === null
        ? []
        : [
            `${doubt} is taken for ${doubt.replaceAll(markOf(doubt), '')}; otherwise write decimal: "${markOf(doubt)}"`,
          ]),
      ...(missing === 0
        ? []
        : [
            `${missing} without a value${marks.length === 0 ? '' : ` (${marks.map((text) => JSON.stringify(text)).join(', ')})`}: rows are left out (skip), or filled (${shape === 'windows' ? 'forward, interpolate, mean' : 'mean'})${column === target && plan.behind > 0 && plan.ahead.length === 0 ? `; ${plan.behind} of them behind the last value of a series` : ''}`,
          ]),
    ];
    return [`    ${word(name)}: {${parts.join(', ')}}${comments.length === 0 ? '' : ` # ${comments.join('; ')}`}`];
  });
  return lines.length === 0 ? [] : ['  columns:', ...lines];
}

function foundLines({ path, rows, hasMore, columns, time, sequences }: FoundTable, plan: TablePlan): readonly string[] {
  const { target, isGiven, endsFirst, classes, shape, left } = plan;
  const of = ({ name, type, isList, values }: FoundColumn): string =>
    `${name}: ${isList ? 'lists, ' : ''}${type}${type === 'category' && values !== null ? ` of ${values.length} values` : ''}`;
  const meaning: { readonly [S in TablePlan['shape']]: string } = {
    windows: 'Rows are taken for the steps of a series, in their order.',
    text: 'A row is taken for a sample: a text, and what to say of it.',
    lists: 'A row is taken for a sample: a sequence, and what to say of it.',
    steps: 'A row is taken for a sample: a sequence, and a class for each of its steps.',
    sequences: `The rows of one ${sequences?.by} are taken for a sample, with one ${target.name} for all of them.`,
    'sequence-steps': `The rows of one ${sequences?.by} are taken for a sample, with a ${target.name} for each of them.`,
    rows: 'A row is taken for a sample without steps. Where rows are steps of a series, add windows: {width: 24}, and a time axis to x; where those of one id are a sequence, sequence: {by: ID}.',
  };
  return [
    `Found in ${path}: ${hasMore ? 'more than ' : ''}${rows} rows.`,
    ...columns.map((column) => `  ${of(column)}`),
    ...(time === null
      ? []
      : [
          `Time is ${time.columns.join(' and ')}: ${time.stepText}, from ${time.first} to ${time.last}${time.isOrdered ? '' : '; rows are put in its order'}.`,
          ...(time.group === null
            ? []
            : [
                `Series are told apart by ${time.group.column}: ${time.group.count} of them, the shortest of ${time.group.shortest} rows.`,
              ]),
          ...(time.repeats
            ? [
                'Times repeat, and no column tells their rows apart: name one in group:, or write time: {duplicates: mean}.',
              ]
            : []),
        ]),
    ...(sequences === null
      ? []
      : [
          `Sequences are told apart by ${sequences.by}: ${sequences.count} of them, of ${sequences.shortest} to ${sequences.longest} rows${sequences.order === null ? '' : `, in the order of ${sequences.order}${sequences.shuffled === 0 ? '' : `, in which the rows of ${sequences.shuffled} do not stand: they are put in it`}`}.`,
        ]),
    ...(plan.ahead.length === 0
      ? []
      : [
          `${plural(plan.behind, 'row')} behind the last ${target.name}: what is known ahead of it, ${plan.ahead.map(({ name }) => name).join(', ')}.`,
        ]),
    `The target is ${target.name}${isGiven ? '' : `, a guess: ${endsFirst ? 'the column that ends before others do' : 'the last column that can be one'} (--target names another)`}.`,
    ...(classes !== null && target.type === 'number'
      ? [`Its ${classes.length} whole numbers are taken for classes.`]
      : []),
    meaning[shape],
    ...(left.length === 0 ? [] : [`Not fed: ${left.map(({ name, why }) => `${name} (${why})`).join(', ')}.`]),
  ];
}
