import { encodeJson } from '../ir/exact-json.ts';
import type { ProductKernel } from '../program/generated.ts';
import type { FunctionWriter } from './function-writer.ts';

const get = (local: string): string => `(local.get ${local})`;

/** Sets `$zero` to 1 where the `columns` float32 from `row` on are 0 or -0, else to 0. Reads nothing beyond them. */
export function findZeroRow(w: FunctionWriter, row: string, columns: number): void {
  const whole = columns - (columns % 4);
  w.set('$q', get(row));
  w.set('$zero', '(i32.const 1)');
  if (whole > 0) {
    w.set('$qEnd', `(i32.add ${get(row)} (i32.const ${4 * whole}))`);
    w.loop(`(i32.or (i32.eqz ${get('$zero')}) (i32.ge_u ${get('$q')} ${get('$qEnd')}))`, () => {
      w.set('$zero', `(i32.eqz (v128.any_true (f32x4.ne (v128.load ${get('$q')}) ${get(w.float(0))})))`);
      w.advance('$q', 16);
    });
  }
  for (let j = whole; j < columns; j++)
    w.set('$zero', `(i32.and ${get('$zero')} (f32.eq (f32.load offset=${4 * j} ${get(row)}) (f32.const 0)))`);
}

export const ZERO_ROW_LOCALS = ['$q', '$qEnd', '$zero'] as const;

/**
 * A product that does not multiply all rows: (rows, a, panels, start, out), before `a` the indices where it has some. Rows that are multiplied, and
 * rows that are not, are taken together as far as they follow each other.
 * @param product name of the function that multiplies all rows
 */
export function writeSkippingProduct(w: FunctionWriter, kernel: ProductKernel, product: string, name: string): string {
  const { k, n, start, skip } = kernel;
  for (const local of [...ZERO_ROW_LOCALS, '$p', '$next', '$kind', '$count']) w.local(local, 'i32');
  /** 0: the row is multiplied; 1: it is zero; 2: it is unread. */
  const find = (): void => {
    if (skip === 'zeros') findZeroRow(w, '$p', k);
    else {
      w.set('$zero', `(i32.shl (i32.lt_s (i32.load ${get('$next')}) (i32.const 0)) (i32.const 1))`);
      w.when(`(i32.eqz ${get('$zero')})`, () => findZeroRow(w, '$p', k));
    }
  };
  const by = (pointer: string, rowBytes: number): void =>
    w.set(pointer, `(i32.add ${get(pointer)} (i32.mul ${get('$count')} (i32.const ${rowBytes})))`);
  w.loop(`(i32.eqz ${get('$rows')})`, () => {
    w.set('$p', get('$a'));
    if (skip === 'unread') w.set('$next', get('$indices'));
    find();
    w.set('$kind', get('$zero'));
    w.set('$count', '(i32.const 1)');
    w.loop(`(i32.or (i32.ge_u ${get('$count')} ${get('$rows')}) (i32.ne ${get('$zero')} ${get('$kind')}))`, () => {
      w.advance('$p', 4 * k);
      if (skip === 'unread') w.advance('$next', 4);
      find();
      w.set('$count', `(i32.add ${get('$count')} (i32.eq ${get('$zero')} ${get('$kind')}))`);
    });
    w.when(`(i32.eqz ${get('$kind')})`, () => {
      w.line(`(call ${product} ${['$count', '$a', '$panels', '$start', '$out'].map(get).join(' ')})`);
    });
    w.when(`(i32.eq ${get('$kind')} (i32.const 1))`, () => startRows(w, start, n));
    if (skip === 'unread') by('$indices', 4);
    by('$a', 4 * k);
    if (start === 'each') by('$start', 4 * n);
    by('$out', 4 * n);
    w.set('$rows', `(i32.sub ${get('$rows')} ${get('$count')})`);
  });
  const indices = skip === 'unread' ? ['$indices'] : [];
  return w.finish(name, ['$rows', ...indices, '$a', '$panels', '$start', '$out']);
}

/** The result of `$count` rows of zeros. */
function startRows(w: FunctionWriter, start: ProductKernel['start'], n: number): void {
  const all = `(i32.mul ${get('$count')} (i32.const ${4 * n}))`;
  switch (start) {
    case 'zero':
      w.line(`(memory.fill ${get('$out')} (i32.const 0) ${all})`);
      break;
    case 'each':
      w.when(`(i32.ne ${get('$start')} ${get('$out')})`, () => {
        w.line(`(memory.copy ${get('$out')} ${get('$start')} ${all})`);
      });
      break;
    case 'column':
      w.set('$p', get('$out'));
      w.set('$q', get('$count'));
      w.loop(`(i32.eqz ${get('$q')})`, () => {
        w.line(`(memory.copy ${get('$p')} ${get('$start')} (i32.const ${4 * n}))`);
        w.advance('$p', 4 * n);
        w.advance('$q', -1);
      });
      break;
  }
}

/** The kernel that multiplies all rows, and the key of its function. */
export function withoutSkip({ skip: _, ...kernel }: ProductKernel): {
  readonly kernel: ProductKernel;
  readonly key: string;
} {
  return { kernel, key: encodeJson(kernel) };
}
