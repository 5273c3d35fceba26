import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { importFile } from '../../../src/import/index.ts';
import { withinTime } from '../../../src/import/keras/files/within-time.ts';
import { RnncError } from '../../../src/index.ts';
import { beside, bytesOf } from './files.ts';

interface Json {
  [key: string]: Json;
}
type Edit = (config: Json) => void;

/** Everything that is said of a file. */
async function said(bytes: Uint8Array, file: string): Promise<string> {
  try {
    await importFile(bytes, { file, name: 'given', beside });
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
    return cause.diagnostics
      .map(({ message, fix = null }) => `${message}${fix === null ? '' : `\n  fix: ${fix}`}`)
      .join('\n');
  }
  return 'nothing';
}
/** A .keras file with another configuration. */
function edited(file: string, edit: Edit): Uint8Array {
  const files = unzipSync(bytesOf(file));
  const config = JSON.parse(new TextDecoder().decode(files['config.json']));
  edit(config);
  return zipSync({ ...files, 'config.json': new TextEncoder().encode(JSON.stringify(config)) });
}
const layer = (config: Json, at: number): Json => Object.values(config.config?.layers ?? {})[at]?.config ?? {};

test('a file with layers, functions and options that have no equal: each by its layer', async () => {
  expect(await said(bytesOf('refused.keras'), 'refused.keras')).toMatchSnapshot();
});

describe('what else is refused names the layer, what was found and what to do', () => {
  test.each<[string, string, Edit]>([
    [
      'a model of Python code',
      'lstm.keras',
      (config) => Object.assign(config, { class_name: 'Translator', module: 'my.models', config: {} }),
    ],
    ['an option that is not known', 'lstm.keras', (config) => Object.assign(layer(config, 1), { sharpness: 3 })],
    ['steps before the batch', 'lstm.keras', (config) => Object.assign(layer(config, 1), { time_major: true })],
    [
      'a function that is not known',
      'lstm.keras',
      (config) => Object.assign(layer(config, 1), { activation: 'mishh' }),
    ],
    ['numbers of another type', 'lstm.keras', (config) => Object.assign(layer(config, 1), { dtype: 'float64' })],
    ['weights of another size', 'lstm.keras', (config) => Object.assign(layer(config, 1), { units: 5 })],
    ['fewer weights than wanted', 'lstm.keras', (config) => Object.assign(layer(config, 1), { use_bias: false })],
    ['an input without a shape', 'lstm.keras', (config) => Object.assign(layer(config, 0), { batch_shape: null })],
    ['a merge that is not known', 'both_sum.keras', (config) => Object.assign(layer(config, 1), { merge_mode: 'max' })],
  ])('%s', async (_, file, edit) => {
    expect(await said(edited(file, edit), file)).toMatchSnapshot();
  });

  test('a graph model, weights without a model, weights in several files', async () => {
    const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
    const json = '{"format": "graph-model", "modelTopology": {"node": []}, "weightsManifest": []}';
    const several = zipSync({ 'config.json': ascii('{}'), 'model.weights.json': ascii('{}') });
    expect(await said(ascii(json), 'model.json')).toMatchSnapshot();
    expect(
      await said(unzipSync(bytesOf('lstm.keras'))['model.weights.h5'] ?? new Uint8Array(), 'w.h5'),
    ).toMatchSnapshot();
    expect(await said(several, 'several.keras')).toMatchSnapshot();
  });
});

test('a reader that finds no end is ended, inside WebAssembly too', () => {
  // (func (export "f") (loop (br 0)))
  const endless = new WebAssembly.Module(
    new Uint8Array([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0,
      11, 11,
    ]),
  );
  const { f } = new WebAssembly.Instance(endless).exports;
  const act = (): string => {
    if (typeof f === 'function') f();
    return 'read';
  };
  expect(withinTime(act, 20, () => 'ended')).toBe('ended');
  expect(
    withinTime(
      () => 'read',
      1000,
      () => 'ended',
    ),
  ).toBe('read');
  expect(() =>
    withinTime(
      () => {
        throw new RangeError('own');
      },
      1000,
      () => 'ended',
    ),
  ).toThrow(RangeError);
});
