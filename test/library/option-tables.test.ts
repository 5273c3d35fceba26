import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { counter, flag, type OptionTable, oneOf, text } from '../../src/arguments/kinds.ts';
import { readOptions } from '../../src/arguments/read-options.ts';

interface Options {
  readonly seed?: number;
  readonly nan?: 'error' | 'allow';
}
const TABLE: OptionTable<Options> = { seed: counter, nan: oneOf('error', 'allow') };

// What the compiler holds: a table says of every option exactly what the interface says.
// @ts-expect-error an option is left out
const lacking: OptionTable<Options> = { seed: counter };
// @ts-expect-error an option that there is not
const more: OptionTable<Options> = { ...TABLE, bach: counter };
// @ts-expect-error a value that the interface does not have
const wider: OptionTable<Options> = { seed: counter, nan: oneOf('error', 'allow', 'refuse') };
// @ts-expect-error a value of the interface that is refused
const narrower: OptionTable<Options> = { seed: counter, nan: oneOf('error') };
// @ts-expect-error another type
const other: OptionTable<Options> = { seed: flag, nan: oneOf('error', 'allow') };
// @ts-expect-error any text, where two words are meant
const anyText: OptionTable<Options> = { seed: counter, nan: text };

test('tables that drift from their interface do not compile', () => {
  expect([lacking, more, wider, narrower, other, anyText]).toHaveLength(6);
});

const refused = (given: unknown): readonly string[] => {
  try {
    readOptions('run()', given, TABLE);
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics.map(({ code, message }) => `${code}: ${message}`);
    throw error;
  }
  return [];
};

test('options are what was given, undefined ones left out', () => {
  expect(readOptions('run()', undefined, TABLE)).toEqual({});
  expect(Object.keys(readOptions('run()', { seed: undefined, nan: 'allow' }, TABLE))).toEqual(['nan']);
  expect(readOptions('run()', Object.freeze({ seed: 0 }), TABLE)).toEqual({ seed: 0 });
  expect(readOptions('run()', Object.create({ seed: 3 }), TABLE)).toEqual({ seed: 3 });
  expect(readOptions('run()', Object.assign(Object.create(null), { seed: 3 }), TABLE)).toEqual({ seed: 3 });
});

test('every option is read once', () => {
  let reads = 0;
  const given = {
    get seed() {
      reads++;
      return reads === 1 ? 1 : -1;
    },
  };
  expect([readOptions('run()', given, TABLE).seed, reads]).toEqual([1, 1]);
});

test('all mistakes are told at once', () => {
  expect(refused({ sed: 1, nan: 'alow', seed: -1, constructor: 1 })).toEqual([
    'unknown-option: run() has no option "sed"',
    'unknown-option: run() has no option "constructor"',
    `option-value: run(): the option seed can't be -1`,
    `option-value: run(): the option nan can't be "alow"`,
  ]);
});

test.each([[null], [3], ['training'], [[]], [new Uint8Array(1)], [true], [Symbol('s')]])(
  '%s is no options',
  (given) => {
    expect(refused(given)).toEqual([expect.stringMatching(/^argument-kind: run\(\): the options are /)]);
  },
);
