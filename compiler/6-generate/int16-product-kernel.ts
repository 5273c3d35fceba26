import {
  INT16_ROWS,
  type Int16PackKernel,
  type Int16ProductKernel,
  int16Panels,
  int16Work,
  pairsOf,
} from '../ir/generated.ts';
import { FunctionWriter } from './function-writer.ts';
import type { ModuleWriter } from './module-writer.ts';
import {
  callOf,
  callTiles,
  eachPanel,
  inParts,
  loadColumns,
  type Panel,
  type ProductLoops,
  panelsOf,
  repeat,
  rowFunction,
  storeLanes,
  type Weights,
  wholeTiles,
} from './product-kernel.ts';
import { acrossLanes } from './totals.ts';

/**
 * What a row's largest magnitude becomes. The error of a result that comes from rounding the row falls with it, the error that comes from
 * rounding the weights grows with it, since sums must fit: here they are about equal for the weights of a trained layer. A power of two, so
 * that dividing by it is exact.
 */
const ROW_TOP = 2 ** 13;

/** What weights become is less than an int16 can hold by more than what rounding adds. */
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

/** Magnitudes up to here are multiplied in int16: beyond, scales might not be finite. Smaller ones than its inverse are rounded as if they were that large. */
const LIMIT = 2 ** 100;

const bitsOf = (value: number): number => new Int32Array(Float32Array.of(value).buffer)[0] ?? 0;

/** Adding it to a float32 below 2^22 rounds that to a whole number, ties to even, which is then the difference of the bits. */
const TO_INTEGER = 3 * 2 ** 22;

/** Both factors are int16; a step is a pair of k, whose two products the engine's one instruction adds. */
const int16: Weights = {
  name: 'int16',
  longestSum: PAIRS,
  storesFrom: 'last',
  scales: ['$columnScales', '$rowScales'],
  begin: (w) => `(local.get ${w.int(0)})`,
  add: (_, sum, a, weights) => `(i32x4.add ${sum} (i32x4.dot_i16x8_s ${a} ${weights}))`,
  end: (w, sum, start, [column = '', row = '']) => {
    // the row first: where it is 0 so is the product, however large the column's scale
    const float = `(f32x4.mul (f32x4.convert_i32x4_s ${sum}) ${row})`;
    return start === null ? `(f32x4.mul ${float} ${column})` : w.fused(float, column, start);
  },
};

/**
 * out = start + a @ b over all rows: (rows, a, panels, weights, work, start, out). Some rows at a time become int16 in `work`, and go two by two through
 * tiles and the last one alone as those of float32 do. Rows that must be exact count as zeros there and are multiplied by the weights afterwards.
 */
export function writeInt16Product(module: ModuleWriter, kernel: Int16ProductKernel, name: string): string {
  const { k, n, start } = kernel;
  const [panels, work] = [int16Panels(k, n), int16Work(k)];
  const loops: ProductLoops = { weights: int16, steps: pairsOf(k), n, start, rowBytes: 4 * work.rowSize };
  const quantize = module.function(`quantize ${k}`, `quantize_${k}`, (own) => writeQuantize(module, k, own));
  const row = rowFunction(module, loops);
  const exact = module.function(`exact ${JSON.stringify(kernel)}`, `exact_${k}x${n}`, (own) =>
    writeExact(module, kernel, own),
  );
  const w = new FunctionWriter(module);
  const own = ['$left', '$quantized', '$columnScales', '$rowScales', '$limit', '$chunk', '$whole'];
  for (const local of [...own, '$x', '$to']) w.local(local, 'i32');
  const at = (pointer: string, elements: number): string =>
    `(i32.add (local.get ${pointer}) (i32.const ${4 * elements}))`;
  w.set('$columnScales', at('$panels', panels.scales));
  w.set('$limit', `(i32.load offset=${4 * panels.limit} (local.get $panels))`);
  w.set('$left', '(local.get $rows)');
  w.set('$x', '(local.get $a)');
  w.loop('(i32.eqz (local.get $left))', () => {
    const most = `(i32.const ${INT16_ROWS})`;
    w.set('$chunk', `(select ${most} (local.get $left) (i32.gt_u (local.get $left) ${most}))`);
    w.line(callOf(quantize, ['$chunk', '$x', '$work', '$limit']));
    w.set('$rowScales', '(local.get $work)');
    w.set('$a', at('$work', work.rows));
    w.set('$to', '(local.get $out)');
    w.set('$whole', wholeTiles('$chunk'));
    const by = (p: string, count: string, bytes: number): void =>
      w.set(p, `(i32.add (local.get ${p}) (i32.mul (local.get ${count}) (i32.const ${bytes})))`);
    w.when('(local.get $whole)', () => {
      callTiles(module, w, loops, PAIRS, '$whole');
      by('$a', '$whole', loops.rowBytes);
      by('$rowScales', '$whole', 4);
      if (start === 'each') by('$start', '$whole', 4 * n);
      by('$out', '$whole', 4 * n);
    });
    w.when('(i32.ne (local.get $whole) (local.get $chunk))', () => {
      w.line(callOf(row, ['$a', '$panels', '$start', '$out', ...int16.scales]));
      if (start === 'each') w.advance('$start', 4 * n);
      w.advance('$out', 4 * n);
    });
    w.line(callOf(exact, ['$chunk', '$x', '$work', '$weights', '$to']));
    by('$x', '$chunk', 4 * k);
    w.set('$left', '(i32.sub (local.get $left) (local.get $chunk))');
  });
  return w.finish(name, ['$rows', '$a', '$panels', '$weights', '$work', '$start', '$out']);
}

/** Rows in int16 with their scales: (rows, a, work, limit). A row with a magnitude above the limit is marked, and its scale is 0. */
function writeQuantize(module: ModuleWriter, k: number, name: string): string {
  const w = new FunctionWriter(module);
  const { exact, rows } = int16Work(k);
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
  w.set('$to', `(i32.add (local.get $work) (i32.const ${4 * rows}))`);
  w.loop('(i32.eqz (local.get $rows))', () => {
    // magnitudes have the order of their bits, infinity and NaN above all
    w.set('$top', `(local.get ${w.int(bitsOf(1 / LIMIT))})`);
    eights((lanes) => {
      for (const [i, count] of lanes.entries())
        w.set('$top', `(i32x4.max_s (local.get $top) (v128.and ${loaded(16 * i, count)} (local.get ${magnitudes})))`);
    });
    const top = acrossLanes(w, 'i32x4.max_s', w.value('(local.get $top)'));
    const beyond = w.value(`(i32x4.gt_s (local.get ${top}) (i32x4.splat (local.get $limit)))`);
    w.line(`(v128.store32_lane offset=${4 * exact} 0 (local.get $work) (local.get ${beyond}))`);
    const scale = w.op('v128.andnot', w.op('f32x4.mul', top, w.float(1 / ROW_TOP)), beyond);
    w.line(`(v128.store32_lane 0 (local.get $work) (local.get ${scale}))`);
    w.set('$factor', `(f32x4.div (local.get ${w.float(ROW_TOP)}) (local.get ${top}))`);
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
    w.advance('$a', 4 * k);
    w.advance('$work', 4);
    w.advance('$rows', -1);
  });
  return w.finish(name, ['$rows', '$a', '$work', '$limit']);
}

/** Adds the products of the marked rows, in float32 and in the order of k: (rows, a, work, weights, out). */
function writeExact(module: ModuleWriter, { k, n, rowStride, columnStride }: Int16ProductKernel, name: string): string {
  const w = new FunctionWriter(module);
  for (const local of ['$x', '$from', '$at', '$to', '$k']) w.local(local, 'i32');
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
    w.when(`(i32.load offset=${4 * int16Work(k).exact} (local.get $work))`, () => {
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
    w.advance('$work', 4);
    w.advance('$out', 4 * n);
    w.advance('$rows', -1);
  });
  return w.finish(name, ['$rows', '$a', '$work', '$weights', '$out']);
}

/**
 * (source, panels): as those of float32 with two k to a step. The scale of a column makes its largest magnitude at most `WEIGHT_TOP` and the magnitudes
 * of every part that is added up in int32 at most `LARGEST_SUM`. Where a number is not finite, no row may be multiplied in int16.
 */
export function writeInt16Pack(module: ModuleWriter, kernel: Int16PackKernel, name: string): string {
  const { k, n, rowStride, columnStride } = kernel;
  const { scales, limit } = int16Panels(k, n);
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
    const infinite = w.op('i32x4.ge_s', greatest, infinity);
    w.set('$infinite', `(v128.or (local.get $infinite) (local.get ${infinite}))`);
    const byTop = `(f32x4.mul (local.get $top) (local.get ${w.float(1 / WEIGHT_TOP)}))`;
    const bySum = `(f32x4.mul (local.get $largest) (local.get ${w.float(1 / LARGEST_SUM)}))`;
    const least = `(local.get ${w.float(1 / LIMIT)})`;
    const scale = w.value(`(i32x4.max_s ${least} (i32x4.max_s ${byTop} ${bySum}))`);
    w.line(`(v128.store (local.get $scales) (local.get ${w.op('v128.andnot', scale, infinite)}))`);
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
  // -1 is below all magnitudes
  const none = `(v128.any_true (local.get $infinite))`;
  w.line(
    `(i32.store offset=${4 * limit} (local.get $panels) (select (i32.const -1) (i32.const ${bitsOf(LIMIT)}) ${none}))`,
  );
  return w.finish(name, ['$source', '$panels']);
}
