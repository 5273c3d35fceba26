import { type ReadOptions, readSpec } from '../../compiler/1-read/read.ts';
import type { ReadResult } from '../../compiler/1-read/spec/spec.ts';

/** Reads a model whose imports come from `files`. */
export function read(
  text: string,
  options: Partial<ReadOptions> & { readonly files?: { readonly [path: string]: string } } = {},
): ReadResult {
  const { files = {}, ...rest } = options;
  return readSpec(text, { file: 'models/model.yaml', resolve: (path) => files[path] ?? null, set: {}, ...rest });
}

/** Mistakes as `code at LINE:COLUMN of FILE`, for tests that care for no more. */
export function mistakes({ diagnostics, sources }: ReadResult): readonly string[] {
  return diagnostics.map(({ code, span }) => {
    if (span === null) return code;
    const before = (sources.get(span.file) ?? '').slice(0, span.start);
    return `${code} at ${before.split('\n').length}:${before.length - before.lastIndexOf('\n')} of ${span.file}`;
  });
}

/** A model of one recurrent layer around a cell given as YAML. */
export const oneLayer = (layer: string, more = ''): string => `inputs:
  x: {shape: [batch, time, 4]}
${more}layers:
  encoder:
    type: recurrent
    input: x
${layer
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
outputs: {y: encoder}
`;

/** A model of one recursive layer around a cell given as YAML. */
export const oneTreeLayer = (layer: string, more = ''): string =>
  oneLayer(layer, more)
    .replace('x: {shape: [batch, time, 4]}', 'x: {shape: [batch, node, 4]}\n  parse: {tree: node}')
    .replace('type: recurrent', 'type: recursive\n    tree: parse');
