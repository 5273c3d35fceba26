import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { checksum, findDigest } from '../../src/artifact/checksum.ts';
import { readSafetensors, SafetensorsError, writeSafetensors } from '../../src/artifact/safetensors.ts';
import { compile, load, memorySources, readArtifact } from '../../src/index.ts';
import { unsealCheckpoint } from '../../src/train/checkpoint/checkpoint.ts';
import { frameHeader } from '../../src/train/checkpoint/checkpoint-format.ts';
import { CSV, dataTargets, trained } from './data-files.ts';
import { anyValue, type Draws, mutateBytes, mutateText, withRun } from './mutate.ts';
import type { Target } from './target.ts';

/** Characters of a run of equal tokens. */
const RUN = 1_000_000;
const models = join(import.meta.dirname, '../../models');

/** All targets, and what they need, made once. */
export async function makeTargets(): Promise<readonly Target[]> {
  const specs = [
    'seed-rnn',
    'deep-lstm',
    'encoder-decoder',
    'tagger',
    'tree-sentiment',
    'peephole-cell',
    'forecaster',
  ].map((name) => readFileSync(join(models, `${name}.yaml`), 'utf8'));
  const source = trained('a.csv');
  const compiled = compile(source);
  const artifact = compiled.toBytes();
  const kept: Uint8Array[] = [];
  await compiled.train(
    { files: memorySources({ 'a.csv': CSV }) },
    { callbacks: { onCheckpoint: (bytes) => void kept.push(bytes) } },
  );
  const checkpoint = kept.at(-1) ?? new Uint8Array();
  const weights = writeSafetensors(compiled.withWeights(artifact).weights, new Map());
  const model = await load(compiled);
  return [
    {
      name: 'specs',
      run: (draws) => void compile(mutateText(draws.of(specs), draws, RUN)),
      longRuns: [(draws) => void compile(withRun(draws.of(specs), draws, RUN))],
    },
    { name: 'artifacts', run: (draws) => void readArtifact(withDigest(mutateBytes(artifact, draws), draws)) },
    {
      name: 'checkpoints',
      run: (draws) => {
        const payload = mutateBytes(checkpoint.subarray(48), draws);
        unsealCheckpoint(Uint8Array.from([...frameHeader(payload), ...payload]), 'checkpoint');
      },
    },
    {
      name: 'safetensors',
      run: (draws) => {
        const changed = mutateBytes(weights, draws);
        try {
          readSafetensors(changed);
        } catch (error) {
          if (!(error instanceof SafetensorsError)) throw error;
        }
        compiled.withWeights(changed);
      },
    },
    ...(await dataTargets(RUN)),
    {
      name: 'feeds',
      run: (draws) => {
        const feeds: unknown =
          draws.below(4) === 0 ? anyValue(draws) : { [draws.of(['x', 'y', 'h'])]: anyValue(draws) };
        model.run(feeds as Parameters<typeof model.run>[0]);
      },
    },
    {
      name: 'options',
      run: (draws) => {
        const name = draws.of(['seed', 'unroll', 'set', 'precision', 'file', 'resolve', 'sede']);
        compile(source, { [name]: anyValue(draws) } as Parameters<typeof compile>[1]);
      },
    },
  ];
}

/** Most changed artifacts get a checksum that fits, so that what is behind it is reached. */
function withDigest(file: Uint8Array, draws: Draws): Uint8Array {
  const at = draws.below(8) === 0 ? null : findDigest(file);
  if (at === null || at + 64 > file.length) return file;
  file.set(new TextEncoder().encode(checksum(file, at)), at);
  return file;
}

export interface Figures {
  readonly target: string;
  readonly cases: number;
  readonly refused: number;
  readonly accepted: number;
  /** Milliseconds of the slowest case, and its seed. */
  readonly slowest: number;
  readonly slowestSeed: number;
  readonly grown: number;
  readonly failures: readonly string[];
}

/** Runs cases of a target by their seeds. @param bound milliseconds that one case may take */
export async function fuzz(
  { name, run }: Target,
  from: number,
  cases: number,
  draws: (seed: number) => Draws,
  bound: number,
): Promise<Figures> {
  const failures: string[] = [];
  let refused = 0;
  let accepted = 0;
  let slowest = 0;
  let slowestSeed = from;
  const before = process.memoryUsage().rss;
  for (let seed = from; seed < from + cases; seed++) {
    const began = performance.now();
    try {
      await run(draws(seed));
      accepted++;
    } catch (error) {
      if (error instanceof RnncError) refused++;
      else failures.push(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    const took = performance.now() - began;
    if (took > slowest) {
      slowest = took;
      slowestSeed = seed;
    }
    if (took > bound) failures.push(`seed ${seed}: ${Math.round(took)} ms`);
    if (failures.length >= 20) break;
  }
  const grown = Math.round((process.memoryUsage().rss - before) / 2 ** 20);
  return { target: name, cases, refused, accepted, slowest: Math.round(slowest), slowestSeed, grown, failures };
}
