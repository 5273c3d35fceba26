import { OUTER_CHUNK, type OuterKernel } from '../program/generated.ts';
import { FunctionWriter } from './function-writer.ts';
import type { ModuleWriter } from './module-writer.ts';
import { repeat, storeLanes } from './product-kernel.ts';
import { findZeroRow, ZERO_ROW_LOCALS } from './skip-rows.ts';

/**
 * out = a^T b over rows: (rows, a, b, work, out). Both operands are packed for some rows at a time, a in columns of four, b in columns of
 * eight; tiles of 4 x 8 are gathered in `out`.
 */
export function writeOuter(module: ModuleWriter, kernel: OuterKernel, name: string): string {
  const { m, n, outStride } = kernel;
  const packA = packer(module, m, 4);
  const packB = packer(module, n, 8);
  const tiles = module.function(`outer tiles ${m} ${n} ${outStride}`, `outer_${m}x${n}`, (own) =>
    writeTiles(module, kernel, own),
  );
  const w = new FunctionWriter(module);
  const skipping = kernel.skip === 'zeros';
  const found = skipping ? ZERO_ROW_LOCALS : [];
  for (const local of ['$chunk', '$packed', '$i', ...found]) w.local(local, 'i32');
  w.set('$packed', `(i32.add (local.get $work) (i32.const ${4 * OUTER_CHUNK * 4 * Math.ceil(m / 4)}))`);
  // out starts at zero
  w.set('$i', `(i32.const ${m})`);
  w.local('$row', 'i32');
  w.set('$row', '(local.get $out)');
  w.loop('(i32.eqz (local.get $i))', () => {
    w.line(`(memory.fill (local.get $row) (i32.const 0) (i32.const ${4 * n}))`);
    w.advance('$row', 4 * outStride);
    w.advance('$i', -1);
  });
  w.loop('(i32.eqz (local.get $rows))', () => {
    const all = '(local.get $rows)';
    const most = `(i32.const ${OUTER_CHUNK})`;
    if (skipping) {
      // a stretch of rows of zeros is skipped
      const find = (): void => {
        findZeroRow(w, '$a', m);
        w.when('(i32.eqz (local.get $zero))', () => findZeroRow(w, '$b', n));
      };
      find();
      w.loop('(i32.eqz (local.get $zero))', () => {
        w.advance('$a', 4 * m);
        w.advance('$b', 4 * n);
        w.advance('$rows', -1);
        w.set('$zero', '(i32.const 0)');
        w.when('(local.get $rows)', find);
      });
    }
    w.set('$chunk', `(select ${most} ${all} (i32.gt_u ${all} ${most}))`);
    const call = (callee: string, ...locals: string[]): void =>
      w.line(`(call ${callee} ${locals.map((l) => `(local.get ${l})`).join(' ')})`);
    call(packA, '$chunk', '$a', '$work');
    call(packB, '$chunk', '$b', '$packed');
    call(tiles, '$chunk', '$work', '$packed', '$out');
    const by = (p: string, bytes: number): void =>
      w.set(p, `(i32.add (local.get ${p}) (i32.mul (local.get $chunk) (i32.const ${bytes})))`);
    by('$a', 4 * m);
    by('$b', 4 * n);
    w.set('$rows', '(i32.sub (local.get $rows) (local.get $chunk))');
  });
  return w.finish(name, ['$rows', '$a', '$b', '$work', '$out']);
}

/** Packs rows of `columns` elements in groups of `group` columns: (rows, source, target). A last group of eight may be one of four. */
function packer(module: ModuleWriter, columns: number, group: 4 | 8): string {
  return module.function(`pack columns ${columns} ${group}`, `pack_columns_${columns}`, (name) => {
    const w = new FunctionWriter(module);
    for (const local of ['$row', '$left', '$at']) w.local(local, 'i32');
    w.set('$at', '(local.get $target)');
    const one = (vectors: number): void => {
      w.set('$row', '(local.get $source)');
      w.set('$left', '(local.get $rows)');
      w.loop('(i32.eqz (local.get $left))', () => {
        for (let v = 0; v < vectors; v++) {
          // a load beyond the last column reads the next row; results from it are never stored
          w.line(`(v128.store (local.get $at) (v128.load offset=${16 * v} (local.get $row)))`);
          w.advance('$at', 16);
        }
        w.advance('$row', 4 * columns);
        w.advance('$left', -1);
      });
      w.advance('$source', 16 * vectors);
    };
    const full = Math.floor(columns / group);
    if (full > 0) repeat(w, '$groups', full, () => one(group / 4));
    if (columns % group > 0) one(Math.ceil((columns % group) / 4));
    return w.finish(name, ['$rows', '$source', '$target']);
  });
}

/** Adds the products of one chunk to out: (rows, packed a, packed b, out). */
function writeTiles(module: ModuleWriter, { m, n, outStride }: OuterKernel, name: string): string {
  const w = new FunctionWriter(module);
  for (const local of ['$x', '$end', '$w', '$aw', '$or', '$i', '$j']) w.local(local, 'i32');
  for (const local of ['$w0', '$w1']) w.local(local, 'v128');
  for (let r = 0; r < 4; r++) {
    w.local(`$x${r}`, 'v128');
    for (let v = 0; v < 2; v++) w.local(`$s${r}_${v}`, 'v128');
  }
  const tile = (rows: number, vectors: number, lastLanes: number): void => {
    const lanes = (v: number): number => (v === vectors - 1 ? lastLanes : 4);
    const each = (body: (r: number, v: number) => void): void => {
      for (let r = 0; r < rows; r++) for (let v = 0; v < vectors; v++) body(r, v);
    };
    each((r, v) => w.set(`$s${r}_${v}`, `(v128.load offset=${4 * outStride * r + 16 * v} (local.get $or))`));
    w.set('$x', '(local.get $aw)');
    w.set('$w', '(local.get $b)');
    w.set('$end', '(i32.add (local.get $x) (i32.shl (local.get $rows) (i32.const 4)))');
    w.loop('(i32.ge_u (local.get $x) (local.get $end))', () => {
      for (let v = 0; v < vectors; v++) w.set(`$w${v}`, `(v128.load offset=${16 * v} (local.get $w))`);
      for (let r = 0; r < rows; r++) w.set(`$x${r}`, `(v128.load32_splat offset=${4 * r} (local.get $x))`);
      each((r, v) =>
        w.set(`$s${r}_${v}`, w.fused(`(local.get $x${r})`, `(local.get $w${v})`, `(local.get $s${r}_${v})`)),
      );
      w.advance('$w', 16 * vectors);
      w.advance('$x', 16);
    });
    each((r, v) => storeLanes(w, '$or', 4 * outStride * r + 16 * v, `$s${r}_${v}`, lanes(v)));
  };
  const column = (vectors: number, lastLanes: number): void => {
    w.set('$aw', '(local.get $a)');
    w.set('$or', '(local.get $out)');
    if (m >= 4) {
      w.set('$i', `(i32.const ${Math.floor(m / 4)})`);
      w.loop('(i32.eqz (local.get $i))', () => {
        tile(4, vectors, lastLanes);
        w.set('$aw', '(local.get $end)');
        w.advance('$or', 16 * outStride);
        w.advance('$i', -1);
      });
    }
    if (m % 4 > 0) tile(m % 4, vectors, lastLanes);
    w.set('$b', '(local.get $w)');
    w.advance('$out', 16 * vectors);
  };
  const vectors = Math.ceil(n / 4);
  const lastLanes = n - 4 * (vectors - 1);
  const pairs = Math.floor(vectors / 2) - (vectors % 2 === 0 && lastLanes < 4 ? 1 : 0);
  if (pairs > 0) {
    w.set('$j', `(i32.const ${pairs})`);
    w.loop('(i32.eqz (local.get $j))', () => {
      column(2, 4);
      w.advance('$j', -1);
    });
  }
  const rest = vectors - 2 * pairs;
  if (rest > 0) column(rest, lastLanes);
  return w.finish(name, ['$rows', '$a', '$b', '$out']);
}
