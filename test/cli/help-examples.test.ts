import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSafetensors } from '../../src/artifact/safetensors.ts';
import { toNpy } from '../../src/cli/arrays/npy-file.ts';
import { main, rnnc } from './command.ts';

const run = promisify(execFile);
const commands = [
  '',
  'init',
  'check',
  'compile',
  'run',
  'trace',
  'train',
  'evaluate',
  'generate',
  'predict',
  'classify',
  'forecast',
  'gradcheck',
  'inspect',
  'graph',
  'plot',
  'config',
];

/** The command lines under "Examples:", without the remarks beside them. */
function examplesOf(help: string): readonly string[] {
  const [, block = ''] = /Examples:\n((?: {2}.*\n?)+)/.exec(help) ?? [];
  return block.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.trim().replace(/ {3,}.*$/, '')] : []));
}

let folder = '';
/** What a shell has no part in runs in this process. With --watch it would go on until Ctrl-C. */
async function shell(example: string): Promise<string> {
  const command = example.replace(' --watch', '');
  if (/^rnnc [\w ./=:-]*$/.test(command) && !/ -( |$)/.test(command)) {
    const { code, out, err } = await rnnc(command.split(/ +/).slice(1), { cwd: folder });
    if (code !== 0) throw new Error(err);
    return out;
  }
  const { stdout } = await run('bash', ['-c', command], {
    cwd: folder,
    env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH}`, NO_COLOR: '1' },
  });
  return stdout;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rnnc-help-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'out'));
  mkdirSync(join(folder, 'models'));
  writeFileSync(join(folder, 'bin/rnnc'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(folder, 'bin/rnnc'), 0o755);
  await shell('rnnc init model.yaml');
  const file = join(folder, 'model.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('{units: 8}', '{units: 256}'));
  copyFileSync(file, join(folder, 'models/first.yaml'));
  await shell('rnnc compile model.yaml');
  for (const cell of ['rnn', 'lstm'])
    writeFileSync(
      join(folder, `${cell}.yaml`),
      `inputs: {x: {shape: [batch, time, 1]}}\nlayers: {m: {type: recurrent, input: x, cell: {${cell}: {units: 2}}}}\noutputs: {y: m}\n`,
    );
  writeFileSync(
    join(folder, 'both-ways.yaml'),
    readFileSync(join(folder, 'rnn.yaml'), 'utf8').replace('cell:', 'direction: bidirectional, cell:'),
  );
  // an artifact is a safetensors file
  copyFileSync(join(folder, 'model.rnnc'), join(folder, 'trained.safetensors'));
  const stateDict = {
    'memory.0.forward.kernel': [257, 256],
    'memory.0.forward.bias': [256],
    'answer.weight': [1, 256],
    'answer.bias': [1],
  };
  const dictTensors = Object.entries(stateDict).map(
    ([name, shape]) => [name, { shape, data: new Float32Array(shape.reduce((n, size) => n * size, 1)) }] as const,
  );
  writeFileSync(join(folder, 'state-dict.safetensors'), writeSafetensors(new Map(dictTensors), new Map()));
  writeFileSync(join(folder, 'series.csv'), 'value\n1\n2\n3\n');
  writeFileSync(
    join(folder, 'trees.yaml'),
    `
inputs: {x: {shape: [batch, node, 1]}, parse: {tree: node}}
layers: {encoder: {type: recursive, input: x, tree: parse, cell: {tree.gru: {units: 3}}}}
outputs: {root: encoder.root}
`,
  );
  writeFileSync(join(folder, 'trees.json'), '{"x": [[[1], [2], [3]]], "parse": [[-1, 0, 0]]}');
  writeFileSync(
    join(folder, 'prices.yaml'),
    `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: x, cell: {gru: {units: 4}}}
  next: {type: dense, input: memory, units: 1}
outputs: {next: next}
data:
  source: prices.csv
  windows: {width: 5}
  feeds: {x: {columns: [price]}, target: {columns: [price], part: next}}
training: {epochs: 2}
`,
  );
  writeFileSync(join(folder, 'sentences.txt'), '(1 (0 dull) (1 (1 and) (1 good)))\n(0 (0 dull) (1 and))\n');
  writeFileSync(
    join(folder, 'sentiment.yaml'),
    `
inputs: {words: {shape: [batch, node], dtype: int32}, parse: {tree: node}}
layers:
  vectors: {type: embedding, input: words, vocabulary: 4, units: 2}
  encoder: {type: recursive, input: vectors, tree: parse, cell: {tree.child_sum_lstm: {units: 2}}}
  scores: {type: dense, input: encoder, units: 2}
outputs: {scores: scores}
data: {source: sentences.txt, format: brackets, split: {train: 1}}
training: {losses: [{type: cross_entropy, output: scores, target: label}], epochs: 1}
`,
  );
  writeFileSync(
    join(folder, 'characters.yaml'),
    `
inputs: {c: {shape: [batch, time], dtype: int32}}
layers:
  v: {type: embedding, input: c, vocabulary: 30, units: 4}
  m: {type: recurrent, input: v, cell: {gru: {units: 6}}}
  next: {type: dense, input: m, units: 30}
outputs: {next: next}
data: {source: text.txt, vocabulary: {of: characters}, windows: {width: 10}}
training: {losses: [{type: cross_entropy, output: next}], epochs: 1, batch: 4}
`,
  );
  writeFileSync(join(folder, 'text.txt'), 'The cat sat on the mat. The dog saw The cat. '.repeat(30));
  const prices = Array.from({ length: 120 }, (_, i) => (10 + Math.sin(i / 3)).toFixed(3));
  for (const file of ['prices.csv', 'other.csv']) writeFileSync(join(folder, file), `price\n${prices.join('\n')}\n`);
  writeFileSync(
    join(folder, 'rents.yaml'),
    `
inputs: {x: {shape: [batch, 2]}}
layers: {y: {type: dense, input: x, units: 1}}
outputs: {y: y}
data: {source: rents.csv, feeds: {x: {columns: [area, rooms]}, rent: {columns: [rent]}}}
training: {losses: [{type: mse, output: y, target: rent}], epochs: 1}
`,
  );
  const rents = Array.from({ length: 40 }, (_, i) => `${40 + (i % 9)},${1 + (i % 4)},${500 + 10 * i}`);
  writeFileSync(join(folder, 'rents.csv'), `area,rooms,rent\n${rents.join('\n')}\n`);
  writeFileSync(
    join(folder, 'sales.yaml'),
    `
inputs: {past: {shape: [batch, time, 1]}, plan: {shape: [batch, 1]}}
layers:
  memory: {type: recurrent, input: past, cell: {gru: {units: 2}}}
  both: {type: concat, inputs: [memory.last, plan]}
  next: {type: dense, input: both, units: 1}
outputs: {next: next}
data:
  source: sales.csv
  windows: {width: 4}
  feeds: {past: {columns: [sales]}, plan: {columns: [promo], part: horizon}, target: {columns: [sales], part: horizon}}
training: {losses: [{type: mse, output: next}], epochs: 1}
`,
  );
  writeFileSync(
    join(folder, 'translation.yaml'),
    `
inputs: {english: {shape: [batch, time], dtype: int32}, before: {shape: [batch, ahead], dtype: int32}}
layers:
  e: {type: embedding, input: english, vocabulary: auto, units: 2}
  b: {type: embedding, input: before, vocabulary: auto, units: 2}
  encoder: {type: recurrent, input: e, cell: {gru: {units: 2}}}
  decoder: {type: recurrent, input: b, cell: {gru: {units: 2}}, initial: encoder}
  logits: {type: dense, input: decoder, units: classes}
outputs: {logits: logits}
data: {source: pairs.csv, columns: {english: {type: text}, german: {type: text}}, feeds: {before: {columns: [german], part: previous}}}
training: {epochs: 1}
`,
  );
  const pairs = Array.from({ length: 20 }, (_, i) =>
    i % 2 === 0 ? 'good morning,guten Morgen' : 'good day,guten Tag',
  );
  writeFileSync(join(folder, 'pairs.csv'), `english,german\n${pairs.join('\n')}\n`);
  await shell('rnnc train translation.yaml');
  const sales = Array.from({ length: 20 }, (_, i) => `2021-01-${10 + i},${i % 2},${i % 3}`);
  writeFileSync(join(folder, 'sales.csv'), `day,promo,sales\n${sales.join('\n')}\n`);
  writeFileSync(join(folder, 'promotions.csv'), 'day,promo\n2021-01-30,1\n');
  await shell('rnnc train sales.yaml');
  await shell('rnnc train rents.yaml');
  await shell('rnnc train characters.yaml');
  await shell('rnnc train prices.yaml');
  await shell('rnnc train sentiment.yaml');
  writeFileSync(join(folder, 'series.npy'), toNpy({ data: Float32Array.of(1, 2), shape: [1, 2, 1] }));
  writeFileSync(join(folder, 'series.json'), '{"x": [[[1], [2]]]}\n');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(commands)('rnnc %s --help', (command) => {
  test('every example works as printed, in order', async () => {
    const examples = examplesOf(await shell(`rnnc ${command} --help`));
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      // the shell writes these beside the model they would overwrite
      const safe = example
        .replace('> model.yaml', '> copy.yaml')
        .replace(/^rnnc init$/, 'mkdir -p empty && cd empty && rnnc init');
      await expect(shell(safe), example).resolves.toBeDefined();
    }
  });
});
