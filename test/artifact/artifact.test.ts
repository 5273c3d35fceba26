import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { initializeWeight } from '../../compiler/initialize/initialize.ts';
import { decodeNumbers, encodeJson } from '../../compiler/ir/exact-json.ts';
import { findDigest } from '../../src/artifact/checksum.ts';
import { readArtifact } from '../../src/artifact/file/read.ts';
import { writeArtifact } from '../../src/artifact/file/write.ts';
import { readSafetensors } from '../../src/artifact/safetensors.ts';
import { recurrentGraph } from '../ir/one-step.ts';
import { fileOf, floats, resealed, thrownBy } from './files.ts';
import { scalingGraph, scalingModel } from './models.ts';

const codeOf = (file: Uint8Array): string => {
  const error = thrownBy(() => readArtifact(file, { file: 'm.rnnc' }));
  if (!(error instanceof RnncError)) throw error;
  expect(error.diagnostics.every((d) => d.fix !== undefined && d.fix !== '' && d.message.includes('m.rnnc'))).toBe(
    true,
  );
  return [...new Set(error.diagnostics.map((d) => d.code))].join();
};

const withModel = (change: (model: Record<string, unknown>) => void) => (metadata: Map<string, string>) => {
  const model = JSON.parse(metadata.get('rnnc.model') ?? '') as Record<string, unknown>;
  change(model);
  metadata.set('rnnc.model', JSON.stringify(model));
};
const graphOf = (model: Record<string, unknown>) => (model.graphs as { inference: Record<string, unknown> }).inference;

describe('round trip', () => {
  test('a model comes back as it was, its weights made from the seed', () => {
    const read = readArtifact(writeArtifact(scalingModel()));
    expect(read.name).toBe('scaling');
    expect(read.seed).toBe(7);
    expect(read.parameters).toEqual({ units: 2, lowest: Number.NEGATIVE_INFINITY });
    expect(read.graphs).toEqual({ inference: scalingGraph('scaling.yaml'), training: null });
    expect([...read.weights]).toEqual([
      ['s.scale', { shape: [2], data: initializeWeight({ kind: 'uniform', low: -1, high: 1 }, [2], 7, 's.scale') }],
    ]);
    expect(read.file).toBe('scaling.yaml');
    expect(Object.fromEntries(read.sources)).toEqual(Object.fromEntries(scalingModel().sources));
  });

  test('negative zero and infinities in constants survive', () => {
    const [constant] = readArtifact(writeArtifact(scalingModel())).graphs.inference.nodes.filter(
      (node) => node.op === 'constant',
    );
    expect(constant?.op === 'constant' ? constant.attrs.values : []).toEqual([Number.NEGATIVE_INFINITY, -0]);
  });

  test('weights that are given are kept, not initialised', () => {
    const weights = new Map([['s.scale', { shape: [2], data: Float32Array.of(3, 4) }]]);
    const read = readArtifact(writeArtifact({ ...scalingModel(), weights }));
    expect(read.weights.get('s.scale')?.data).toEqual(Float32Array.of(3, 4));
  });

  test('loops, masks, states and both variants survive', () => {
    const training = recurrentGraph();
    const inference = { ...training, variant: 'inference' as const };
    const read = readArtifact(writeArtifact({ ...scalingModel(), unroll: 3, graphs: { inference, training } }));
    expect(read.graphs).toEqual({ inference, training });
    expect(read.unroll).toBe(3);
    expect([...read.weights.keys()]).toEqual(['rnn.0.forward.kernel', 'rnn.0.forward.bias']);
  });

  test('reading and writing again gives the same bytes', () => {
    const file = writeArtifact(scalingModel());
    expect(writeArtifact(readArtifact(file))).toEqual(file);
  });

  test('line ends of the sources stay', () => {
    const read = readArtifact(writeArtifact(scalingModel('', '\r\n')));
    expect(read.sources.get('scaling.yaml')).toBe('# "quoted" \\ ü 😀\r\nname: scaling\r\n');
  });

  test('numbers that JSON does not have are spelled, everything else is left alone', () => {
    const value = { number: 1, list: [Number.NaN, -0, 0], nested: { number: 'NaN!' } };
    expect(encodeJson(value)).toBe(
      '{"number":1,"list":[{"number":"NaN"},{"number":"-0"},0],"nested":{"number":"NaN!"}}',
    );
    expect(decodeNumbers(JSON.parse(encodeJson(value)))).toEqual(value);
  });
});

describe('bytes', () => {
  test.each(['models/', '/somewhere/else/', './', 'C:\\models\\'])('the folder %s leaves no trace', (folder) => {
    expect(writeArtifact(scalingModel(folder))).toEqual(writeArtifact(scalingModel()));
  });

  test('the order of the sources leaves no trace', () => {
    const model = scalingModel();
    expect(writeArtifact({ ...model, sources: new Map([...model.sources].reverse()) })).toEqual(writeArtifact(model));
  });

  test('the checksum is the SHA-256 that Node computes, of the file with zeros in its place', () => {
    const file = writeArtifact(scalingModel());
    const { metadata } = readSafetensors(file);
    const stored = metadata.get('rnnc.sha256') ?? '';
    const zeroed = Buffer.from(file).toString('latin1').replace(stored, '0'.repeat(64));
    expect(createHash('sha256').update(Buffer.from(zeroed, 'latin1')).digest('hex')).toBe(stored);
  });

  test('a source that quotes a checksum does not lead astray', () => {
    const model = scalingModel();
    const sources = new Map([[model.file, `"rnnc.sha256":"${'0'.repeat(64)}"`]]);
    expect(readArtifact(writeArtifact({ ...model, sources })).sources.get('scaling.yaml')).toContain('rnnc.sha256');
  });
});

test('a graph that is too large for a file is refused before its kernels are written', () => {
  const model = { ...scalingModel(), file: 'f'.repeat(100_000_001) };
  const kernels = () => {
    throw new Error('kernels were written');
  };
  expect(() => writeArtifact({ ...model, kernels })).toThrow(
    /does not fit into one file: the graph and the sources are too large/,
  );
});

describe('refused', () => {
  const file = writeArtifact(scalingModel());

  test('with a changed weight', () => {
    const changed = file.slice();
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(codeOf(changed)).toBe('artifact-changed');
  });

  test('with a checksum in upper case', () => {
    const at = findDigest(file) ?? 0;
    const changed = file.slice();
    for (let i = at; i < at + 64; i++) if ((file[i] ?? 0) >= 0x61) changed[i] = (file[i] ?? 0) - 0x20;
    expect(codeOf(changed)).toBe('artifact-invalid');
  });

  test('as another file', () => {
    expect(codeOf(new TextEncoder().encode('name: a model in YAML, and long enough for a header'))).toBe(
      'artifact-invalid',
    );
    expect(codeOf(fileOf('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', floats(1)))).toBe(
      'artifact-invalid',
    );
  });

  test('with an op that does not exist, whose name is told', () => {
    const change = withModel((model) => Object.assign((graphOf(model).nodes as object[])[0] ?? {}, { op: 'evil' }));
    expect(() => readArtifact(resealed(file, change))).toThrow(
      /the inference graph breaks its rules: .*evil of 's' is no op/s,
    );
  });

  test.each([
    ['rnnc.format', '2.0', 'file format'],
    ['rnnc.ir', '0.9', 'graph'],
  ])('of another major version: %s %s', (key, version, what) => {
    const newer = resealed(file, (metadata) => metadata.set(key, version));
    const error = thrownBy(() => readArtifact(newer, { file: 'm.rnnc' }));
    const [mistake] = error instanceof RnncError ? error.diagnostics : [];
    expect(mistake).toMatchObject({ code: 'artifact-version', found: version, expected: '1.x' });
    expect(mistake?.message).toContain(what);
    expect(mistake?.fix).toContain('update rnnc');
  });

  test('a newer major version whose content is unknown is called newer, not broken', () => {
    expect(codeOf(resealed(file, (m) => m.set('rnnc.format', '2.0').set('rnnc.model', '{"v2":[]}')))).toBe(
      'artifact-version',
    );
  });

  test.each(['', '1', '1.', 'one', '1.0.0', ' 1.0', '99999999.0'])('with the version "%s"', (version) => {
    expect(codeOf(resealed(file, (metadata) => metadata.set('rnnc.format', version)))).toBe('artifact-invalid');
  });

  test.each(['rnnc.format', 'rnnc.ir', 'rnnc.kernels', 'rnnc.model', 'rnnc.sources', 'rnnc.sha256'])(
    'without %s',
    (key) => {
      expect(codeOf(resealed(file, (metadata) => metadata.delete(key)))).toBe('artifact-invalid');
    },
  );

  test.each<readonly [string, (metadata: Map<string, string>) => void]>([
    ['a model that is no JSON', (m) => m.set('rnnc.model', '{')],
    [
      'a model with a key twice',
      (m) => m.set('rnnc.model', (m.get('rnnc.model') ?? '').replace('{', '{"name":"other",')),
    ],
    ['sources that are no texts', (m) => m.set('rnnc.sources', '{"a":1}')],
    ['a further key of the model', withModel((model) => Object.assign(model, { more: 1 }))],
    ['a key named __proto__', (m) => m.set('rnnc.model', (m.get('rnnc.model') ?? '').replace('{', '{"__proto__":{},'))],
    ['no seed', withModel((model) => Reflect.deleteProperty(model, 'seed'))],
    ['half a step to unroll', withModel((model) => Object.assign(model, { unroll: 0.5 }))],
    [
      'an op that does not exist',
      withModel((model) => Object.assign((graphOf(model).nodes as object[])[0] ?? {}, { op: 'evil' })),
    ],
    [
      'an op named like a property of every object',
      withModel((model) => Object.assign((graphOf(model).nodes as object[])[0] ?? {}, { op: 'toString' })),
    ],
    [
      'attributes that the op does not have',
      withModel((model) => Object.assign((graphOf(model).nodes as object[])[0] ?? {}, { attrs: { axis: 0 } })),
    ],
    [
      'an operand that does not exist',
      withModel((model) => Object.assign((graphOf(model).nodes as object[])[0] ?? {}, { inputs: [0, 99] })),
    ],
    [
      'a negative operand',
      withModel((model) => Object.assign((graphOf(model).nodes as object[])[0] ?? {}, { inputs: [0, -1] })),
    ],
    [
      'a result of another type',
      withModel((model) =>
        Object.assign((graphOf(model).values as object[])[2] ?? {}, { type: { dtype: 'int32', shape: [] } }),
      ),
    ],
    [
      'a weight that has no tensor',
      withModel((model) => Object.assign((graphOf(model).weights as object[])[0] ?? {}, { path: 'other' })),
    ],
    [
      'an output that is not computed',
      withModel((model) => Object.assign((graphOf(model).outputs as object[])[0] ?? {}, { value: 50 })),
    ],
  ])('whole and sealed, with %s', (_, change) => {
    expect(codeOf(resealed(file, change))).toBe('artifact-invalid');
  });
});

// The stock reader (Python: safetensors 0.8.0 with numpy 2.4.6) opens this file and gives 's.scale' as below; `rnnc.model` names the model.
test('the file that a stock safetensors reader opened', () => {
  const file = new Uint8Array(readFileSync(new URL('fixtures/scaling.safetensors', import.meta.url)));
  expect(writeArtifact(scalingModel())).toEqual(file);
  expect([...(readArtifact(file).weights.get('s.scale')?.data ?? [])]).toEqual([
    -0.5116840600967407, 0.03791069984436035,
  ]);
});
