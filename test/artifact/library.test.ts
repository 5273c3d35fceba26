import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeSafetensors } from '../../src/artifact/safetensors.ts';
import { compile, formatDiagnostics, load, type Model, RnncError, readArtifact } from '../../src/index.ts';

const text = readFileSync(new URL('../../models/seed-rnn.yaml', import.meta.url), 'utf8');
const feeds = { x: [[[1], [2]]] };

async function outputOf(source: Parameters<typeof load>[0]): Promise<unknown> {
  const model: Model = await load(source);
  const result = model.run(feeds).output?.toArray();
  model.dispose();
  return result;
}

test('a compiled model, its bytes in any form and its definition all run alike', async () => {
  const compiled = compile(text, { file: 'seed-rnn.yaml' });
  const bytes = compiled.toBytes();
  const expected = await outputOf(compiled);
  expect(expected).toEqual([[[expect.closeTo(1.56128388, 6)], [expect.closeTo(2.72707101, 6)]]]);
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  const url = `data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}`;
  for (const source of [bytes, buffer, url, new URL(url), readArtifact(bytes)])
    expect(await outputOf(source)).toEqual(expected);
});

test('names, warnings and sources are there; options replace what the file says', () => {
  const compiled = compile(text.replace('name: seed-rnn\n', ''), { file: 'folder/other.yaml', seed: 4, unroll: 2 });
  expect(compiled).toMatchObject({
    name: 'other',
    file: 'folder/other.yaml',
    seed: 4,
    unroll: 2,
    parameters: {},
    diagnostics: [],
  });
  expect([...compiled.sources.keys()]).toEqual(['folder/other.yaml']);
  expect(compiled.graphs.inference.outputs.map((output) => output.name)).toEqual([
    'before_activation',
    'state',
    'output',
  ]);
  expect([...readArtifact(compiled.toBytes()).sources.keys()]).toEqual(['other.yaml']);
});

test('weights from a safetensors file', async () => {
  const compiled = compile(text);
  const { weights } = readArtifact(compiled.toBytes());
  const halved = new Map(
    [...weights].map(([path, { shape, data }]) => [
      path,
      { shape, data: path === 'final_output.bias' ? Float32Array.of(100) : data },
    ]),
  );
  const trained = compiled.withWeights(writeSafetensors(halved, new Map()));
  expect(await outputOf(trained)).toEqual([[[expect.closeTo(101.46128388, 4)], [expect.closeTo(102.62707101, 4)]]]);
  expect(readArtifact(trained.toBytes()).weights.get('final_output.bias')?.data).toEqual(Float32Array.of(100));
  expect(() => compiled.withWeights(writeSafetensors(new Map(), new Map()))).toThrow(RnncError);
});

test('mistakes of a model can be printed with their places', () => {
  try {
    compile(text.replace('final_output:', 'final_output: {}\n  final_output:'), { file: 'm.yaml' });
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    expect(formatDiagnostics(error.diagnostics, error.sources)).toMatch(/^m\.yaml:\d+:\d+ error\[/);
  }
});

test('without resolve, an import is a mistake of the model', () => {
  expect(() => compile(`imports: [mine.yaml]\n${text}`)).toThrow(/import-missing/);
});
