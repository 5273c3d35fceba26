import type { Lanes } from '../ops/op/vector-code.ts';
import { type PackKernel, type ProductKernel, panelWidths } from '../program/generated.ts';
import { FunctionWriter } from './function-writer.ts';
import type { ModuleWriter } from './module-writer.ts';
import { withoutSkip, writeSkippingProduct } from './skip-rows.ts';

/**
 * A tile has two rows and up to four vectors of columns: eight accumulators and six loads fit the 15 registers that V8 has for them. Four rows of
 * two vectors are 3 percent slower on panels of eight vectors (V8 11.3), because a line of the cache is then read in two halves.
 */
const TILE_ROWS = 2;
const TILE_VECTORS = 4;

/**
 * Rows of a panel that a tile goes along before the next rows of `a` have their turn, so that they stay in the first cache: of a panel of eight
 * vectors a tile reads every other line, which can lie in half of the cache alone. A longer k is gone over in parts, each of which starts from what
 * the one before gave. A cell of 512 units with four gates, 32 rows: 128 ms with parts of 128, 142 with parts of 256, 140 without parts.
 * Parts are of about this length, and equal: a short one at the end would load and store its sums for little work.
 */
const PART = 128;

/**
 * Rows that one call of the tiles goes over. The call returns now and then, so that the engine can put its second version of the code in the
 * place of the first while a large product runs; a chunk stays in the second cache while it is gone over once for every panel.
 */
const ROW_CHUNK = 64;

/** Widths of the tiles of a panel, as even as can be: a tile of one vector alone would wait for its additions. */
function tileWidths(width: number): readonly number[] {
  const tiles = Math.ceil(width / TILE_VECTORS);
  return Array.from({ length: tiles }, (_, i) => Math.floor((width + tiles - 1 - i) / tiles));
}

/**
 * Instructions without effect that the innermost loop of one row carries. V8 unrolls small loops, and orders the copies so that they spill;
 * these make the loop too large for that and are then dropped. Measured on V8 11.3 (20 against 40 GFLOPS); newer ones neither need nor mind them.
 */
const DEAD_INSTRUCTIONS = 60;

/** What stands in the panels, and what a step does with it: it takes four bytes of a row, and of the panels a vector for every four columns. */
export interface Weights {
  readonly name: 'float32' | 'int16';
  /** The most steps that are added up before the sum joins `out`. */
  readonly longestSum: number;
  /** The order in which a row stores its sums: V8 orders the loop before it by that (2 times the speed on V8 11.3). */
  readonly storesFrom: 'first' | 'last';
  /** Parameters of rows and tiles behind those of all: addresses of a float32 of each column, and of each row, as far apart as rows are. */
  readonly scales: readonly [] | readonly [columns: string, rows: string];
  /** What a sum begins with, where the result starts from `start`; null: from zero. */
  readonly begin: (w: FunctionWriter, start: string | null) => string;
  readonly add: (w: FunctionWriter, sum: string, a: string, weights: string) => string;
  /** The result that a sum gives. `scales`: those of the columns and of the row. */
  readonly end: (w: FunctionWriter, sum: string, start: string | null, scales: readonly string[]) => string;
}

const float32: Weights = {
  name: 'float32',
  longestSum: Number.POSITIVE_INFINITY,
  storesFrom: 'first',
  scales: [],
  begin: (w, start) => start ?? `(local.get ${w.int(0)})`,
  add: (w, sum, a, weights) => w.fused(a, weights, sum),
  end: (_, sum) => sum,
};

/** A product as its loops see it. */
export interface ProductLoops {
  readonly weights: Weights;
  /** Steps over all k: rows of the panels. */
  readonly steps: number;
  readonly n: number;
  readonly start: Start;
  /** Bytes from one row of `a` to the next. */
  readonly rowBytes: number;
}

type Start = ProductKernel['start'];

export interface Panel {
  /** Vectors of four columns. */
  readonly width: number;
  /** Columns in the last vector, 1 to 4. */
  readonly lastLanes: number;
}

export function panelsOf(n: number): readonly Panel[] {
  let column = 0;
  return panelWidths(n).map((width) => {
    column += 4 * width;
    return { width, lastLanes: Math.min(4, 4 + n - column) };
  });
}

/** Code for every panel, once for those that are alike: a matrix may have hundreds. */
export function eachPanel(w: FunctionWriter, panels: readonly Panel[], write: (panel: Panel) => void): void {
  const [first] = panels;
  const alike = panels.filter((p) => p.width === first?.width && p.lastLanes === 4);
  if (first !== undefined && alike.length > 1) repeat(w, '$count', alike.length, () => write(first));
  for (const p of alike.length > 1 ? panels.slice(alike.length) : panels) write(p);
}

/** Code that goes over `all` in parts of `longest` and what remains. */
export function inParts(
  w: FunctionWriter,
  all: number,
  longest: number,
  write: (length: number, isFirst: boolean) => void,
): void {
  write(Math.min(all, longest), true);
  const more = Math.floor(all / longest) - 1;
  if (more > 0) repeat(w, '$parts', more, () => write(longest, false));
  if (all > longest && all % longest > 0) write(all % longest, false);
}

/**
 * out = start + a @ b over all rows: (rows, a, panels, start, out). Two rows at a time go through tiles of 2 x 16, the rest one by one through
 * code that streams the panels once. The three are functions of their own: V8 then compiles each well, and replaces its first version while
 * the others run.
 */
export function writeProduct(module: ModuleWriter, kernel: ProductKernel, name: string): string {
  const { k, n, start } = kernel;
  const w = new FunctionWriter(module);
  if (kernel.skip !== undefined) {
    const all = withoutSkip(kernel);
    const product = module.function(all.key, `product_${k}x${n}`, (own) => writeProduct(module, all.kernel, own));
    return writeSkippingProduct(w, kernel, product, name);
  }
  callLoops(module, w, { weights: float32, steps: k, n, start, rowBytes: 4 * k });
  return w.finish(name, ['$rows', '$a', '$panels', '$start', '$out']);
}

/** All rows, by calls of tiles and rows. Locals have the names of the parameters of both, and are used up. */
export function callLoops(module: ModuleWriter, w: FunctionWriter, loops: ProductLoops): void {
  const { weights, n, start, rowBytes } = loops;
  const [, rowScales] = weights.scales;
  const row = rowFunction(module, loops);
  w.local('$whole', 'i32');
  w.set('$whole', `(i32.and (local.get $rows) (i32.const ${-TILE_ROWS}))`);
  w.set('$rows', '(i32.sub (local.get $rows) (local.get $whole))');
  w.local('$chunk', 'i32');
  w.loop('(i32.eqz (local.get $whole))', () => {
    const [most, all] = [`(i32.const ${ROW_CHUNK})`, '(local.get $whole)'];
    w.set('$chunk', `(select ${most} ${all} (i32.gt_u ${all} ${most}))`);
    callTiles(module, w, loops);
    const by = (p: string, bytes: number): void =>
      w.set(p, `(i32.add (local.get ${p}) (i32.mul (local.get $chunk) (i32.const ${bytes})))`);
    by('$a', rowBytes);
    if (rowScales !== undefined) by(rowScales, rowBytes);
    if (start === 'each') by('$start', 4 * n);
    by('$out', 4 * n);
    w.set('$whole', '(i32.sub (local.get $whole) (local.get $chunk))');
  });
  w.loop('(i32.eqz (local.get $rows))', () => {
    w.line(callOf(row, ['$a', '$panels', '$start', '$out', ...weights.scales]));
    w.advance('$a', rowBytes);
    if (rowScales !== undefined) w.advance(rowScales, rowBytes);
    if (start === 'each') w.advance('$start', 4 * n);
    w.advance('$out', 4 * n);
    w.advance('$rows', -1);
  });
}

export const callOf = (callee: string, locals: readonly string[]): string =>
  `(call ${callee} ${locals.map((p) => `(local.get ${p})`).join(' ')})`;

/** Tiles over one chunk of rows and all k, in parts. */
function callTiles(module: ModuleWriter, w: FunctionWriter, loops: ProductLoops): void {
  const parts = Math.max(1, Math.round(loops.steps / PART));
  const longest = Math.min(loops.weights.longestSum, Math.ceil(loops.steps / parts));
  w.local('$from', 'i32');
  w.set('$from', '(i32.const 0)');
  inParts(w, loops.steps, longest, (steps, isFirst) => {
    const part = isFirst ? loops : { ...loops, start: 'each' as const };
    const key = JSON.stringify([loops.weights.name, loops.steps, loops.n, steps, part.start]);
    const tiles = module.function(`tiles ${key}`, `tiles_${steps}of${loops.steps}x${loops.n}`, (own) =>
      writeTiles(module, part, steps, own),
    );
    const start = isFirst ? '$start' : '$out';
    w.line(callOf(tiles, ['$chunk', '$a', '$panels', start, '$out', '$from', ...loops.weights.scales]));
    if (steps < loops.steps) w.advance('$from', steps);
  });
}

/** One row: (a, panels, start, out, scales), all vectors of a panel side by side. */
function rowFunction(module: ModuleWriter, loops: ProductLoops): string {
  const { weights, steps, n, start } = loops;
  const key = JSON.stringify([weights.name, steps, n, start]);
  return module.function(`row ${key}`, `row_${steps}x${n}`, (name) => writeRow(module, loops, name));
}

function writeRow(module: ModuleWriter, { weights, steps, n, start }: ProductLoops, name: string): string {
  const w = new FunctionWriter(module);
  for (const local of ['$x', '$end']) w.local(local, 'i32');
  w.local('$s', 'v128');
  const panels = panelsOf(n);
  const widest = Math.max(...panels.map((p) => p.width));
  for (let v = 0; v < widest; v++) w.local(`$s${v}`, 'v128');
  const [columnScales, rowScales] = weights.scales;
  const rowScale = rowScales === undefined ? null : splat(w, rowScales, '$rowScale');
  const panel = ({ width, lastLanes }: Panel): void => {
    const vectors = [...Array(width).keys()];
    w.set('$x', '(local.get $a)');
    inParts(w, steps, weights.longestSum, (length, isFirst) => {
      const from = (v: number): string | null => (isFirst ? startAt(start, 16 * v) : load('$out', 16 * v));
      for (const v of vectors) w.set(`$s${v}`, weights.begin(w, from(v)));
      w.set('$end', `(i32.add (local.get $x) (i32.const ${4 * length}))`);
      w.loop('(i32.ge_u (local.get $x) (local.get $end))', () => {
        w.set('$s', '(v128.load32_splat (local.get $x))');
        for (const v of vectors)
          w.set(`$s${v}`, weights.add(w, `(local.get $s${v})`, '(local.get $s)', load('$panels', 16 * v)));
        w.advance('$panels', 16 * width);
        w.line(deadInstructions('$x'));
        w.advance('$x', 4);
      });
      for (const v of weights.storesFrom === 'first' ? vectors : vectors.toReversed()) {
        const scales = columnScales === undefined || rowScale === null ? [] : [load(columnScales, 16 * v), rowScale];
        storeSum(w, weights, { sum: `$s${v}`, start: from(v), scales }, '$out', 16 * v, lanesAt(v, width, lastLanes));
      }
    });
  };
  eachPanel(w, panels, (p) => {
    panel(p);
    if (start !== 'zero') w.advance('$start', 16 * p.width);
    if (columnScales !== undefined) w.advance(columnScales, 16 * p.width);
    w.advance('$out', 16 * p.width);
  });
  return w.finish(name, ['$a', '$panels', '$start', '$out', ...weights.scales]);
}

/**
 * A whole number of tiles of rows, for `steps` of the steps from `$from` on, one tile's columns after the other: its part of the panel stays in
 * the first cache.
 */
function writeTiles(module: ModuleWriter, loops: ProductLoops, steps: number, name: string): string {
  const { weights, n, start, rowBytes } = loops;
  const w = new FunctionWriter(module);
  for (const local of ['$x', '$end', '$w', '$part', '$left', '$ar', '$sr', '$or']) w.local(local, 'i32');
  for (let v = 0; v < TILE_VECTORS; v++) w.local(`$w${v}`, 'v128');
  for (let r = 0; r < TILE_ROWS; r++) {
    w.local(`$x${r}`, 'v128');
    for (let v = 0; v < TILE_VECTORS; v++) w.local(`$s${r}_${v}`, 'v128');
  }
  const [columnScales, rowScales] = weights.scales;
  if (rowScales !== undefined) w.local('$rr', 'i32');
  const rows = [...Array(TILE_ROWS).keys()];
  const tile = (pitch: number, vectors: number, lastLanes: number): void => {
    const lanes = (v: number): number => lanesAt(v, vectors, lastLanes);
    const columns = [...Array(vectors).keys()];
    const from = (r: number, v: number): string | null =>
      startAt(start, 16 * v + (start === 'each' ? 4 * n * r : 0), '$sr');
    w.set('$ar', '(local.get $a)');
    if (start !== 'zero') w.set('$sr', '(local.get $start)');
    if (rowScales !== undefined) w.set('$rr', `(local.get ${rowScales})`);
    w.set('$or', '(local.get $out)');
    w.set('$left', '(local.get $rows)');
    w.loop('(i32.eqz (local.get $left))', () => {
      for (const r of rows) for (const v of columns) w.set(`$s${r}_${v}`, weights.begin(w, from(r, v)));
      w.set('$x', '(local.get $ar)');
      w.set('$end', `(i32.add (local.get $ar) (i32.const ${4 * steps}))`);
      w.set('$w', '(local.get $part)');
      w.loop('(i32.ge_u (local.get $x) (local.get $end))', () => {
        for (const v of columns) w.set(`$w${v}`, load('$w', 16 * v));
        for (const r of rows) w.set(`$x${r}`, `(v128.load32_splat offset=${rowBytes * r} (local.get $x))`);
        for (const r of rows)
          for (const v of columns) {
            const sum = `(local.get $s${r}_${v})`;
            w.set(`$s${r}_${v}`, weights.add(w, sum, `(local.get $x${r})`, `(local.get $w${v})`));
          }
        w.advance('$w', 16 * pitch);
        w.advance('$x', 4);
      });
      for (const r of rows)
        for (const v of columns) {
          const scales =
            columnScales === undefined
              ? []
              : [load(columnScales, 16 * v), `(v128.load32_splat offset=${rowBytes * r} (local.get $rr))`];
          const sum = { sum: `$s${r}_${v}`, start: from(r, v), scales };
          storeSum(w, weights, sum, '$or', 16 * v + 4 * n * r, lanes(v));
        }
      w.advance('$ar', rowBytes * TILE_ROWS);
      if (start === 'each') w.advance('$sr', 4 * n * TILE_ROWS);
      if (rowScales !== undefined) w.advance('$rr', rowBytes * TILE_ROWS);
      w.advance('$or', 4 * n * TILE_ROWS);
      w.advance('$left', -TILE_ROWS);
    });
    w.advance('$part', 16 * vectors);
    if (start !== 'zero') w.advance('$start', 16 * vectors);
    if (columnScales !== undefined) w.advance(columnScales, 16 * vectors);
    w.advance('$out', 16 * vectors);
  };
  const panel = (p: Panel): void => {
    const atFrom = `(i32.mul (local.get $from) (i32.const ${16 * p.width}))`;
    w.set('$part', `(i32.add (local.get $panels) ${atFrom})`);
    const widths = tileWidths(p.width);
    if (p.lastLanes === 4 && widths.every((t) => t === widths[0]))
      repeat(w, '$tiles', widths.length, () => tile(p.width, widths[0] ?? 1, 4));
    else for (const [i, t] of widths.entries()) tile(p.width, t, i === widths.length - 1 ? p.lastLanes : 4);
    w.advance('$panels', 16 * p.width * loops.steps);
  };
  w.set('$a', '(i32.add (local.get $a) (i32.shl (local.get $from) (i32.const 2)))');
  eachPanel(w, panelsOf(n), panel);
  return w.finish(name, ['$rows', '$a', '$panels', '$start', '$out', '$from', ...weights.scales]);
}

/** Stores what a sum gives. What must be computed first is computed right before each store, one after the other. */
function storeSum(
  w: FunctionWriter,
  weights: Weights,
  { sum, start, scales }: { readonly sum: string; readonly start: string | null; readonly scales: readonly string[] },
  pointer: string,
  offset: number,
  lanes: number,
): void {
  const result = weights.end(w, `(local.get ${sum})`, start, scales);
  if (result !== `(local.get ${sum})`) w.set(sum, result);
  storeLanes(w, pointer, offset, sum, lanes);
}

/** The float32 at an address, in all lanes of a local. */
function splat(w: FunctionWriter, pointer: string, name: string): string {
  w.local(name, 'v128');
  w.set(name, `(v128.load32_splat (local.get ${pointer}))`);
  return `(local.get ${name})`;
}

/** `body` a fixed number of times, written once. */
export function repeat(w: FunctionWriter, stem: string, times: number, body: () => void): void {
  if (times === 1) {
    body();
    return;
  }
  const counter = w.label(stem.slice(1));
  w.local(counter, 'i32');
  w.set(counter, `(i32.const ${times})`);
  w.loop(`(i32.eqz (local.get ${counter}))`, () => {
    body();
    w.advance(counter, -1);
  });
}

export const lanesAt = (v: number, width: number, lastLanes: number): number => (v === width - 1 ? lastLanes : 4);

export const load = (pointer: string, offset: number): string => `(v128.load offset=${offset} (local.get ${pointer}))`;

/** What a result starts from; null: zero. The lanes beyond the last column are never stored. */
const startAt = (start: Start, offset: number, pointer = '$start'): string | null =>
  start === 'zero' ? null : load(pointer, offset);

export function storeLanes(w: FunctionWriter, pointer: string, offset: number, value: string, lanes: number): void {
  if (lanes === 4) {
    w.line(`(v128.store offset=${offset} (local.get ${pointer}) (local.get ${value}))`);
    return;
  }
  for (let lane = 0; lane < lanes; lane++)
    w.line(`(v128.store32_lane offset=${offset + 4 * lane} ${lane} (local.get ${pointer}) (local.get ${value}))`);
}

const deadInstructions = (local: string): string => `local.get ${local}${' i32.popcnt'.repeat(DEAD_INSTRUCTIONS)} drop`;

/** Four columns of a row of a matrix, or fewer with zeros behind them. Reads nothing beyond them. */
export function loadColumns(w: FunctionWriter, at: string, columnStride: number, lanes: number): Lanes {
  if (lanes === 4 && columnStride === 1) return w.value(`(v128.load (local.get ${at}))`);
  let value = w.int(0);
  for (let lane = 0; lane < lanes; lane++) {
    const address = `offset=${4 * columnStride * lane}`;
    value = w.value(`(v128.load32_lane ${address} ${lane} (local.get ${at}) (local.get ${value}))`);
  }
  return value;
}

/** (source, panels): columns beyond the last are zero. */
export function writePack(module: ModuleWriter, kernel: PackKernel, name: string): string {
  const { k, n, rowStride, columnStride } = kernel;
  const w = new FunctionWriter(module);
  for (const local of ['$row', '$at', '$left', '$columns']) w.local(local, 'i32');
  const vector = (lanes: number): Lanes => loadColumns(w, '$at', columnStride, lanes);
  const panel = ({ width, lastLanes }: Panel): void => {
    w.set('$row', '(local.get $source)');
    repeat(w, '$rows', k, () => {
      const whole = width - (lastLanes < 4 ? 1 : 0);
      w.set('$at', '(local.get $row)');
      if (whole > 0)
        repeat(w, '$vectors', whole, () => {
          w.line(`(v128.store (local.get $panels) (local.get ${vector(4)}))`);
          w.advance('$at', 16 * columnStride);
          w.advance('$panels', 16);
        });
      if (whole < width) {
        w.line(`(v128.store (local.get $panels) (local.get ${vector(lastLanes)}))`);
        w.advance('$panels', 16);
      }
      w.advance('$row', 4 * rowStride);
    });
    w.advance('$source', 16 * width * columnStride);
  };
  eachPanel(w, panelsOf(n), panel);
  return w.finish(name, ['$source', '$panels']);
}
