import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { checkImported, importModel, modelYaml } from '../../src/import/index.ts';
import { RnncError } from '../../src/index.ts';
import {
  difference,
  evaluated,
  exportOnnx,
  type Named,
  noisyWeights,
  numbersFrom,
  randomFeeds,
  runOnnx,
  sizesFor,
} from './run-onnx.ts';

/** Models of the package, with what they are called in messages. */
const folder = join(import.meta.dirname, '../../models');
const names = readdirSync(folder).flatMap((name) => (name.endsWith('.yaml') ? [name.slice(0, -'.yaml'.length)] : []));
/** What makes the slow evaluator's share of a model small; its structure stays. */
const SMALL: { readonly [name: string]: { readonly [parameter: string]: number } } = {
  'ptb-small': { vocabulary: 40, units: 12 },
};
const compiledOf = (name: string) =>
  compileModel(readFileSync(join(folder, `${name}.yaml`), 'utf8'), {
    file: `${name}.yaml`,
    resolve: () => null,
    set: SMALL[name] ?? {},
  });

/** The models that ONNX has no equal for: places and reasons. */
const REFUSED: { readonly [name: string]: RegExp } = {
  'dependency-trees': /yaml:14:3 export-refused: "\S+" can't be exported to ONNX: it is a tree, and ONNX has no loop/,
  'list-operations': /yaml:29:3 export-refused: "\S+" can't be exported to ONNX: it is a tree, and ONNX has no loop/,
  'recursive-sharing': /yaml:25:3 export-refused: "\S+" can't be exported to ONNX: it is a tree, and ONNX has no loop/,
  'tree-sentiment': /yaml:13:3 export-refused: "\S+" can't be exported to ONNX: it is a tree, and ONNX has no loop/,
};

/** A name as the importer writes it. */
const plainName = (name: string): string => name.replace(/[^A-Za-z0-9_]+/g, '_');
const renamed = (values: Named): Named => new Map([...values].map(([name, value]) => [plainName(name), value]));

function expectNear(found: Named, wanted: Named, tolerance: number): void {
  expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
  for (const [output, { shape, data }] of wanted) {
    expect(found.get(output)?.shape, output).toEqual(shape);
    expect(difference(found.get(output)?.data ?? [], data), output).toBeLessThan(tolerance);
  }
}

/** The imported file's numbers under the names that it has here. */
function imported(name: string, file: Uint8Array, feeds: Named): { readonly text: string; readonly outputs: Named } {
  const model = importModel(file, { file: `${name}.onnx`, name: plainName(name), beside: () => null });
  const text = modelYaml(model, `${name}.yaml`, `${name}.safetensors`);
  checkImported(text, `${name}.onnx`);
  const again = compileModel(text, { file: `${name}.yaml`, resolve: () => null });
  expect(again.diagnostics).toEqual([]);
  const weights = new Map(model.weights.map(({ path, shape, data }) => [path, { shape, data }]));
  const taken = new Set(again.graphs.inference.inputs.map((input) => input.name));
  const given = new Map([...renamed(feeds), ...feeds].filter(([input]) => taken.has(input)));
  const declared = new Set(again.graphs.inference.outputs.map((output) => output.name));
  return { text, outputs: new Map([...evaluated(again, weights, given)].filter(([output]) => declared.has(output))) };
}

/** Those whose YAML is looked at. */
const SHOWN: ReadonlySet<string> = new Set(['tagger', 'peephole-cell', 'waves']);

describe.each(names.filter((name) => REFUSED[name] === undefined))('%s', (name) => {
  test.each([
    ['feeds alone', false],
    ['lengths and states too', true],
  ])('gives its numbers in onnxruntime, and when it is imported again: %s', async (_, allInputs) => {
    const compiled = compiledOf(name);
    const { inference } = compiled.graphs;
    const random = numbersFrom(name.length + (allInputs ? 100 : 0));
    const weights = noisyWeights(compiled, random);
    const feeds = randomFeeds(inference, { sizes: sizesFor(inference), optional: allInputs }, random);
    const file = await exportOnnx(compiled, weights, allInputs);
    const wanted = evaluated(compiled, weights, feeds);
    expectNear(await runOnnx(file, feeds), wanted, 1e-5);
    const { text, outputs } = imported(name, file, feeds);
    expectNear(outputs, renamed(wanted), 1e-9);
    if (SHOWN.has(name) && !allInputs) expect(text).toMatchSnapshot();
  });
});

test.each(Object.entries(REFUSED))('%s is refused, with the place', async (name, reason) => {
  const compiled = compiledOf(name);
  const made = exportOnnx(compiled, noisyWeights(compiled, numbersFrom(1)));
  await expect(made).rejects.toThrow(RnncError);
  await expect(made).rejects.toThrow(reason);
});
