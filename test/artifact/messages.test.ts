import { expect, test } from 'vitest';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../src/artifact/messages.ts';
import { readSafetensors, SafetensorsError, type SafetensorsProblem } from '../../src/artifact/safetensors.ts';
import { fileOf, floats, thrownBy } from './files.ts';

const told = ({ code, message, expected, found, fix }: Diagnostic): string =>
  `${code}: ${message} / ${expected} / ${found} / ${fix}`;

const rules: readonly SafetensorsProblem['rule'][] = [
  'too-short',
  'header-length',
  'header-text',
  'header-json',
  'duplicate-key',
  'metadata',
  'entry',
  'dtype',
  'shape',
  'offsets',
  'size',
  'overlap',
  'hole',
  'truncated',
  'trailing-bytes',
];

test('of files that are no files of weights or models', () => {
  const problems = rules.map((rule): SafetensorsProblem => ({ rule, message: `(${rule})` }));
  const whole: SafetensorsProblem = { rule: 'size', message: 'm', expected: 'e', found: 'f' };
  expect(
    [...problems, whole]
      .flatMap((problem) => [
        say.badWeightsFile('w', problem),
        say.badArtifactFile('a', problem),
        say.tooLarge('m', problem),
      ])
      .map(told),
  ).toMatchSnapshot();
  const kinds = [
    'an HTML page',
    'YAML',
    'a file compressed with gzip',
    'a pointer of Git LFS, not the file itself',
    'text',
  ];
  expect([...kinds.map((kind) => say.foreignArtifact('f', kind)), say.notAnArtifact('f')].map(told)).toMatchSnapshot();
});

test('of weights', () => {
  const entry = { dtype: 'F32', shape: [2, 3], bytes: new Uint8Array(24) };
  const many = Array.from({ length: 13 }, (_, i) => `layer.${i}`);
  const long = Array.from({ length: 17 }, (_, i) => i);
  expect(
    [
      say.weightMissing('f', 'r.kernel', [2, 3], [], 0),
      say.weightMissing('f', 'r.kernel', [2, 3], ['r.kernal', 'other'], 2),
      say.weightMissing('f', 'r.kernel', long.slice(1), ['x'], 1),
      say.weightsExtra('f', 7),
      say.weightNotFinite('load()', 'w', [1, 2], Number.NaN),
      say.weightExtra('f', 'kernal', ['kernel', 'bias']),
      say.weightExtra('f', 'zzz', many.slice(1)),
      say.weightExtra('f', 'zzz', many),
      say.weightExtra('f', 'ab', ['aa', 'bb', 'cc']),
      say.weightMisshapen('f', 'w', [2, 3], [3, 2]),
      say.weightMisshapen('f', 'w', [2], [2]),
      say.weightMisshapen('f', 'w', [2, 3], long),
      say.weightDtype('f', 'w', 'BOOL'),
      say.scaledNoMatrix('f', 'w', entry),
      say.scalesMissing('f', 'w.scales', 3),
      say.scalesMisfit('f', 'w.scales', 4, entry),
      say.scaleNoNumber('f', 'w.scales', 1, -1),
      say.scalesTooLarge('f', 'w'),
      say.weightForm('load()', 'w', 5),
    ].map(told),
  ).toMatchSnapshot();
});

test('of models', () => {
  expect(
    [
      say.artifactChanged('f', 'aa', 'bb'),
      say.artifactVersion('f', 'graph', '3.1', '4.0'),
      say.artifactContent('f', 'graphs/inference', 'must be object'),
      say.artifactWeights('f', say.weightDtype('f', 'w', 'BOOL')),
      ...[
        'ENOENT',
        'EACCES',
        'EPERM',
        'ENOTDIR',
        'EISDIR',
        'ENAMETOOLONG',
        'ERR_INVALID_FILE_URL_HOST',
        'ERR_INVALID_FILE_URL_PATH',
        'ERR_INVALID_ARG_VALUE',
        'EIO',
      ].map((code) => say.modelUnreadable('m', code)),
      say.originForm(undefined),
      say.originForm('a: b\n'),
      say.originForm('a'),
      say.originForm(Promise.resolve()),
      say.bodyUsed('m'),
    ].map(told),
  ).toMatchSnapshot();
});

test('of values that do not fit the schema', () => {
  const problem = (keyword: string, params: { readonly [key: string]: unknown }): string =>
    say.schemaProblem({ keyword, params, instancePath: '' } as Parameters<typeof say.schemaProblem>[0]);
  expect([
    problem('type', { type: 'object' }),
    problem('type', { type: ['string', 'null'] }),
    problem('required', { missingProperty: 'name' }),
    problem('additionalProperties', { additionalProperty: 'nam' }),
    problem('const', { allowedValue: 1 }),
    problem('enum', { allowedValues: ['a', 'b'] }),
    problem('discriminator', { tag: 'op' }),
    problem('pattern', { pattern: '^a' }),
    problem('minimum', { limit: 0 }),
    problem('not', {}),
  ]).toMatchSnapshot();
});

test('of headers of files of tensors', () => {
  const tensor = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  const headers: readonly unknown[] = [
    { w: 5 },
    { w: null },
    { w: [] },
    { w: { ...tensor, more: 1, other: 2 } },
    { w: { ...tensor, dtype: 'F33' } },
    { w: { ...tensor, dtype: 3 } },
    { w: { ...tensor, dtype: undefined } },
    { w: { ...tensor, dtype: 'toString' } },
    { w: { ...tensor, shape: 1 } },
    { w: { ...tensor, shape: [-1] } },
    { w: { ...tensor, shape: [1.5] } },
    { w: { ...tensor, data_offsets: 4 } },
    { w: { ...tensor, data_offsets: [0] } },
    { w: { ...tensor, data_offsets: [0, 4, 4] } },
    { w: { ...tensor, data_offsets: [0, -4] } },
    { w: { ...tensor, data_offsets: [4, 0] } },
    { w: { ...tensor, shape: [2] } },
    { w: { ...tensor, shape: [2 ** 40, 2 ** 40] } },
    { w: { ...tensor, shape: Array.from({ length: 60 }, () => 7) } },
    { ['n'.repeat(100)]: { ...tensor, dtype: 'd'.repeat(100) } },
    { w: tensor, v: tensor },
    { w: { ...tensor, data_offsets: [4, 8] } },
    { w: tensor, v: { ...tensor, data_offsets: [8, 12] } },
    { w: { ...tensor, shape: [2], data_offsets: [0, 8] } },
    {},
    { __metadata__: 5 },
    { __metadata__: null, w: tensor },
    { __metadata__: { a: 1, b: 'c', d: ['e'.repeat(100)] }, w: tensor },
    [],
    { __metadata__: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [i, i])) },
    Object.fromEntries(Array.from({ length: 60 }, (_, i) => [i, i])),
  ];
  const raw = ['', '[]', '{"w":', '{"w":1,"w":2}', ' {}', '{} x', '{"a":"\\x"}'];
  const found = [...headers.map((header) => JSON.stringify(header)), ...raw].map((header) => {
    const error = thrownBy(() => readSafetensors(fileOf(header, floats(1))));
    if (!(error instanceof SafetensorsError)) throw error;
    const said = error.problems.map((p) => `${p.rule}: ${p.message} / ${p.expected} / ${p.found}`);
    return [header.slice(0, 120), ...said.slice(0, 3), `${said.length}`];
  });
  expect(found).toMatchSnapshot();
  const short = [
    new Uint8Array(7),
    fileOf('{}', floats(1), 3n),
    fileOf('{}', floats(1), 2n ** 40n),
    fileOf('{}', floats(1), 7n),
  ];
  const bytes = [...short, Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 0, 0xff])].map((file) => {
    const error = thrownBy(() => readSafetensors(file));
    return error instanceof SafetensorsError ? error.problems : error;
  });
  expect(bytes).toMatchSnapshot();
});
