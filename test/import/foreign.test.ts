import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { writeSafetensors } from '../../src/artifact/safetensors.ts';
import { everyWeight } from '../../src/export/index.ts';
import { foreignSource } from '../../src/import/foreign-models.ts';
import { importFile, importModel } from '../../src/import/index.ts';
import { RnncError } from '../../src/index.ts';
import { exportOnnx } from '../export/run-onnx.ts';

const folder = join(import.meta.dirname, 'models');
const files = readdirSync(folder).filter((name) => name.endsWith('.onnx'));
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

/** Files with Scan, and with a Loop over levels: small models that the package has, as it exports them. */
const exported = await Promise.all(
  ['peephole-cell', 'seed-rnn', 'encoder-decoder', 'waves', 'recursive-sharing'].map(async (name) => {
    const text = readFileSync(join(import.meta.dirname, `../../models/${name}.yaml`), 'utf8');
    const compiled = compileModel(text, { file: `${name}.yaml`, resolve: () => null });
    const { graphs, seed } = compiled;
    return exportOnnx(compiled, everyWeight({ graphs, seed, weights: new Map() }), name === 'seed-rnn');
  }),
);
/** Recurrent nodes, Loop and Scan as others write them. */
const goldens = join(import.meta.dirname, '../goldens/onnx');
const others = readdirSync(goldens)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => JSON.parse(readFileSync(join(goldens, file), 'utf8')) as readonly { readonly model: string }[])
  .map(({ model }) => new Uint8Array(Buffer.from(model, 'base64')));
const read = (bytes: Uint8Array): unknown =>
  importModel(bytes, { file: 'given.onnx', name: 'given', beside: () => null });

describe('what is no ONNX model is told by what it is', () => {
  const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  test.each<[string, Uint8Array]>([
    ['an empty file', new Uint8Array()],
    ['text', ascii('name: tagger\ninputs: {x: {shape: [batch, time, 3]}}\n')],
    ['JSON', ascii('{"format": "layers-model"}')],
    ['HDF5', ascii('\x89HDF\r\n\x1a\n\x00\x00')],
    ['zip', ascii('PK\x03\x04\x00\x00\x00\x00')],
    ['NumPy', ascii('\x93NUMPY\x01\x00')],
  ])('%s', (_, bytes) => {
    expect(() => read(bytes)).toThrow(RnncError);
    expect(() => read(bytes)).toThrow(/import-not-onnx/);
  });

  const part = new Uint8Array(3);
  test.each<[string, readonly string[], RegExp]>([
    [
      'of PyTorch',
      ['tagger/data.pkl', 'tagger/version'],
      /import-not-onnx.*\n.*\n.*a PyTorch file\n.*torch\.onnx\.export/,
    ],
    ['of NumPy', ['w.npy'], /import-not-onnx.*\n.*\n.*an archive of NumPy arrays/],
    ['of anything', ['readme.txt'], /import-not-onnx.*\n.*\n.*a ZIP file/],
    [
      'of Keras, without its weights',
      ['config.json', 'metadata.json'],
      /import-broken.*can't be read as a Keras model/,
    ],
  ])('an archive %s', async (_, names, told) => {
    const bytes = zipSync(Object.fromEntries(names.map((name) => [name, part])));
    const options = { file: 'given', name: 'given', beside: () => null };
    await expect(importFile(bytes, options)).rejects.toThrow(told);
  });
});

test('a file of another framework in the place of a model is told with the way to one', () => {
  const archive = (name: string): Uint8Array => zipSync({ [name]: new Uint8Array(3) });
  const told = (bytes: Uint8Array): readonly string[] => {
    const { kind = '', fix = '' } = foreignSource(bytes, 'given') ?? {};
    return [kind, /rnnc import given -o|torch\.onnx\.export|save_file/.exec(fix)?.[0] ?? fix];
  };
  const text = (written: string): Uint8Array => new TextEncoder().encode(written);
  expect(told(bytesOf('lstm.onnx'))).toEqual(['an ONNX model', 'rnnc import given -o']);
  expect(told(archive('config.json'))).toEqual(['a Keras model', 'rnnc import given -o']);
  expect(told(text('{"modelTopology": {}}'))).toEqual(['a model of TensorFlow.js', 'rnnc import given -o']);
  expect(told(archive('tagger/data.pkl'))).toEqual(['a PyTorch file', 'torch.onnx.export']);
  expect(told(archive('w.npy'))).toEqual(['an archive of NumPy arrays', 'save_file']);
  for (const own of [
    writeSafetensors(new Map(), new Map()),
    text('inputs: {}\n'),
    text('{"inputs": {}}'),
    new Uint8Array(),
  ])
    expect(foreignSource(own, 'given')).toBeNull();
});

test('damaged files give typed errors or a model, never another error', () => {
  let refused = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...files.map(bytesOf), ...exported, ...others),
      fc.array(
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.integer({ min: 0, max: 255 })),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      (whole, changes, end) => {
        const bytes = whole.slice(0, end === null ? whole.length : Math.floor(end * whole.length));
        for (const [place, value] of changes) if (bytes.length > 0) bytes[Math.floor(place * bytes.length)] = value;
        try {
          read(bytes);
        } catch (error) {
          if (!(error instanceof RnncError)) throw error;
          refused++;
        }
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 400) },
  );
  expect(refused).toBeGreaterThan(20);
});
