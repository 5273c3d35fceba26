import { EntryLayout } from '../../dist/compiler/program/entry.js';
import { int16Panels, int16Rows, outerWorkSize, panelSize } from '../../dist/compiler/program/generated.js';

const fixed = (n) => (n === 0 ? {} : { '': n });

/** A program of one call on buffers of fixed sizes, with the addresses of its operands behind the first 4 KiB. */
function kernelCase({ title, kernel, sizes, written, rows, work, unit }) {
  const buffers = sizes.map((size, i) => ({
    name: `b${i}`,
    dtype: 'float32',
    shape: [fixed(size)],
    storage: { kind: 'own', role: 'temporary' },
  }));
  const call = {
    kernel,
    operands: sizes.map((_, i) => i),
    written,
    counts: rows === null ? [] : [fixed(rows)],
    name: '',
    origins: [],
  };
  const step = { kind: 'generated', call };
  const program = { name: 'kernel', prepare: [], main: [step], update: [], buffers };
  let at = 4096;
  const places = sizes.map((size) => {
    const place = at;
    at += Math.ceil((size * 4 + 64) / 64) * 64;
    return place;
  });
  const args = new EntryLayout(program, step).arguments.map((argument) =>
    argument.kind === 'address' ? places[argument.buffer] : (argument.dim[''] ?? 0),
  );
  const floats = sizes.reduce((sum, size) => sum + size, 0);
  return { title, program, entry: 'main.0', memory: Math.ceil(at / 65536) + 1, floats, arguments: args, work, unit };
}

const product = (rows, k, n) =>
  kernelCase({
    title: `product [${rows}, ${k}] by [${k}, ${n}]`,
    kernel: { kind: 'product', k, n, start: 'each' },
    sizes: [rows * k, panelSize(k, n), rows * n, rows * n],
    written: [3],
    rows,
    work: 2 * rows * k * n,
    unit: 'GFLOPS',
  });

/** On weights of 16 bits. */
const int16Product = (rows, k, n) =>
  kernelCase({
    title: `int16 product [${rows}, ${k}] by [${k}, ${n}]`,
    kernel: { kind: 'int16-product', k, n, start: 'each', rowStride: n, columnStride: 1 },
    sizes: [rows * int16Rows(k).size, int16Panels(k, n).size, rows * k, k * n, rows * n, rows * n],
    written: [5],
    rows,
    work: 2 * rows * k * n,
    unit: 'GFLOPS',
  });

const int16Rowing = (rows, k) =>
  kernelCase({
    title: `rows of int16 from [${rows}, ${k}]`,
    kernel: { kind: 'int16-rows', k },
    sizes: [rows * k, rows * int16Rows(k).size],
    written: [1],
    rows,
    work: rows * k,
    unit: 'ns per element',
  });

const outer = (rows, m, n) =>
  kernelCase({
    title: `outer product [${rows}, ${m}] by [${rows}, ${n}]`,
    kernel: { kind: 'outer', m, n, outStride: n },
    sizes: [rows * m, rows * n, outerWorkSize(m, n), m * n],
    written: [2, 3],
    rows,
    work: 2 * rows * m * n,
    unit: 'GFLOPS',
  });

const float = { operand: 'float32', result: 'float32' };
const each = { dtype: 'float32', extent: 'each' };

/** One function of every element. */
const elementwise = (op, elements) =>
  kernelCase({
    title: `${op} of ${elements} elements`,
    kernel: {
      kind: 'rows',
      width: null,
      whole: true,
      operands: [each, each],
      statements: [
        { kind: 'load', operand: 0, pass: 0 },
        { kind: 'apply', op, of: [0], ...float },
        { kind: 'store', operand: 1, of: 1 },
      ],
    },
    sizes: [elements, elements],
    written: [1],
    rows: elements,
    work: elements,
    unit: 'ns per element',
  });

/** What follows the products in a step with three gates that are sigmoids and two tanh. */
const gated = (elements) => {
  const load = (operand) => ({ kind: 'load', operand, pass: 0 });
  const apply = (op, ...of) => ({ kind: 'apply', op, of, ...float });
  const statements = [
    ...[0, 1, 2, 3, 4].map(load),
    apply('sigmoid', 0),
    apply('sigmoid', 1),
    apply('tanh', 2),
    apply('sigmoid', 3),
    apply('mul', 6, 4),
    apply('mul', 5, 7),
    apply('add', 9, 10),
    { kind: 'store', operand: 4, of: 11 },
    apply('tanh', 11),
    apply('mul', 8, 13),
    { kind: 'store', operand: 5, of: 14 },
  ];
  return kernelCase({
    title: `gates of ${elements} units`,
    kernel: { kind: 'rows', width: null, whole: true, operands: Array(6).fill(each), statements },
    sizes: Array(6).fill(elements),
    written: [4, 5],
    rows: elements,
    work: elements,
    unit: 'ns per element',
  });
};

const softmax = (rows, width) =>
  kernelCase({
    title: `softmax of ${rows} rows of ${width}`,
    kernel: {
      kind: 'rows',
      width,
      whole: false,
      operands: [each, each],
      statements: [
        { kind: 'load', operand: 0, pass: 0 },
        { kind: 'reduce', by: 'max', of: 0 },
        { kind: 'load', operand: 0, pass: 1 },
        { kind: 'apply', op: 'sub', of: [2, 1], ...float },
        { kind: 'apply', op: 'exp', of: [3], ...float },
        { kind: 'store', operand: 1, of: 4 },
        { kind: 'reduce', by: 'sum', of: 4 },
        { kind: 'load', operand: 1, pass: 2 },
        { kind: 'apply', op: 'div', of: [7, 6], ...float },
        { kind: 'store', operand: 1, of: 8 },
      ],
    },
    sizes: [rows * width, rows * width],
    written: [1],
    rows,
    work: rows * width,
    unit: 'ns per element',
  });

export const kernelCases = [
  product(1, 128, 512),
  product(1, 128, 128),
  product(1, 20, 20),
  product(1, 512, 512),
  product(32, 128, 128),
  product(20, 200, 200),
  product(32, 512, 512),
  product(3200, 64, 128),
  int16Rowing(1, 128),
  int16Product(1, 128, 512),
  int16Product(1, 128, 128),
  int16Product(1, 20, 20),
  int16Product(1, 512, 512),
  int16Product(32, 128, 128),
  int16Product(20, 200, 200),
  int16Product(32, 512, 512),
  int16Product(3200, 64, 128),
  outer(3200, 128, 128),
  outer(100, 128, 128),
  gated(128),
  gated(4096),
  elementwise('sigmoid', 4096),
  elementwise('tanh', 4096),
  elementwise('exp', 4096),
  elementwise('log', 4096),
  softmax(100, 1000),
];
