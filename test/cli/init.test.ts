import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTasks } from '../../src/cli/starts/samples.ts';
import { rnnc } from './command.ts';

function folderWith(files: { readonly [name: string]: string } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'rnnc-init-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Writes the model, trains it a little and gives its text. */
async function trained(cwd: string, args: readonly string[], file: string, epochs = 1): Promise<string> {
  const written = await rnnc(['init', ...args], { cwd });
  expect([written.code, written.err]).toEqual([0, '']);
  expect(written.out).toContain(`wrote ${file}\n`);
  expect(written.out).toContain(`next: rnnc train ${file}`);
  const ended = await rnnc(['train', file, '--epochs', `${epochs}`], { cwd });
  expect(ended.code, ended.err).toBe(0);
  const text = readFileSync(join(cwd, file), 'utf8');
  const asked = /^# Ask it: +rnnc (.*)$/m.exec(text)?.[1];
  if (asked !== undefined) {
    const words = [...asked.matchAll(/'([^']*)'|(\S+)/g)].map(([, inQuotes, plain]) => inQuotes ?? plain ?? '');
    const answer = await rnnc(words, { cwd });
    expect([answer.code, answer.err], asked).toEqual([0, expect.any(String)]);
    expect(answer.out).not.toBe('');
  }
  return text;
}
/** The lines of a model that say what was found. */
const found = (text: string): readonly string[] =>
  text
    .split('\n')
    .flatMap((line) => (line.startsWith('# ') ? [line.slice(2)] : []))
    .slice(2);

test.each(startTasks)('--task %s writes a model that trains at once', async (task) => {
  const cwd = folderWith();
  await trained(cwd, ['--task', task, 'start'], 'start.yaml');
  const again = await rnnc(['init', '--task', task, 'start'], { cwd });
  expect(again.err).toContain('--force');
  const check = await rnnc(['check', 'start.yaml'], { cwd });
  expect([check.code, check.err]).toEqual([0, '']);
});

const days = (count: number, row: (day: number, date: string) => string): string =>
  Array.from({ length: count }, (_, day) =>
    row(day, new Date(Date.UTC(2022, 2, 1 + day)).toISOString().slice(0, 10)),
  ).join('\n');

test('--from a series: its time, its step, a window of it', async () => {
  const cwd = folderWith({
    'Air quality.csv': `day,wind speed,yes\n${days(120, (day, date) => `${date},${day % 5},${day % 7}.5`)}\n`,
  });
  const text = await trained(cwd, ['--from', 'Air quality.csv', 'air'], 'air.yaml');
  expect(found(text)).toMatchInlineSnapshot(`
    [
      "Ask it:     rnnc forecast air.rnnc --input 'Air quality.csv'",
      "Found in Air quality.csv: 120 rows.",
      "  day: time",
      "  wind speed: number",
      "  yes: number",
      "Time is day: daily, from 2022-03-01 to 2022-06-28.",
      "The target is yes, a guess: the last column that can be one (--target names another).",
      "Rows are taken for the steps of a series, in their order.",
    ]
  `);
  expect(text).toContain('x: {columns: ["yes", "wind speed"]}');
});

test('--from a panel, newest first: the column that tells series apart', async () => {
  const cwd = folderWith({
    'panel.csv': `date,shop,sales\n${days(60, (day, date) => `${date},north,${day}.5\n${date},south,${2 * day}.5`)
      .split('\n')
      .reverse()
      .join('\n')}\n`,
  });
  const text = await trained(cwd, ['--from', 'panel.csv'], 'panel.yaml');
  expect(found(text)).toMatchInlineSnapshot(`
    [
      "Ask it:     rnnc forecast panel.rnnc --input panel.csv",
      "Found in panel.csv: 120 rows.",
      "  date: time",
      "  shop: category of 2 values",
      "  sales: number",
      "Time is date: daily, from 2022-03-01 to 2022-04-29; rows are put in its order.",
      "Series are told apart by shop: 2 of them, the shortest of 60 rows.",
      "The target is sales, a guess: the last column that can be one (--target names another).",
      "Rows are taken for the steps of a series, in their order.",
    ]
  `);
  expect(text).toContain('group: shop');
});

test('--from a panel whose rows of the future lack a column: that is the target, and what they have is known ahead', async () => {
  const row = (day: number, date: string, shop: string): string =>
    `${date},${shop},${day >= 60 ? '' : day === 20 ? 'n/a' : `${day % 7}.5`},${day % 3},${day >= 61 ? '' : day % 5}`;
  const cwd = folderWith({
    'shops.csv': `date,shop,sales,promo,visits\n${days(63, (day, date) => `${row(day, date, 'north')}\n${row(day, date, 'south')}`)}\n`,
  });
  const text = await trained(cwd, ['--from', 'shops.csv'], 'shops.yaml');
  expect(found(text)).toMatchInlineSnapshot(`
    [
      "Ask it:     rnnc forecast shops.rnnc --input shops.csv",
      "Found in shops.csv: 126 rows.",
      "  date: time",
      "  shop: category of 2 values",
      "  sales: number",
      "  promo: number",
      "  visits: number",
      "Time is date: daily, from 2022-03-01 to 2022-05-02.",
      "Series are told apart by shop: 2 of them, the shortest of 63 rows.",
      "6 rows behind the last sales: what is known ahead of it, promo.",
      "The target is sales, a guess: the column that ends before others do (--target names another).",
      "Rows are taken for the steps of a series, in their order.",
    ]
  `);
  for (const line of [
    '  plan: {shape: [batch, 1]} # promo of the step that is said',
    'sales: {fill: skip} # 2 without a value ("n/a"): rows are left out (skip), or filled (forward, interpolate, mean)',
    'plan: {columns: [promo], part: horizon}',
  ])
    expect(text).toContain(line);
  expect(text).not.toContain('visits: {');
  const named = await rnnc(['init', '--from', 'shops.csv', '--target', 'promo', 'promo'], { cwd });
  expect(named.code, named.err).toBe(0);
  expect(readFileSync(join(cwd, 'promo.yaml'), 'utf8')).not.toContain('plan');
});

test('--from dates whose day and month could be the other way round: one is taken, and it is said', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `0${1 + (i % 9)}/0${1 + Math.floor(i / 9)}/2020,${i}`);
  const cwd = folderWith({ 'open.csv': `when,value\n${rows.join('\n')}\n` });
  const text = await trained(cwd, ['--from', 'open.csv'], 'open.yaml');
  expect(text).toContain(
    'time: {column: "when", order: dmy} # the day is taken to come first; otherwise write order: mdy',
  );
});

test('--from rows: a guess is said, classes of 1 to 3 are classes, what is missing has a rule', async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${100 + i},${i % 10 === 3 ? '' : i % 4},${['a', 'b'][i % 2]},${i % 3 === 0 ? 2.5 : i},${1 + (i % 3)}`,
  );
  const cwd = folderWith({ 'rows.csv': `customer,size,kind,weight,label\n${rows.join('\n')}\n` });
  const text = await trained(cwd, ['--from', 'rows.csv'], 'rows.yaml');
  expect(found(text)).toMatchInlineSnapshot(`
    [
      "Ask it:     rnnc classify rows.rnnc --data rows.csv",
      "Found in rows.csv: 60 rows.",
      "  customer: number",
      "  size: number",
      "  kind: category of 2 values",
      "  weight: number",
      "  label: number",
      "The target is label, a guess: the last column that can be one (--target names another).",
      "Its 3 whole numbers are taken for classes.",
      "A row is taken for a sample without steps. Where rows are steps of a series, add windows: {width: 24}, and a time axis to x; where those of one id are a sequence, sequence: {by: ID}.",
      "Not fed: customer (it numbers the rows).",
    ]
  `);
  expect(text).toContain('label: {type: category, values: ["1", "2", "3"]}');
  expect(text).toContain('size: {fill: mean}');
  const other = await trained(cwd, ['--from', 'rows.csv', '--target', 'weight', '--force'], 'rows.yaml');
  expect(other).toContain('losses: [{type: mse,');
});

test('--from lists of numbers: a sequence to a row', async () => {
  const rows = Array.from({ length: 40 }, (_, i) =>
    JSON.stringify({ values: Array.from({ length: 4 + (i % 3) }, (_, t) => i + t), kind: ['up', 'down'][i % 2] }),
  );
  const cwd = folderWith({ 'lists.ndjson': `${rows.join('\n')}\n` });
  const text = await trained(cwd, ['--from', 'lists.ndjson'], 'lists.yaml');
  expect(text).toContain('x: {shape: [batch, time, 1]}');
  expect(text).toContain('A row is taken for a sample: a sequence, and what to say of it.');
});

test('--from first days of months: read so that they are regular; what stands for no value is told', async () => {
  const months = Array.from(
    { length: 40 },
    (_, i) => `${1 + (i % 12)}/1/${1990 + Math.floor(i / 12)},${i % 15 === 3 ? '.' : i}`,
  );
  const cwd = folderWith({ 'months.csv': `Date,index\n${months.join('\n')}\n` });
  expect((await rnnc(['init', '--from', 'months.csv'], { cwd })).code).toBe(0);
  const text = readFileSync(join(cwd, 'months.yaml'), 'utf8');
  expect(text).toContain('Time is Date: monthly, from 1/1/1990 to 4/1/1993.');
  expect(text).toContain('order: mdy} # the month is taken to come first, as the times are then regular');
  expect(text).toContain('index: {missing: ["."], fill: skip} # 3 without a value ("."): rows');
});

test('--from years of a panel and from names: years are times, names are characters', async () => {
  const years = Array.from({ length: 30 }, (_, i) => `${['A', 'B'][i % 2]},${1950 + 5 * Math.floor(i / 2)},${i}.5`);
  const cwd = folderWith({
    'lands.csv': `land,year,people\n${years.join('\n')}\n`,
    'names.csv': `name,kind\n${days(60, (day) => `${'xyz'.repeat(1 + (day % 3))}${day},${'ab'[day % 2]}`).replaceAll('xyz3,', 'NA,')}\n`,
    'several.csv': `year,people\n${years.map((_, i) => `${2007 + (i % 3)},${i}.5`).join('\n')}\n`,
  });
  const panel = await trained(cwd, ['--from', 'lands.csv'], 'lands.yaml');
  expect(panel).toContain('Time is year: every 5 years, from 1950 to 2020.');
  expect(panel).toContain('time: "year" # its numbers are taken for years');
  const names = await trained(cwd, ['--from', 'names.csv'], 'names.yaml');
  expect(names).toContain('vocabulary: {of: characters, size: vocabulary} # rarer characters are one, <unk>');
  // years that are no steps of series
  await rnnc(['init', '--from', 'several.csv'], { cwd });
  expect(readFileSync(join(cwd, 'several.yaml'), 'utf8')).not.toContain('time:');
});

test('--from a table of several dates: the most regular is the time; what differs in every row is no series', async () => {
  const hours = days(30, (day, date) =>
    [6, 18].map((hour) => `${date},${date} ${hour}:00,${day},n${day}${hour}`).join('\n'),
  );
  const cwd = folderWith({ 'rides.csv': `date,ts,rides,note\n${hours}\n` });
  await rnnc(['init', '--from', 'rides.csv', '--target', 'rides'], { cwd });
  const text = readFileSync(join(cwd, 'rides.yaml'), 'utf8');
  expect(text).toContain('Time is ts: every 12 hours');
  expect(text).toContain('time: {column: "ts"} # the most regular of several columns of times');
  expect(text).not.toContain('group:');
});

test('--from a first row that is neither names nor numbers: no text of it is taken for a missing value', async () => {
  const cwd = folderWith({ 'odd.csv': `7,4,first,second\n${days(40, (day) => `${day},2.5,${day % 3},${day}.5`)}\n` });
  await rnnc(['init', '--from', 'odd.csv'], { cwd });
  expect(readFileSync(join(cwd, 'odd.yaml'), 'utf8')).not.toContain('missing:');
});

test('--from rows that are steps of sequences: one sample for each, with a class of its own or of its steps', async () => {
  const waves = Array.from({ length: 24 }, (_, s) =>
    Array.from(
      { length: 4 + (s % 3) },
      (_, t) => `s${s},${t},${((s % 2) * t + s / 100).toFixed(2)},${s % 2 === 0 ? 'flat' : 'steep'}`,
    ),
  ).flat();
  const tags = Array.from({ length: 20 }, (_, s) =>
    ['Anna', 'sees', s % 2 === 0 ? 'Rome' : 'Bert'].map((w) => `${s},${w},${/^[A-Z]/.test(w) ? 'name' : 'other'}`),
  ).flat();
  const cwd = folderWith({
    'waves.csv': `id,t,value,label\n${waves.join('\n')}\n`,
    'tags.csv': `sentence,word,tag\n${tags.join('\n')}\n`,
    'sorted.csv': `area,size,price\n${Array.from({ length: 60 }, (_, i) => `${'abc'[Math.floor(i / 20)]},${(i * 7) % 31}.5,${i % 13}.25`).join('\n')}\n`,
  });
  const classified = await trained(cwd, ['--from', 'waves.csv', 'waves'], 'waves.yaml');
  expect(found(classified)).toMatchInlineSnapshot(`
    [
      "Ask it:     rnnc classify waves.rnnc --data waves.csv",
      "Found in waves.csv: 120 rows.",
      "  id: category of 24 values",
      "  t: number",
      "  value: number",
      "  label: category of 2 values",
      "Sequences are told apart by id: 24 of them, of 4 to 6 rows, in the order of t.",
      "The target is label, a guess: the last column that can be one (--target names another).",
      "The rows of one id are taken for a sample, with one label for all of them.",
    ]
  `);
  for (const line of ['sequence: {by: id}', 'time: t', 'x: {columns: [value]}', 'input: memory.last'])
    expect(classified).toContain(line);
  const tagged = await trained(cwd, ['--from', 'tags.csv', 'tags'], 'tags.yaml');
  for (const line of ['sequence: {by: sentence}', 'x: {columns: [word]}', 'input: memory,', 'bidirectional'])
    expect(tagged).toContain(line);
  const sorted = await rnnc(['init', '--from', 'sorted.csv', 'sorted'], { cwd });
  expect(sorted.code, sorted.err).toBe(0);
  expect(readFileSync(join(cwd, 'sorted.yaml'), 'utf8')).not.toContain('  sequence: ');
});

test.each([
  ['even, of two shuffled', 'at', (s: number, t: number) => 0.5 * t + s, 2],
  ['uneven, of a name that tells it', 'time', (s: number, t: number) => t * t + s / 7, 12],
] as const)('--from sequences whose rows a column orders: %s', async (_, name, at, shuffled) => {
  const rows = Array.from({ length: 12 }, (_unused, s) => {
    const own = Array.from({ length: 6 }, (_none, t) => `s${s * 17},${at(s, t)},${(s * 31 + t * 7) % 11}.25,${s % 2}`);
    return s < shuffled ? [...own.slice(3), ...own.slice(0, 3)] : own;
  }).flat();
  const more = Array.from({ length: 12 }, (_unused, s) =>
    [1, 2, 3].map((t) => `z${s},${at(s, t)},${t % 2}.5,${s % 2}`),
  );
  const cwd = folderWith({ 'moves.csv': `id,${name},value,label\n${[...rows, ...more.flat()].join('\n')}\n` });
  const text = await trained(cwd, ['--from', 'moves.csv', 'moves'], 'moves.yaml');
  expect(text).toContain(
    `Sequences are told apart by id: 24 of them, of 3 to 6 rows, in the order of ${name}, in which the rows of ${shuffled} do not stand: they are put in it.`,
  );
  for (const line of [`  time: ${name} # their order`, 'x: {columns: [value]}']) expect(text).toContain(line);
});

const made = (count: number, row: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => row(i)).join('\n');
const [nouns, verbs] = [
  ['dog', 'cat', 'bird', 'sailor'],
  ['sees', 'finds', 'hears'],
];
const phrase = (i: number): string =>
  `${i % 2 === 0 ? 'the' : 'a small'} ${nouns[i % 4]} ${verbs[i % 3]} ${nouns[Math.floor(i / 12) % 4]}`;
const reversed = (i: number): readonly [string, string] => {
  const text = (i * 7919 + 11).toString(4).replaceAll(/\d/g, (digit) => 'abcd'[Number(digit)] ?? '');
  return [text, Array.from(text).reverse().join('')];
};

test.each([
  [
    'one text column: its texts are written',
    'text\n',
    (i: number) => phrase(i),
    [],
    {
      said: 'a text that the model learns to write, as no other text stands beside it.',
      lines: ['before: {columns: [text], part: previous}', 'text: {type: text, vocabulary: {of: words}}'],
    },
  ],
  [
    'a tag for each word, in one row of another number',
    'tags,words\n',
    (i: number) => `${i % 2 === 0 ? 'D' : 'D A'} N V N${i === 5 ? ' N' : ''},${phrase(i)}`,
    [],
    {
      said: 'a tag for each word of words, as 39 of 40 rows have as many words in tags, 4 different ones for 10.',
      lines: ['tokens: {columns: [words]}', 'target: {columns: [tags]}', 'bidirectional', 'bad_rows: skip'],
    },
  ],
  [
    'two texts: one is said to the other',
    'word,back\n',
    (i: number) => reversed(i).join(','),
    [],
    {
      said: 'word is read to its end, then back is said token by token (sequence to sequence).',
      lines: [
        'before: {columns: [back], part: previous}',
        'initial: encoder',
        'back: {type: text, vocabulary: {of: characters}}',
      ],
    },
  ],
  [
    'two texts of few different values, one missing',
    'word,back\n',
    (i: number) => (i === 3 ? 'abc,' : reversed(i % 30).join(',')),
    [],
    {
      said: 'word is read to its end, then back is said token by token (sequence to sequence).',
      lines: ['back: {type: text, vocabulary: {of: characters}, fill: skip} # 1 without a value: rows are left out'],
    },
  ],
  [
    'words in another order are no tags, and a text that is named is the target',
    'first,second\n',
    (i: number) => `${phrase(i)},${phrase(i).split(' ').reverse().join(' ')}`,
    ['--target', 'first'],
    {
      said: 'second is read to its end, then first is said token by token (sequence to sequence).',
      lines: ['source: {columns: [second]}', 'first: {type: text, vocabulary: {of: words}}'],
    },
  ],
  [
    'a text beside numbers, named',
    'id,stars,text\n',
    (i: number) => `${i},${i % 7}.5,${phrase(i)} ${i}`,
    ['--target', 'text'],
    {
      said: 'Not fed: id, stars.',
      lines: ['The target is text.', 'before: {columns: [text], part: previous}'],
    },
  ],
] as const)('--from texts: %s', async (_, head, row, more, { said, lines }) => {
  const cwd = folderWith({ 'texts.csv': `${head}${made(40, row)}\n` });
  const text = await trained(cwd, ['--from', 'texts.csv', ...more], 'texts.yaml');
  expect(found(text).join('\n')).toContain(said);
  for (const line of lines) expect(text).toContain(line);
  const check = await rnnc(['check', 'texts.yaml', '--data'], { cwd });
  expect(check.code, check.err).toBe(0);
});

test('--from names of many values that come back, beside a kind: the names are read as texts', async () => {
  const cwd = folderWith({ 'kinds.csv': `name,kind\n${made(200, (i) => `${reversed(i % 30)[0]},${'xy'[i % 2]}`)}\n` });
  const text = await trained(cwd, ['--from', 'kinds.csv'], 'kinds.yaml');
  for (const line of ['name: {type: text}', 'target: {columns: [kind]}', 'of: characters'])
    expect(text).toContain(line);
});

test('a target that there is not, or that can be none, writes nothing', async () => {
  const cwd = folderWith({ 'a.csv': `date,sales\n${days(40, (day, date) => `${date},${day}`)}\n` });
  const unknown = await rnnc(['init', '--from', 'a.csv', '--target', 'sale'], { cwd });
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('did you mean "sales"?')]);
  const time = await rnnc(['init', '--from', 'a.csv', '--target', 'date'], { cwd });
  expect([time.code, time.err]).toEqual([1, expect.stringContaining('name one of sales')]);
  expect(existsSync(join(cwd, 'a.yaml'))).toBe(false);
  expect((await rnnc(['init', '--target', 'sales'], { cwd })).code).toBe(2);
  expect((await rnnc(['init', '--task', 'tag', '--from', 'a.csv'], { cwd })).code).toBe(2);
});
