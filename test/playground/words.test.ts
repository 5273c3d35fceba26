/** What the page says: nothing of the command line, and of chosen files their own names. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSizes, sizeOutOfRange } from '../../compiler/diagnostics/messages/read/open-sizes.ts';
import { compile } from '../../src/index.ts';
import type { Problem } from '../../src/playground/work/messages.ts';
import { inPageWords } from '../../src/playground/work/page-words.ts';
import { problemOf, problemsOf } from '../../src/playground/work/problems.ts';
import { Workbench } from '../../src/playground/work/workbench.ts';

const root = resolve(import.meta.dirname, '../..');
const COMMAND =
  /(?<![\w-])--[a-z][a-z-]+|\brnnc (?:init|check|compile|run|trace|train|evaluate|generate|predict|classify|forecast|inspect|graph|plot)\b|command line/;

/** Messages that the page never gives, by the start of their function, with what they are of. */
const ELSEWHERE: { readonly [file: string]: readonly string[] } = {
  // gradcheck, and graphs that `inspect` prints
  'compiler/diagnostics/messages/train.ts': ['notTrained', 'treesNeeded'],
  // sizes are set by the data alone; two are tested below
  'compiler/diagnostics/messages/read/open-sizes.ts': ['openSizes', 'sizeOutOfRange', 'unknownSizeSet'],
  // parameters are set by nobody
  'compiler/diagnostics/messages/read/values.ts': ['unknownParameterSet'],
  // gradients are not drawn
  'src/plots/messages.ts': ['noLosses', 'targetsMissing'],
  // cells are drawn that there are; trees, of models that have some
  'src/diagrams/messages.ts': ['noCells', 'notOverTrees'],
  // nothing is written, evaluated, or begun from a file
  'src/train/messages.ts': ['checkpointNotWritten', 'noPart', 'seasonWithoutSeries'],
  // rows of the future come with those before them, and nobody asks whether the model runs step by step
  'src/data/messages/ahead.ts': ['futureTimeLacks', 'readsAnswers'],
  'compiler/diagnostics/messages/stepping.ts': ['fixOf'],
};

/** Files with messages of what the page does. */
const rooms = [
  'compiler/diagnostics/messages',
  'src/model/feed-files',
  'src/data/messages',
  'src/diagrams',
  'src/plots',
  'src/train',
  'src/trace',
];
const files = rooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && (room.includes('messages') || name === 'messages.ts'))
    .map((name) => join(room, name)),
);

/** Code without comments, cut where a declaration begins. */
const functionsOf = (text: string): readonly string[] =>
  text
    .replace(/^\s*(\/\*\*.*?\*\/|\/\*\*[\s\S]*?\*\/|\/\/.*)$/gm, '')
    .replaceAll('\\`', '`')
    .split(/^(?=(?:export )?(?:const|function) )/m);
const nameOf = (text: string): string => /^(?:export )?(?:const|function) (\w+)/.exec(text)?.[1] ?? '';

describe('no message of what the page does speaks of the command line', () => {
  test.each(files)('%s', (file) => {
    const left = functionsOf(readFileSync(join(root, file), 'utf8')).filter((each) => COMMAND.test(inPageWords(each)));
    expect(left.map(nameOf).sort()).toEqual([...(ELSEWHERE[file.replaceAll('\\', '/')] ?? [])].sort());
  });
});

const NOTHING_DRAWN = { input: { file: 'input', text: '' }, watched: null };

const problemsWhere = async (act: () => unknown): Promise<readonly Problem[]> => {
  try {
    await act();
  } catch (error) {
    return problemsOf(error);
  }
  throw new Error('nothing was wrong');
};

test('a gap in the input is to be filled: the page allows no NaN', async () => {
  const bench = new Workbench(() => {});
  bench.check({
    text: 'inputs: {x: {shape: [batch, time, 1]}}\nlayers: {y: {type: dense, input: x, units: 1}}\noutputs: {y: y}',
    files: {},
  });
  const fixes = async (file: string, text: string) =>
    (await problemsWhere(() => bench.run({ file, text }))).map(({ fix }) => fix);
  expect(await fixes('a.csv', 'x\n1\n\n,\n')).toContain('fill the gap');
  expect(await fixes('input', '{"x": [[["NaN"]]]}')).toEqual(['fill the gap']);
  expect(await fixes('input', '{"x"')).toEqual(['correct the text here']);
});

test('an empty model is answered with the examples', async () => {
  const [problem] = await problemsWhere(() => compile(''));
  expect(problem?.fix).toBe('choose an example above to start from');
});

test('sizes that the data gives are found by training here', () => {
  const span = { file: 'model.yaml', start: 0, end: 1 };
  const { fix } = problemOf(openSizes([{ key: 'y.units', kind: 'classes', span }]), new Map());
  expect(problemOf(sizeOutOfRange('y.units', 'a number from 1', 0), new Map()).message).toBe('y.units is 0');
  expect(fix).toBe('train the model under Training: its data gives the sizes');
});

test('mistakes in a chosen file name it as it is called', async () => {
  const bench = new Workbench(() => {});
  bench.check({
    text: `inputs: {x: {shape: [batch, time, 1]}}
layers: {y: {type: dense, input: x, units: 1}}
outputs: {y: y}
data: {source: data/rows.csv, windows: {width: 4}, feeds: {x: {columns: [v]}, target: {columns: [w]}}}
training: {}
`,
    files: {},
  });
  const train = (text: string) =>
    problemsWhere(() =>
      bench.train({
        data: { 'data/rows.csv': new File([text], 'my own.csv') },
        epochs: 1,
        resume: false,
        ...NOTHING_DRAWN,
      }),
    );
  const [bad] = await train(`v,w\n1,2\n1,none\n${'1,2\n'.repeat(20)}`);
  expect(bad?.message).toMatch(/^my own\.csv:3:3: /);
  expect(bad?.place).toMatchObject({ file: 'my own.csv', line: 3 });
  const [empty] = await train('');
  expect(empty?.message).toBe('"my own.csv" has no rows');
  expect(JSON.stringify([await train('v\n1\n'), bad, empty])).not.toContain('data/rows.csv');
});
