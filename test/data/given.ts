import { expect } from 'vitest';
import { readSpec } from '../../compiler/1-read/read.ts';
import type { DataSpec } from '../../compiler/1-read/spec/data-spec.ts';
import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { formatDiagnostics } from '../../compiler/diagnostics/format.ts';
import type { Batch, Dataset, FeedShape, Part } from '../../src/data/dataset/dataset.ts';
import type { Preprocessing } from '../../src/data/dataset/preprocessing.ts';
import { memorySources } from '../../src/data/files/sources.ts';
import { openDataset } from '../../src/data/open-dataset.ts';

export type Files = { readonly [path: string]: string | Uint8Array | Blob };

/** The data section of a model, from the text below `data:`. */
export function dataSpec(section: string): DataSpec {
  const text = `inputs:\n  x: {shape: [batch, time, 1]}\nlayers:\n  r: {type: dense, input: x, units: 1}\noutputs: {y: r}\ndata:\n${section
    .trim()
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('')}`;
  const { spec, diagnostics, sources } = readSpec(text, { file: 'model.yaml', resolve: () => null, set: {} });
  expect(formatDiagnostics(diagnostics, sources)).toBe('');
  if (!spec?.data) throw new Error('no data section');
  return spec.data;
}

export const input = (name: string, dims: FeedShape['dims'], dtype: FeedShape['dtype'] = 'float32'): FeedShape => ({
  name,
  role: 'input',
  dtype,
  dims,
});
export const target = (name: string, dims: FeedShape['dims'], dtype: FeedShape['dtype'] = 'float32'): FeedShape => ({
  ...input(name, dims, dtype),
  role: 'target',
});

export interface Given {
  readonly files?: Files;
  readonly seed?: number;
  /** Read as a stream, in chunks of so many bytes. */
  readonly stream?: number;
  readonly preprocessing?: Preprocessing;
  readonly carry?: boolean;
}

export function open(section: string, inputs: readonly FeedShape[], given: Given = {}): Promise<Dataset> {
  const { files = {}, seed = 7, stream, preprocessing, carry } = given;
  return openDataset(dataSpec(section), {
    open: memorySources(files, stream),
    seed,
    inputs,
    ...(stream === undefined ? {} : { memoryLimit: 0 }),
    ...(preprocessing === undefined ? {} : { preprocessing }),
    ...(carry === undefined ? {} : { carry }),
  });
}

export interface Asked {
  readonly batch?: number;
  readonly epoch?: number;
  readonly from?: number;
  readonly shuffle?: boolean;
}

export async function batchesOf(part: Part | null, asked: Asked = {}): Promise<readonly Batch[]> {
  if (part === null) throw new Error('no such part');
  const { batch = 4, epoch = 0, from = 0, shuffle = false } = asked;
  const all: Batch[] = [];
  for await (const one of part.batches({ batch, epoch, from, seed: 7, shuffle })) all.push(one);
  return all;
}

/** Values of a feed in nested lists by sample, all batches one after the other. */
export function samplesOf(batches: readonly Batch[], feed: string): readonly unknown[] {
  return batches.flatMap(({ feeds }) => {
    const found = feeds[feed];
    if (found === undefined) throw new Error(`no feed ${feed}`);
    return nested(Array.from(found.data), found.shape) as readonly unknown[];
  });
}

function nested(data: readonly number[], shape: readonly number[]): unknown {
  const [size, ...inner] = shape;
  if (size === undefined) return data[0];
  const step = inner.reduce((a, b) => a * b, 1);
  return Array.from({ length: size }, (_, i) => nested(data.slice(i * step, (i + 1) * step), inner));
}

/** Every mistake as `PLACE code: message`; each says how to correct it. */
export async function mistakes(run: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await run();
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
    return cause.diagnostics.map((d: Diagnostic) => {
      expect(d.fix).toMatch(/\w/);
      const place = /^(\S+:\d+:\d+) /.exec(formatDiagnostics([d], cause.sources))?.[1] ?? '-';
      return `${place} ${d.code}: ${d.message}`;
    });
  }
  throw new Error('nothing was thrown');
}

export const csv = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;

/** The tokens of a column of text. */
export function tokensOf({ columns }: Preprocessing, name: string): readonly string[] {
  const recipe = columns[name];
  if (recipe?.type !== 'text') throw new Error(`${name} is no column of text`);
  return recipe.vocabulary.tokens;
}
