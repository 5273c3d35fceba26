import type { FoundColumn, FoundTable } from './look-at-file.ts';
import type { TextPlan } from './plan-texts.ts';
import { batchOf, type Head, head, inShell, word } from './write-model.ts';

/** A model that says texts, with comments on what was found. */
export function textsModel(given: Head, table: FoundTable, plan: TextPlan): string {
  const { target } = plan;
  const artifact = given.file.replace(/\.ya?ml$/, '.rnnc');
  const data = inShell(table.path);
  const columns = plan.kind === 'text' ? [target] : [plan.source, target];
  const asked = {
    text: `predict ${artifact} --rows '[{}]' --sample`,
    answer: `predict ${artifact} --data ${data}`,
    tags: `classify ${artifact} --data ${data}`,
  }[plan.kind];
  const lines = [
    ...head(given, foundLines(table, plan), [`Ask it:     rnnc ${asked}`]),
    ...layerLines[plan.kind],
    'data:',
    `  source: ${word(given.source)}`,
    '  columns:',
    ...columns.map((column) => columnLine(column, plan.kind === 'tags' ? 'words' : unitOf(column))),
    '  feeds:',
    ...feedLines(plan).map((line) => `    ${line}`),
    ...(plan.kind === 'tags' && plan.tags.equal < plan.tags.both
      ? ['  bad_rows: skip # leaves out rows with another number of tags than words']
      : []),
    'training:',
    '  losses: [{type: cross_entropy, output: answer, target: target}]',
    ...(plan.kind === 'tags' ? ['  metrics: [accuracy]'] : []),
    `  rate: ${plan.kind === 'tags' ? '0.005' : '0.01'}`,
    `  batch: ${batchOf(table.rows)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const layerLines: { readonly [K in TextPlan['kind']]: readonly string[] } = {
  text: [
    'parameters: {vector: 16, units: 64}',
    'inputs:',
    '  before: {shape: [batch, time], dtype: int32} # the text, one step late',
    'layers:',
    '  vectors: {type: embedding, input: before, vocabulary: auto, units: vector}',
    '  memory: {type: recurrent, input: vectors, cell: {gru: {units: units}}}',
    '  answer: {type: dense, input: memory, units: classes} # one number for each token that may come next',
    'outputs: {answer: answer}',
  ],
  answer: [
    'parameters: {vector: 16, units: 64}',
    'inputs:',
    '  source: {shape: [batch, read], dtype: int32}',
    '  before: {shape: [batch, said], dtype: int32} # what is to be said, one step late',
    'layers:',
    '  source_vectors: {type: embedding, input: source, vocabulary: auto, units: vector}',
    '  before_vectors: {type: embedding, input: before, vocabulary: auto, units: vector}',
    '  encoder: {type: recurrent, input: source_vectors, cell: {gru: {units: units}}}',
    '  decoder: {type: recurrent, input: before_vectors, cell: {gru: {units: units}}, initial: encoder}',
    '  answer: {type: dense, input: decoder, units: classes} # one number for each token that may come next',
    'outputs: {answer: answer}',
  ],
  tags: [
    'parameters: {vector: 16, units: 32}',
    'inputs:',
    '  tokens: {shape: [batch, time], dtype: int32}',
    'layers:',
    '  vectors: {type: embedding, input: tokens, vocabulary: auto, units: vector}',
    '  memory: {type: recurrent, input: vectors, cell: {gru: {units: units}}, direction: bidirectional}',
    '  answer: {type: dense, input: memory, units: classes} # one number for each different tag',
    'outputs: {answer: answer}',
  ],
};

function feedLines(plan: TextPlan): readonly string[] {
  const target = `target: {columns: [${word(plan.target.name)}]}`;
  const before = `before: {columns: [${word(plan.target.name)}], part: previous}`;
  if (plan.kind === 'text') return [before, target];
  const source = `{columns: [${word(plan.source.name)}]}`;
  return plan.kind === 'tags' ? [`tokens: ${source}`, target] : [`source: ${source}`, before, target];
}

/** Single words are said letter by letter. */
const unitOf = ({ isOneWord }: FoundColumn): 'words' | 'characters' => (isOneWord ? 'characters' : 'words');

function columnLine({ name, missing }: FoundColumn, unit: 'words' | 'characters'): string {
  const fill = missing === 0 ? '' : ', fill: skip';
  const comment = missing === 0 ? '' : ` # ${missing} without a value: rows are left out`;
  return `    ${word(name)}: {type: text, vocabulary: {of: ${unit}}${fill}}${comment}`;
}

function foundLines({ path, rows, hasMore, columns }: FoundTable, plan: TextPlan): readonly string[] {
  const { target, isGiven, left } = plan;
  const used = plan.kind === 'text' ? [target] : [plan.source, target];
  const of = (column: FoundColumn): string => {
    if (!used.includes(column)) return column.type;
    const unit = plan.kind === 'tags' ? 'words' : unitOf(column);
    return `text, ${column[unit]} different ${unit}`;
  };
  return [
    `Found in ${path}: ${hasMore ? 'more than ' : ''}${rows} rows.`,
    ...columns.map((column) => `  ${column.name}: ${of(column)}`),
    `The target is ${target.name}${isGiven ? '' : ', a guess (--target names another)'}.`,
    ...meaning(plan),
    ...(left.length === 0 ? [] : [`Not fed: ${left.join(', ')}.`]),
  ];
}

function meaning(plan: TextPlan): readonly string[] {
  const { target } = plan;
  if (plan.kind === 'text')
    return ['A row is taken for a sample: a text that the model learns to write, as no other text stands beside it.'];
  const { source } = plan;
  if (plan.kind === 'answer')
    return [
      `A row is taken for a sample: ${source.name} is read to its end, then ${target.name} is said token by token (sequence to sequence).`,
    ];
  const { equal, both, differentTags, differentWords } = plan.tags;
  return [
    `A row is taken for a sample: a tag for each word of ${source.name}, as ${equal === both ? 'all' : `${equal} of ${both}`} rows have as many words in ${target.name}, ${differentTags} different ones for ${differentWords}.`,
  ];
}
