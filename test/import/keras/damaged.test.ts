import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { importFile } from '../../../src/import/index.ts';
import { RnncError } from '../../../src/index.ts';
import { beside, bytesOf, cases } from './files.ts';

const runs = Number(process.env.RUNS ?? 150);
const archives = cases.flatMap(({ file }) => (file.endsWith('.keras') ? [file] : []));
const json = cases.flatMap(({ file }) => (file.endsWith('.json') ? [file] : []));
const hdf5 = cases.flatMap(({ file }) => (file.endsWith('.h5') ? [file] : []));

interface Damage {
  readonly changes: readonly (readonly [number, number])[];
  readonly end: number | null;
}
/** Evenly over the file: what fast-check makes prefers the ends. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const damages = fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((seed): Damage => {
  const draw = draws(seed);
  draw();
  const changes = Array.from({ length: 1 + Math.floor(draw() * 8) }, () => [draw(), Math.floor(draw() * 256)] as const);
  return { changes, end: draw() < 0.1 ? draw() : null };
});
function damaged(whole: Uint8Array, { changes, end }: Damage): Uint8Array {
  const bytes = whole.slice(0, end === null ? whole.length : Math.floor(end * whole.length));
  for (const [place, value] of changes) if (bytes.length > 0) bytes[Math.floor(place * bytes.length)] = value;
  return bytes;
}

/** Counts files that are refused; any other error ends the test. */
async function refused(
  files: readonly string[],
  damage: (whole: Uint8Array, how: Damage) => Uint8Array,
): Promise<number> {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), damages, async (file, how) => {
      try {
        await importFile(damage(bytesOf(file), how), { file, name: 'given', beside });
      } catch (error) {
        if (!(error instanceof RnncError)) throw error;
        count++;
      }
    }),
    { numRuns: runs },
  );
  return count;
}

/** An archive in which one of its files is damaged, and the sums are right. */
const insideArchive =
  (member: string, damage = damaged) =>
  (whole: Uint8Array, how: Damage): Uint8Array => {
    const files = unzipSync(whole);
    return zipSync({ ...files, [member]: damage(files[member] ?? new Uint8Array(), how) }, { level: 0 });
  };

const OTHERS = [
  null,
  -1,
  0,
  1,
  2,
  1e9,
  0.5,
  '',
  'lstm',
  'LSTM',
  'Dense',
  [],
  {},
  true,
  false,
  [[]],
  [null, 3],
  '__proto__',
];
/** A configuration in which a few values are other ones, or come from elsewhere in it. */
function changedJson(whole: Uint8Array, { changes }: Damage): Uint8Array {
  const config = JSON.parse(new TextDecoder().decode(whole));
  for (const [place, value] of changes.slice(0, 2)) {
    const places: (readonly [{ [key: string]: unknown }, string])[] = [];
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, inner] of Object.entries(node)) {
        places.push([node as { [key: string]: unknown }, key]);
        visit(inner);
      }
    };
    visit(config);
    const [node, key] = places[Math.floor(place * places.length)] ?? [{}, ''];
    const [from, other] = places[(value * 7919) % Math.max(1, places.length)] ?? [{}, ''];
    if (value % 3 === 0) delete node[key];
    else node[key] = structuredClone(value % 3 === 1 ? OTHERS[value % OTHERS.length] : from[other]);
  }
  return new TextEncoder().encode(JSON.stringify(config));
}

describe('damaged files give typed errors or a model, never another error', () => {
  test.each([
    ['.h5', hdf5, damaged],
    ['.keras', archives, damaged],
    ['model.json', json, damaged],
    ['values of model.json', json, changedJson],
    ['the configuration in .keras', archives, insideArchive('config.json')],
    ['values of the configuration in .keras', archives, insideArchive('config.json', changedJson)],
    ['the weights in .keras', archives, insideArchive('model.weights.h5')],
  ] as const)('%s', { timeout: 3_600_000 }, async (_, files, damage) => {
    expect(await refused(files, damage)).toBeGreaterThan(runs / 50);
  });
});
