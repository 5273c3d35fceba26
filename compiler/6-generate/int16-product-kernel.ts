import {
  type Int16PackKernel,
  type Int16ProductKernel,
  type Int16RowsKernel,
  int16Panels,
  int16Rows,
  pairsOf,
} from '../program/generated.ts';
import { FunctionWriter } from './function-writer.ts';
import type { ModuleWriter } from './module-writer.ts';
import {
  callLoops,
  callOf,
  eachPanel,
  inParts,
  loadColumns,
  type Panel,
  panelsOf,
  repeat,
  storeLanes,
  type Weights,
} from './product-kernel.ts';
import { acrossLanes } from './totals.ts';

/**
 * What a row's largest magnitude becomes. The error of a result that comes from rounding the row falls with it, the error that comes from
 * rounding the weights grows with it, since sums must fit: here they are about equal for the weights of a trained layer. A power of two, so
 * that dividing by it is exact.
 */
const ROW_TOP = 2 ** 13;

/** The largest magnitude that a weight may have in int16. The distance to 32767 leaves room for rounding. */
const WEIGHT_TOP = 32_000;

/**
 * Pairs whose products are added up in int32. The sum then becomes float32 and joins the result, which costs 1 to 2 percent of the time at
 * this length (6 percent at 16 pairs), and the shorter it is the finer weights can be.
 */
const PAIRS = 64;

/**
 * The largest sum of magnitudes of the weights of a column over `PAIRS` pairs. With what rounding adds to it, half for each of the 128, and what the
 * sum was rounded by in float32, less than 4, it times `ROW_TOP` is below 2^31: no sum of products overflows, whatever the row.
 */
const LARGEST_SUM = 262_000;

/**
 * Magnitudes up to here are multiplied in int16: beyond, scales might not be finite. Smaller ones than its inverse are rounded as if they were that
 * large.
 */
const LIMIT = 2 ** 100;

const bitsOf = (value: number): number => new Int32Array(Float32Array.of(value).buffer)[0] ?? 0;

/** Adding it to a float32 below 2^22 rounds that to a whole number, ties to even, which is then the difference of the bits. */
const TO_INTEGER = 3 * 2 ** 22;

/** The step of the int16 product: it takes two k at once, whose products one instruction multiplies and adds. */
const int16: Weights = {
  name: 'int16',
  longestSum: PAIRS,
  storesFrom: 'last',
  scales: ['$columnScales', '$rowScales'],
  begin: (w) => `(local.get ${w.int(0)})`,
  add: (_, sum, a, weights) => `(i32x4.add ${sum} (i32x4.dot_i16x8_s ${a} ${weights}))`,
  end: (w, sum, start, [column = '', row = '']) => {
    // multiplied by the scale of the row first: where that is 0, the product is 0 however large the scale of the column is
    const float = `(f32x4.mul (f32x4.convert_i32x4_s ${sum}) ${row})`;
    return start === null ? `(f32x4.mul ${float} ${column})` : w.fused(float, column, start);
  },
};

/**
 * out = start + a @ b over all rows: (rows, rows in int16, panels, a, weights, start, out). The loops are those of float32. Rows that must be exact
 * count as zeros there and are multiplied afterwards.
 */
export function writeInt16Product(module: ModuleWriter, kernel: Int16ProductKernel, name: string): string {
  const { k, n, start } = kernel;
  const rows = int16Rows(k);
  const exact = module.function(`exact ${JSON.stringify(kernel)}`, `exact_${k}x${n}`, (own) =>
    writeExact(module, kernel, own),
  );
  const w = new FunctionWriter(module);
  for (const local of ['$all', '$int16', '$columnScales', '$rowScales', '$to']) w.local(local, 'i32');
  const at = (pointer: string, element: number): string =>
    `(i32.add (local.get ${pointer}) (i32.const ${4 * element}))`;
  w.set('$all', '(local.get $rows)');
  w.set('$int16', '(local.get $a)');
  w.set('$to', '(local.get $out)');
  w.set('$columnScales', at('$panels', int16Panels(k, n).scales));
  w.set('$rowScales', at('$a', rows.scale));
  callLoops(module, w, { weights: int16, steps: pairsOf(k), n, start, rowBytes: 4 * rows.size });
  w.line(callOf(exact, ['$all', '$int16', '$panels', '$given', '$weights', '$to']));
  return w.finish(name, ['$rows', '$a', '$panels', '$given', '$weights', '$start', '$out']);
}

/** (rows, a, rows in int16). The scale of a row with a magnitude above the limit is 0. */
export function writeInt16Rows(module: ModuleWriter, { k }: Int16RowsKernel, name: string): string {
  const w = new FunctionWriter(module);
  const { scale, fits, size } = int16Rows(k);
  for (const local of ['$x', '$end', '$to']) w.local(local, 'i32');
  for (const local of ['$top', '$factor']) w.local(local, 'v128');
  const magnitudes = w.int(0x7fffffff);
  const toInteger = w.float(TO_INTEGER);
  const rest = k % 8;
  /** What lies beyond the row counts as zero. */
  const loaded = (offset: number, lanes: number): string => {
    const vector = `(v128.load offset=${offset} (local.get $x))`;
    return lanes === 4 ? vector : `(v128.and ${vector} (local.get ${w.firstLanes(lanes)}))`;
  };
  const eights = (body: (lanes: readonly number[]) => void): void => {
    w.set('$x', '(local.get $a)');
    if (k >= 8) {
      w.set('$end', `(i32.add (local.get $a) (i32.const ${4 * (k - rest)}))`);
      w.loop('(i32.ge_u (local.get $x) (local.get $end))', () => {
        body([4, 4]);
        w.advance('$x', 32);
      });
    }
    if (rest > 0) body(rest > 4 ? [4, rest - 4] : [rest]);
  };
  w.loop('(i32.eqz (local.get $rows))', () => {
    // magnitudes compare like the integers with the same bits, with infinity and NaN above all numbers
    w.set('$top', `(local.get ${w.int(bitsOf(1 / LIMIT))})`);
    eights((lanes) => {
      for (const [i, count] of lanes.entries())
        w.set('$top', `(i32x4.max_s (local.get $top) (v128.and ${loaded(16 * i, count)} (local.get ${magnitudes})))`);
    });
    const top = acrossLanes(w, 'i32x4.max_s', w.value('(local.get $top)'));
    const within = w.op('i32x4.le_s', top, w.int(bitsOf(LIMIT)));
    w.set('$factor', `(f32x4.div (local.get ${w.float(ROW_TOP)}) (local.get ${top}))`);
    w.set('$to', '(local.get $to16)');
    eights((lanes) => {
      const [low, high] = [0, 1].map((i) => {
        const count = lanes[i];
        if (count === undefined) return `(local.get ${w.int(0)})`;
        const product = `(f32x4.mul ${loaded(16 * i, count)} (local.get $factor))`;
        return `(i32x4.sub (f32x4.add ${product} (local.get ${toInteger})) (local.get ${toInteger}))`;
      });
      w.line(`(v128.store (local.get $to) (i16x8.narrow_i32x4_s ${low} ${high}))`);
      w.advance('$to', 16);
    });
    const own = w.op('v128.and', w.op('f32x4.mul', top, w.float(1 / ROW_TOP)), within);
    w.line(`(v128.store32_lane offset=${4 * scale} 0 (local.get $to16) (local.get ${own}))`);
    w.line(`(v128.store32_lane offset=${4 * fits} 0 (local.get $to16) (local.get ${within}))`);
    w.advance('$a', 4 * k);
    w.advance('$to16', 4 * size);
    w.advance('$rows', -1);
  });
  return w.finish(name, ['$rows', '$a', '$to16']);
}

/**
 * Adds the products of rows that must be exact, all of them where a weight is not finite, in float32 and in the order of k: (rows, rows in int16, panels,
 * a, weights, out).
 */
function writeExact(module: ModuleWriter, { k, n, rowStride, columnStride }: Int16ProductKernel, name: string): string {
  const w = new FunctionWriter(module);
  const { fits, size } = int16Rows(k);
  for (const local of ['$x', '$from', '$at', '$to', '$k', '$finite']) w.local(local, 'i32');
  w.set('$finite', `(i32.load offset=${4 * int16Panels(k, n).finite} (local.get $panels))`);
  w.local('$s', 'v128');
  w.local('$sum', 'v128');
  const vectors = Math.ceil(n / 4);
  const lastLanes = n - 4 * (vectors - 1);
  const vector = (lanes: number): void => {
    const weights = `(local.get ${loadColumns(w, '$at', columnStride, lanes)})`;
    w.set('$sum', w.fused('(local.get $s)', weights, '(v128.load (local.get $to))'));
    storeLanes(w, '$to', 0, '$sum', lanes);
    w.advance('$at', 16 * columnStride);
    w.advance('$to', 16);
  };
  w.loop('(i32.eqz (local.get $rows))', () => {
    w.when(`(i32.eqz (i32.and (i32.load offset=${4 * fits} (local.get $int16)) (local.get $finite)))`, () => {
      w.set('$x', '(local.get $a)');
      w.set('$from', '(local.get $weights)');
      w.set('$k', `(i32.const ${k})`);
      w.loop('(i32.eqz (local.get $k))', () => {
        w.set('$s', '(v128.load32_splat (local.get $x))');
        w.set('$at', '(local.get $from)');
        w.set('$to', '(local.get $out)');
        const whole = vectors - (lastLanes < 4 ? 1 : 0);
        if (whole > 0) repeat(w, '$vectors', whole, () => vector(4));
        if (whole < vectors) vector(lastLanes);
        w.advance('$from', 4 * rowStride);
        w.advance('$x', 4);
        w.advance('$k', -1);
      });
    });
    w.advance('$a', 4 * k);
    w.advance('$int16', 4 * size);
    w.advance('$out', 4 * n);
    w.advance('$rows', -1);
  });
  return w.finish(name, ['$rows', '$int16', '$panels', '$a', '$weights', '$out']);
}

/**
 * (source, panels): as those of float32 with two k to a step. The scale of a column makes its largest magnitude at most `WEIGHT_TOP` and the magnitudes
 * of every part that is added up in int32 at most `LARGEST_SUM`. Where a number is not finite, no row is multiplied in int16.
 */
export function writeInt16Pack(module: ModuleWriter, kernel: Int16PackKernel, name: string): string {
  const { k, n, rowStride, columnStride } = kernel;
  const { scales, finite } = int16Panels(k, n);
  const w = new FunctionWriter(module);
  for (const local of ['$at', '$to', '$panel', '$scales']) w.local(local, 'i32');
  for (const local of ['$top', '$sum', '$largest', '$factor', '$infinite']) w.local(local, 'v128');
  const magnitudes = w.int(0x7fffffff);
  const infinity = w.int(0x7f800000);
  const [toInteger, zero, lowHalf] = [w.float(TO_INTEGER), w.int(0), w.int(0xffff)];
  const next = (): void => w.advance('$at', 4 * rowStride);
  const vector = (lanes: number, pitch: number): void => {
    w.set('$at', '(local.get $source)');
    w.set('$top', `(local.get ${zero})`);
    w.set('$largest', `(local.get ${zero})`);
    inParts(w, k, 2 * PAIRS, (length) => {
      w.set('$sum', `(local.get ${zero})`);
      repeat(w, '$rows', length, () => {
        const magnitude = w.op('v128.and', loadColumns(w, '$at', columnStride, lanes), magnitudes);
        w.set('$top', `(i32x4.max_s (local.get $top) (local.get ${magnitude}))`);
        w.set('$sum', `(f32x4.add (local.get $sum) (local.get ${magnitude}))`);
        next();
      });
      w.set('$largest', '(i32x4.max_s (local.get $largest) (local.get $sum))');
    });
    const greatest = w.value('(i32x4.max_s (local.get $top) (local.get $largest))');
    w.set('$infinite', `(v128.or (local.get $infinite) (local.get ${w.op('i32x4.ge_s', greatest, infinity)}))`);
    const byTop = `(f32x4.mul (local.get $top) (local.get ${w.float(1 / WEIGHT_TOP)}))`;
    const bySum = `(f32x4.mul (local.get $largest) (local.get ${w.float(1 / LARGEST_SUM)}))`;
    const least = `(local.get ${w.float(1 / LIMIT)})`;
    const scale = w.value(`(i32x4.max_s ${least} (i32x4.max_s ${byTop} ${bySum}))`);
    w.line(`(v128.store (local.get $scales) (local.get ${scale}))`);
    w.advance('$scales', 16);
    w.set('$factor', `(f32x4.div (local.get ${w.float(1)}) (local.get ${scale}))`);
    const quantized = (): string => {
      const product = `(f32x4.mul (local.get ${loadColumns(w, '$at', columnStride, lanes)}) (local.get $factor))`;
      next();
      return `(local.get ${w.value(`(i32x4.sub (f32x4.add ${product} (local.get ${toInteger})) (local.get ${toInteger}))`)})`;
    };
    const pair = (even: string, odd: string | null): void => {
      const low = `(v128.and ${even} (local.get ${lowHalf}))`;
      const both = odd === null ? low : `(v128.or ${low} (i32x4.shl ${odd} (i32.const 16)))`;
      w.line(`(v128.store (local.get $to) ${both})`);
      w.advance('$to', 16 * pitch);
    };
    w.set('$at', '(local.get $source)');
    w.set('$to', '(local.get $panel)');
    const pairs = Math.floor(k / 2);
    if (pairs > 0) repeat(w, '$pairs', pairs, () => pair(quantized(), quantized()));
    if (k % 2 > 0) pair(quantized(), null);
    w.advance('$panel', 16);
    w.advance('$source', 16 * columnStride);
  };
  w.set('$scales', `(i32.add (local.get $panels) (i32.const ${4 * scales}))`);
  w.set('$panel', '(local.get $panels)');
  eachPanel(w, panelsOf(n), ({ width, lastLanes }: Panel) => {
    const whole = width - (lastLanes < 4 ? 1 : 0);
    if (whole > 0) repeat(w, '$vectors', whole, () => vector(4, width));
    if (whole < width) vector(lastLanes, width);
    w.advance('$panel', 16 * width * (pairsOf(k) - 1));
  });
  // with a weight that is not finite, all scales become 0, and all rows are multiplied in float32 afterwards
  w.when('(v128.any_true (local.get $infinite))', () =>
    w.line(
      `(memory.fill (i32.add (local.get $panels) (i32.const ${4 * scales})) (i32.const 0) (i32.const ${4 * (finite - scales)}))`,
    ),
  );
  w.line(`(i32.store offset=${4 * finite} (local.get $panels) (i32.eqz (v128.any_true (local.get $infinite))))`);
  return w.finish(name, ['$source', '$panels']);
}
