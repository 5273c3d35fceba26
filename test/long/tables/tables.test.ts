import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const data = join(import.meta.dirname, 'data');
const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const tables = [...readme.matchAll(/^```sh (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = '', commands = '']) => ({
  name,
  commands,
}));
const rows = readme.split('\n').filter((line) => line.startsWith('| '));
const SEEDS = [0, 1, 2, 3, 4];

/** What peers.py wrote: figures by seed, and what is no matter of chance. */
interface Peer {
  readonly exact: Readonly<Record<string, number | readonly number[]>>;
  readonly seeds: readonly Readonly<Record<string, number>>[];
}
const peers: Readonly<Record<string, Peer>> = JSON.parse(readFileSync(join(import.meta.dirname, 'peers.json'), 'utf8'));

interface Figure {
  readonly name: string;
  readonly units: string | null;
  readonly model: number;
  readonly baselines: Readonly<Record<string, number>>;
}
interface Evaluation {
  readonly samples: number;
  readonly figures: readonly Figure[];
}

/** Runs commands in a folder, where `rnnc` is the command as it ships. */
function shell(folder: string, commands: string): string {
  const path = `${folder}${delimiter}${process.env.PATH ?? ''}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', commands], {
    cwd: folder,
    env: { ...process.env, PATH: path },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${commands}\nended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** A folder with all tables and a command `rnnc`. */
function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rnnc-tables-'));
  for (const file of readdirSync(data)) copyFileSync(join(data, file), join(folder, file));
  const cli = resolve(import.meta.dirname, '../../../dist/cli.js');
  writeFileSync(join(folder, 'rnnc'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  chmodSync(join(folder, 'rnnc'), 0o755);
  return folder;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2)) * (values.length / (values.length - 1));
};
/** How far two means are apart, in standard errors of their difference (Welch, 1947). */
const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.abs(mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length);
/** As many digits as the tables of README.md have. */
const said = (values: readonly number[]): string =>
  `${Number(mean(values).toPrecision(4))} ± ${Number(Math.sqrt(variance(values)).toPrecision(2))}`;

/** Evaluations name what they measure; of figures in two units, the raw one is compared. */
const figure = ({ figures }: Evaluation, name: string): Figure => {
  const found = figures.filter((one) => one.name === name && one.units !== 'normalised');
  if (found[0] === undefined) throw new Error(`no figure ${name}`);
  return found[0];
};

// told where they are absent: what is skipped has the way to get them in its name
describe.skipIf(!existsSync(data))('real tables (python test/long/tables/fetch.py writes them)', () => {
  test('each has commands and a peer', () => {
    expect(tables.map(({ name }) => name)).toEqual(Object.keys(peers));
  });

  for (const { name, commands } of tables)
    test(`${name}: from init to answers, equal to its peer within noise`, () => {
      const peer = peers[name] ?? { exact: {}, seeds: [] };
      const folder = place();
      const answers = shell(folder, commands);
      const [, expected = ''] = new RegExp(`^\`\`\`csv ${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(readme) ?? [];
      // the header of the answers, and the cells that are not chance
      for (const line of expected.trim().split('\n'))
        expect(answers).toMatch(
          new RegExp(`^${line.replaceAll(/[().+?*[\]^$]/g, '\\$&').replaceAll('…', '.*')}$`, 'm'),
        );

      const runs = SEEDS.map((seed): Evaluation => {
        shell(folder, `rnnc train ${name}.yaml --seed ${seed} -o seed.rnnc`);
        return JSON.parse(shell(folder, 'rnnc evaluate seed.rnnc --json'));
      });
      const [run] = runs;
      if (run === undefined) throw new Error('no run');
      expect(run.samples).toBe([peer.exact.samples].flat().at(-1));
      for (const [what, value] of Object.entries(peer.exact)) {
        const [, of, baseline] = /^(\w+) of (.*)$/.exec(what) ?? [];
        if (of === undefined || baseline === undefined || typeof value !== 'number') continue;
        expect(figure(run, of).baselines[baseline], what).toBeCloseTo(value, 4);
      }
      for (const key of Object.keys(peer.seeds[0] ?? {})) {
        const ours = runs.map((one) => figure(one, key).model);
        const theirs = peer.seeds.map((one) => one[key] ?? Number.NaN);
        const naive = Object.entries(peer.exact).flatMap(([what, value]) =>
          what.startsWith(`${key} of `)
            ? [`${Number(Number(value).toPrecision(4))} (${what.slice(key.length + 4)})`]
            : [],
        );
        const row = `| ${name} | ${key} | ${said(ours)} | ${said(theirs)} | ${naive.join('')} |`;
        console.info(row);
        expect.soft(apart(ours, theirs), row).toBeLessThan(4);
        // the figures of README.md, but for chance
        const [mine = Number.NaN] = rows.flatMap((line) =>
          line.startsWith(`| ${name} | ${key} | `) ? [Number.parseFloat(line.split(' | ')[2] ?? '')] : [],
        );
        const error = Math.sqrt((2 * variance(ours)) / ours.length);
        expect.soft(Math.abs(mean(ours) - mine), `README.md has ${mine}; now ${row}`).toBeLessThan(4 * error);
      }
    });
});
