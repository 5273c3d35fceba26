import * as library from '../../../src/index.ts';
import { FILES, FORECASTING } from './models.ts';
import { bytes, call, compiled, files, type OddCall, ONE, promise } from './opened.ts';

const BATCH = {
  samples: 1,
  carry: false,
  lengths: {},
  feeds: { x: { data: new Float32Array(4), shape: [1, 2, 2] }, t: { data: new Float32Array(4), shape: [1, 2, 2] } },
};
const train = (...given: unknown[]): unknown => call(compiled, 'train', ...given);
const trainOn = (batch: unknown): unknown => train({ train: () => [batch] });
const onFiles = (of: unknown): unknown => call(library.compile(FORECASTING), 'train', { files: of });
export const OF_TRAINING: readonly OddCall[] = [
  ['train()', () => train(), ['what the model is trained on is not given']],
  ['train(null)', () => train(null), ['null']],
  ['train([batch])', () => train([BATCH]), ['a list of 1']],
  ['train({data})', () => train({ data: [] }), ['"data" has no rows']],
  [
    'train({train, validaton})',
    () => train({ train: () => [BATCH], validaton: () => [BATCH] }),
    ['did you mean "validation"?'],
  ],
  ['train({train: batches})', () => train({ train: [BATCH] }), ['it is no function']],
  ['train({train: null})', () => train({ train: null }), ['it is no function']],
  ['train({train: () => null})', () => train({ train: () => null }), ["can't be iterated over"]],
  [
    'train({train: () => {iterator: 1}})',
    () => train({ train: () => ({ [Symbol.iterator]: 1 }) }),
    ["can't be iterated over"],
  ],
  ['train({train: () => "text"})', () => train({ train: () => 'text' }), ["can't be iterated over"]],
  ['train({train, batchCount: NaN})', () => train({ train: () => [BATCH], batchCount: Number.NaN }), ['batchCount']],
  ['train(batch: null)', () => trainOn(null), ['batch 1 of "train" is no batch']],
  ['train(batch: promise of feeds)', () => trainOn(promise()), ['a key "x"']],
  ['train(batch without lengths)', () => trainOn({ ...BATCH, lengths: null }), ['"lengths"']],
  ['train(batch: {lenghts})', () => trainOn({ ...BATCH, lenghts: {} }), ['a key "lenghts"', 'did you mean "lengths"?']],
  [
    'train(batch: feeds of more)',
    () => trainOn({ ...BATCH, feeds: { ...BATCH.feeds, z: BATCH.feeds.x } }),
    ['feeds "z"'],
  ],
  ['train(batch: samples of 1n)', () => trainOn({ ...BATCH, samples: 1n }), ['"samples"']],
  ['train(batch: x null)', () => trainOn({ ...BATCH, feeds: { ...BATCH.feeds, x: null } }), ['"x"']],
  [
    'train(batch: shape of symbols)',
    () => trainOn({ ...BATCH, feeds: { ...BATCH.feeds, x: { data: ONE, shape: [Symbol('s')] } } }),
    ['"x"'],
  ],
  [
    'train(batch: data of texts)',
    () => trainOn({ ...BATCH, feeds: { ...BATCH.feeds, x: { data: ['a', 'b'], shape: [1, 1, 2] } } }),
    ['x'],
  ],
  ['train(batch: lengths too long)', () => trainOn({ ...BATCH, lengths: { x: [9n] } }), ['lengths']],
  ['train(data, null)', () => train({ train: () => [BATCH] }, null), ['train(): the options are null']],
  ['train(data, {epoch})', () => train({ train: () => [BATCH] }, { epoch: 2 }), ['did you mean "epochs"?']],
  ['train(data, {epochs: 0})', () => train({ train: () => [BATCH] }, { epochs: 0 }), ['the option epochs']],
  ['train(data, {batch: 1.5})', () => train({ train: () => [BATCH] }, { batch: 1.5 }), ['the option batch']],
  [
    'train(data, {checkpointEvery: -1})',
    () => train({ train: () => [BATCH] }, { checkpointEvery: -1 }),
    ['checkpointEvery'],
  ],
  [
    'train(data, {resume: null})',
    () => train({ train: () => [BATCH] }, { resume: null }),
    ['the option resume', 'leave resume out'],
  ],
  ['train(data, {resume: "file"})', () => train({ train: () => [BATCH] }, { resume: 'c.ckpt' }), ['read the file']],
  [
    'train(data, {resume: other bytes})',
    () => train({ train: () => [BATCH] }, { resume: bytes.buffer }),
    ['checkpoint-damaged'],
  ],
  [
    'train(data, {callbacks: null})',
    () => train({ train: () => [BATCH] }, { callbacks: null }),
    ['the option callbacks'],
  ],
  [
    'train(data, {callbacks: {onEpoch}})',
    () => train({ train: () => [BATCH] }, { callbacks: { onEpoch: () => {} } }),
    ['"onEpochEnd"'],
  ],
  [
    'train(data, {callbacks: {onStep: 1}})',
    () => train({ train: () => [BATCH] }, { callbacks: { onStep: 1 } }),
    ['the option onStep'],
  ],
  [
    'train(data, {signal: controller})',
    () => train({ train: () => [BATCH] }, { signal: new AbortController() }),
    ['give its `signal`'],
  ],
  ['train(data, {signal: true})', () => train({ train: () => [BATCH] }, { signal: true }), ['an AbortSignal']],
  ['train({files: null})', () => onFiles(null), ['how files are opened']],
  ['train({files: "rows.csv"})', () => onFiles('rows.csv'), ['memorySources']],
  ['train({files, fils})', () => call(library.compile(FORECASTING), 'train', { files, fils: 1 }), ['no option "fils"']],
  ['open gives nothing', () => onFiles({ open: () => undefined, list: () => null }), ['open("rows.csv")', 'nothing']],
  [
    'open gives text',
    () => onFiles({ open: async () => FILES['rows.csv'], list: () => null }),
    ['{size, chunks(start)}'],
  ],
  ['list gives a text', () => onFiles({ ...files, list: () => 'rows.csv' }), ['list("rows.csv")']],
  [
    'chunks give text',
    () => onFiles({ open: () => ({ size: 1, chunks: () => ['a'] }), list: () => null }),
    ['a Uint8Array at a time'],
  ],
];
