import { encodeJson } from '../ir/exact-json.ts';
import type { ProductKernel } from '../ir/generated.ts';
import type { FunctionWriter } from './function-writer.ts';

const get = (local: string): string => `(local.get ${local})`;

/** Sets `$zero` to 1 where the row of `columns` float32 at `$p` has all bits 0, else to 0. Reads nothing beyond it. */
export function findZeroRow(w: FunctionWriter, columns: number): void {
  const whole = columns - (columns % 4);
  w.set('$q', get('$p'));
  w.set('$zero', '(i32.const 1)');
  if (whole > 0) {
    w.set('$qEnd', `(i32.add ${get('$p')} (i32.const ${4 * whole}))`);
    w.loop(`(i32.or (i32.eqz ${get('$zero')}) (i32.ge_u ${get('$q')} ${get('$qEnd')}))`, () => {
      w.set('$zero', `(i32.eqz (v128.any_true (v128.load ${get('$q')})))`);
      w.advance('$q', 16);
    });
  }
  for (let j = whole; j < columns; j++)
    w.set('$zero', `(i32.and ${get('$zero')} (i32.eqz (i32.load offset=${4 * j} ${get('$p')})))`);
}

export const ZERO_ROW_LOCALS = ['$p', '$q', '$qEnd', '$zero'] as const;

/**
 * A product that does not multiply all rows: (rows, a, panels, start, out), before `a` the indices where it has some. Rows that are multiplied, and
 * rows that are not, are taken together as far as they follow each other.
 * @param product name of the function that multiplies all rows
 */
export function writeSkippingProduct(w: FunctionWriter, kernel: ProductKernel, product: string, name: string): string {
  const { k, n, start, skip } = kernel;
  for (const local of [...ZERO_ROW_LOCALS, '$kind', '$count']) w.local(local, 'i32');
  const find = (): void => {
    if (skip === 'zeros') findZeroRow(w, k);
    else w.set('$zero', `(i32.lt_s (i32.load ${get('$p')}) (i32.const 0))`);
  };
  const [scanned, bytes] = skip === 'zeros' ? ['$a', 4 * k] : ['$indices', 4];
  const by = (pointer: string, rowBytes: number): void =>
    w.set(pointer, `(i32.add ${get(pointer)} (i32.mul ${get('$count')} (i32.const ${rowBytes})))`);
  w.loop(`(i32.eqz ${get('$rows')})`, () => {
    w.set('$p', get(scanned));
    find();
    w.set('$kind', get('$zero'));
    w.set('$count', '(i32.const 1)');
    w.loop(`(i32.or (i32.ge_u ${get('$count')} ${get('$rows')}) (i32.ne ${get('$zero')} ${get('$kind')}))`, () => {
      w.advance('$p', bytes);
      find();
      w.set('$count', `(i32.add ${get('$count')} (i32.eq ${get('$zero')} ${get('$kind')}))`);
    });
    w.when(`(i32.eqz ${get('$kind')})`, () => {
      w.line(`(call ${product} ${['$count', '$a', '$panels', '$start', '$out'].map(get).join(' ')})`);
    });
    if (skip === 'zeros') w.when(get('$kind'), () => startRows(w, start, n));
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
