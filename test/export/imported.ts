import { expect } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { importModel, modelYaml } from '../../src/import/index.ts';
import { readOnnx } from '../../src/onnx/format.ts';
import { difference, evaluated, type Named } from './run-onnx.ts';
import { structureOf, type Trees } from './tree-feeds.ts';

/** A name as the importer writes it. */
const plainName = (name: string): string => name.replace(/[^A-Za-z0-9_]+/g, '_');
export const renamed = (values: Named): Named => new Map([...values].map(([name, value]) => [plainName(name), value]));

export function expectNear(found: Named, wanted: Named, tolerance: number): void {
  expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
  for (const [output, { shape, data }] of wanted) {
    expect(found.get(output)?.shape, output).toEqual(shape);
    expect(difference(found.get(output)?.data ?? [], data), output).toBeLessThan(tolerance);
  }
}

/** The text of an imported file, and its numbers under the names that it has there. */
export function imported(
  name: string,
  file: Uint8Array,
  feeds: Named,
  trees: Trees = new Map(),
): { readonly text: string; readonly outputs: Named } {
  const model = importModel(file, { file: `${name}.onnx`, name: plainName(name), beside: () => null });
  const text = modelYaml(model, `${name}.yaml`, `${name}.safetensors`);
  const again = compileModel(text, { file: `${name}.yaml`, resolve: () => null });
  expect(again.diagnostics).toEqual([]);
  const weights = new Map(model.weights.map(({ path, shape, data }) => [path, { shape, data }]));
  const taken = new Set(again.graphs.inference.inputs.map((input) => input.name));
  const given = new Map([
    ...[...renamed(feeds), ...feeds].filter(([input]) => taken.has(input)),
    ...structureOf(again.graphs.inference, new Map([...trees].map(([tree, samples]) => [plainName(tree), samples]))),
  ]);
  const declared = new Set(again.graphs.inference.outputs.map((output) => output.name));
  const all = evaluated(again, weights, given);
  // the state of a convolution is no output of a model, and a session has it
  const inFile = new Set(readOnnx(file)?.graph?.output.map((output) => output.name));
  const pasts = [...all].filter(([output]) => output.endsWith('.final.past') && inFile.has(output));
  return {
    text,
    outputs: new Map([...renamed(new Map(pasts)), ...[...all].filter(([output]) => declared.has(output))]),
  };
}

/** What loops have become: operators in the order of the file. */
export const loopsOf = (file: Uint8Array): string =>
  (readOnnx(file)?.graph?.node ?? [])
    .flatMap(({ opType = '', attribute }) =>
      ['RNN', 'GRU', 'LSTM', 'Scan'].includes(opType)
        ? [
            [
              opType,
              ...attribute.flatMap(({ name = '' }) =>
                ['hidden_size', 'body', 'num_scan_inputs'].includes(name) ? [] : [name],
              ),
            ].join(' '),
          ]
        : [],
    )
    .join(', ');
