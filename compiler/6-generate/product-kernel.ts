import { type PackKernel, type ProductKernel, panelWidths } from '../ir/generated.ts';
import type { Lanes } from '../ops/vector-code.ts';
import { FunctionWriter } from './function-writer.ts';
import type { ModuleWriter } from './module-writer.ts';

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
 */
const LONGEST_PART = 128;

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

interface Panel {
  /** First column. */
  readonly column: number;
  /** Vectors of four columns. */
  readonly width: number;
  /** Bytes from the start of the panels. */
  readonly offset: number;
  /** Columns in the last vector, 1 to 4. */
  readonly lastLanes: number;
}

function panelsOf(k: number, n: number): readonly Panel[] {
  let column = 0;
  return panelWidths(n).map((width) => {
    const panel = { column, width, offset: 4 * k * column, lastLanes: Math.min(4, n - column - 4 * (width - 1)) };
    column += 4 * width;
    return panel;
  });
}

/** Code for every panel, once for those that are alike: a matrix may have hundreds. */
function eachPanel(w: FunctionWriter, panels: readonly Panel[], write: (panel: Panel) => void): void {
  const [first] = panels;
  const alike = panels.filter((p) => p.width === first?.width && p.lastLanes === 4);
  if (first !== undefined && alike.length > 1) repeat(w, '$count', alike.length, () => write(first));
  for (const p of alike.length > 1 ? panels.slice(alike.length) : panels) write(p);
}

/**
 * out = start + a @ b over all rows: (rows, a, panels, start, out). Two rows at a time go through tiles of 2 x 16, the rest one by one through
 * code that streams the panels once. The three are functions of their own: V8 then compiles each well, and replaces its first version while
 * the others run.
 */
export function writeProduct(module: ModuleWriter, kernel: ProductKernel, name: string): string {
  const { k, n, start } = kernel;
  const key = JSON.stringify(kernel);
  const tiles = (steps: number, begin: ProductKernel['start']): string =>
    module.function(`tiles ${steps} ${begin} ${key}`, `tiles_${steps}of${k}x${n}`, (own) =>
      writeTiles(module, { ...kernel, start: begin }, steps, own),
    );
  const row = module.function(`row ${key}`, `row_${k}x${n}`, (own) => writeRow(module, kernel, own));
  const w = new FunctionWriter(module);
  const tiled = `(i32.and (local.get $rows) (i32.const ${-TILE_ROWS}))`;
  w.local('$whole', 'i32');
  w.set('$whole', tiled);
  const call = (callee: string, locals: readonly string[]): string =>
    `(call ${callee} ${locals.map((p) => `(local.get ${p})`).join(' ')})`;
  w.set('$rows', '(i32.sub (local.get $rows) (local.get $whole))');
  w.local('$chunk', 'i32');
  w.loop('(i32.eqz (local.get $whole))', () => {
    const [most, all] = [`(i32.const ${ROW_CHUNK})`, '(local.get $whole)'];
    w.set('$chunk', `(select ${most} ${all} (i32.gt_u ${all} ${most}))`);
    const first = Math.min(k, LONGEST_PART);
    w.local('$from', 'i32');
    w.set('$from', '(i32.const 0)');
    w.line(call(tiles(first, start), ['$chunk', '$a', '$panels', '$start', '$out', '$from']));
    const onward = (steps: number): void =>
      w.line(call(tiles(steps, 'each'), ['$chunk', '$a', '$panels', '$out', '$out', '$from']));
    const more = Math.floor(k / LONGEST_PART) - 1;
    if (k > LONGEST_PART) w.set('$from', `(i32.const ${LONGEST_PART})`);
    if (more > 0)
      repeat(w, '$parts', more, () => {
        onward(LONGEST_PART);
        w.advance('$from', LONGEST_PART);
      });
    if (k > LONGEST_PART && k % LONGEST_PART > 0) onward(k % LONGEST_PART);
    const by = (p: string, bytes: number): void =>
      w.set(p, `(i32.add (local.get ${p}) (i32.mul (local.get $chunk) (i32.const ${bytes})))`);
    by('$a', 4 * k);
    if (start === 'each') by('$start', 4 * n);
    by('$out', 4 * n);
    w.set('$whole', '(i32.sub (local.get $whole) (local.get $chunk))');
  });
  w.loop('(i32.eqz (local.get $rows))', () => {
    w.line(call(row, ['$a', '$panels', '$start', '$out']));
    w.advance('$a', 4 * k);
    if (start === 'each') w.advance('$start', 4 * n);
    w.advance('$out', 4 * n);
    w.advance('$rows', -1);
  });
  return w.finish(name, ['$rows', '$a', '$panels', '$start', '$out']);
}

/** One row: all vectors of a panel side by side. */
function writeRow(module: ModuleWriter, { k, n, start }: ProductKernel, name: string): string {
  const w = new FunctionWriter(module);
  for (const local of ['$x', '$end']) w.local(local, 'i32');
  w.local('$s', 'v128');
  const panels = panelsOf(k, n);
  const widest = Math.max(...panels.map((p) => p.width));
  for (let v = 0; v < widest; v++) w.local(`$s${v}`, 'v128');
  w.set('$end', `(i32.add (local.get $a) (i32.const ${4 * k}))`);
  const panel = ({ width, lastLanes }: Panel): void => {
    for (let v = 0; v < width; v++) w.set(`$s${v}`, startOf(w, start, 16 * v));
    w.set('$x', '(local.get $a)');
    w.loop('(i32.ge_u (local.get $x) (local.get $end))', () => {
      w.set('$s', '(v128.load32_splat (local.get $x))');
      for (let v = 0; v < width; v++) {
        w.set(`$s${v}`, w.fused('(local.get $s)', load('$panels', 16 * v), `(local.get $s${v})`));
      }
      w.advance('$panels', 16 * width);
      w.line(deadInstructions('$x'));
      w.advance('$x', 4);
    });
    for (let v = 0; v < width; v++) storeLanes(w, '$out', 16 * v, `$s${v}`, lanesAt(v, width, lastLanes));
  };
  const next = (columns: number): void => {
    if (start !== 'zero') w.advance('$start', 4 * columns);
    w.advance('$out', 4 * columns);
  };
  eachPanel(w, panels, (p) => {
    panel(p);
    next(4 * p.width);
  });
  return w.finish(name, ['$a', '$panels', '$start', '$out']);
}

/**
 * A whole number of tiles of rows, for `steps` of the k from `$from` on, one tile's columns after the other: its part of the panel stays in the
 * first cache.
 */
function writeTiles(module: ModuleWriter, { k, n, start }: ProductKernel, steps: number, name: string): string {
  const w = new FunctionWriter(module);
  for (const local of ['$x', '$end', '$w', '$part', '$left', '$ar', '$sr', '$or']) w.local(local, 'i32');
  for (let v = 0; v < TILE_VECTORS; v++) w.local(`$w${v}`, 'v128');
  for (let r = 0; r < TILE_ROWS; r++) {
    w.local(`$x${r}`, 'v128');
    for (let v = 0; v < TILE_VECTORS; v++) w.local(`$s${r}_${v}`, 'v128');
  }
  const rows = [...Array(TILE_ROWS).keys()];
  const tile = (pitch: number, vectors: number, lastLanes: number): void => {
    const lanes = (v: number): number => lanesAt(v, vectors, lastLanes);
    const columns = [...Array(vectors).keys()];
    w.set('$ar', '(local.get $a)');
    if (start !== 'zero') w.set('$sr', '(local.get $start)');
    w.set('$or', '(local.get $out)');
    w.set('$left', '(local.get $rows)');
    w.loop('(i32.eqz (local.get $left))', () => {
      for (const r of rows)
        for (const v of columns)
          w.set(`$s${r}_${v}`, startOf(w, start, 16 * v + (start === 'each' ? 4 * n * r : 0), '$sr'));
      w.set('$x', '(local.get $ar)');
      w.set('$end', `(i32.add (local.get $ar) (i32.const ${4 * steps}))`);
      w.set('$w', '(local.get $part)');
      w.loop('(i32.ge_u (local.get $x) (local.get $end))', () => {
        for (const v of columns) w.set(`$w${v}`, load('$w', 16 * v));
        for (const r of rows) w.set(`$x${r}`, `(v128.load32_splat offset=${4 * k * r} (local.get $x))`);
        for (const r of rows)
          for (const v of columns) {
            const sum = `(local.get $s${r}_${v})`;
            w.set(`$s${r}_${v}`, w.fused(`(local.get $x${r})`, `(local.get $w${v})`, sum));
          }
        w.advance('$w', 16 * pitch);
        w.advance('$x', 4);
      });
      for (const r of rows) for (const v of columns) storeLanes(w, '$or', 16 * v + 4 * n * r, `$s${r}_${v}`, lanes(v));
      w.advance('$ar', 4 * k * TILE_ROWS);
      if (start === 'each') w.advance('$sr', 4 * n * TILE_ROWS);
      w.advance('$or', 4 * n * TILE_ROWS);
      w.advance('$left', -TILE_ROWS);
    });
    w.advance('$part', 16 * vectors);
    if (start !== 'zero') w.advance('$start', 16 * vectors);
    w.advance('$out', 16 * vectors);
  };
  const panels = panelsOf(k, n);
  const panel = (p: Panel): void => {
    const atFrom = `(i32.mul (local.get $from) (i32.const ${16 * p.width}))`;
    w.set('$part', `(i32.add (local.get $panels) ${atFrom})`);
    const widths = tileWidths(p.width);
    if (p.lastLanes === 4 && widths.every((t) => t === widths[0]))
      repeat(w, '$tiles', widths.length, () => tile(p.width, widths[0] ?? 1, 4));
    else for (const [i, t] of widths.entries()) tile(p.width, t, i === widths.length - 1 ? p.lastLanes : 4);
    w.advance('$panels', 16 * p.width * k);
  };
  w.set('$a', '(i32.add (local.get $a) (i32.shl (local.get $from) (i32.const 2)))');
  eachPanel(w, panels, panel);
  return w.finish(name, ['$rows', '$a', '$panels', '$start', '$out', '$from']);
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

const lanesAt = (v: number, width: number, lastLanes: number): number => (v === width - 1 ? lastLanes : 4);

const load = (pointer: string, offset: number): string => `(v128.load offset=${offset} (local.get ${pointer}))`;

/** What an accumulator starts from. The lanes beyond the last column are never stored. */
function startOf(w: FunctionWriter, start: ProductKernel['start'], offset: number, pointer = '$start'): string {
  return start === 'zero' ? `(local.get ${w.int(0)})` : load(pointer, offset);
}

export function storeLanes(w: FunctionWriter, pointer: string, offset: number, value: string, lanes: number): void {
  if (lanes === 4) {
    w.line(`(v128.store offset=${offset} (local.get ${pointer}) (local.get ${value}))`);
    return;
  }
  for (let lane = 0; lane < lanes; lane++)
    w.line(`(v128.store32_lane offset=${offset + 4 * lane} ${lane} (local.get ${pointer}) (local.get ${value}))`);
}

const deadInstructions = (local: string): string => `local.get ${local}${' i32.popcnt'.repeat(DEAD_INSTRUCTIONS)} drop`;

/** (source, panels): columns beyond the last are zero. */
export function writePack(module: ModuleWriter, kernel: PackKernel, name: string): string {
  const { k, n, rowStride, columnStride } = kernel;
  const w = new FunctionWriter(module);
  for (const local of ['$row', '$at', '$left', '$columns']) w.local(local, 'i32');
  const zero = w.int(0);
  const vector = (lanes: number, at: string, shift: number): Lanes => {
    const address = (lane: number): string => `offset=${shift + 4 * columnStride * lane}`;
    if (lanes === 4 && columnStride === 1) return w.value(`(v128.load ${address(0)} (local.get ${at}))`);
    let value = zero;
    for (let lane = 0; lane < lanes; lane++)
      value = w.value(`(v128.load32_lane ${address(lane)} ${lane} (local.get ${at}) (local.get ${value}))`);
    return value;
  };
  const panel = ({ width, lastLanes }: Panel): void => {
    w.set('$row', '(local.get $source)');
    repeat(w, '$rows', k, () => {
      const whole = width - (lastLanes < 4 ? 1 : 0);
      w.set('$at', '(local.get $row)');
      if (whole > 0)
        repeat(w, '$vectors', whole, () => {
          w.line(`(v128.store (local.get $panels) (local.get ${vector(4, '$at', 0)}))`);
          w.advance('$at', 16 * columnStride);
          w.advance('$panels', 16);
        });
      if (whole < width) {
        w.line(`(v128.store (local.get $panels) (local.get ${vector(lastLanes, '$at', 0)}))`);
        w.advance('$panels', 16);
      }
      w.advance('$row', 4 * rowStride);
    });
    w.advance('$source', 16 * width * columnStride);
  };
  eachPanel(w, panelsOf(k, n), panel);
  return w.finish(name, ['$source', '$panels']);
}
