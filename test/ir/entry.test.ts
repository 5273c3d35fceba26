import { expect, test } from 'vitest';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { generateText } from '../../compiler/6-generate/generate.ts';
import { dim } from '../../compiler/ir/dim.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import { entryNames, generatedText } from '../../compiler/program/entry.ts';
import type { Program, Step } from '../../compiler/program/program.ts';

const id = (n: number): BufferId => n as BufferId;

/** a = least(x, first), b = least(x, second), where something that is not generated stands between them. */
function bounded(first: number, second: number, name = 'y'): Program {
  const own = (role: 'input' | 'output', label: string) => ({
    name: label,
    dtype: 'float32' as const,
    shape: [dim(2)],
    storage: { kind: 'own' as const, role },
  });
  const constant = (value: number) => ({
    name: 'bound',
    dtype: 'float32' as const,
    shape: [dim(2)],
    storage: { kind: 'own' as const, role: 'constant' as const, values: [value] },
  });
  const least = (of: number, bound: number, out: number): Step => ({
    kind: 'kernel',
    call: { kernel: 'elementwise', op: 'minimum', operands: [id(of), id(bound)], out: id(out) },
  });
  return {
    name: 'bounded',
    variant: 'inference',
    fullLength: true,
    buffers: [own('input', 'x'), constant(first), constant(second), own('output', name), own('output', name)],
    prepare: [],
    main: [
      { kind: 'loop', loop: 0, length: dim(1), direction: 'forward', body: [least(0, 1, 3)], name: 'one', ragged: [] },
      { kind: 'loop', loop: 1, length: dim(1), direction: 'forward', body: [least(0, 2, 4)], name: 'two', ragged: [] },
    ],
    update: [],
    inputs: [{ role: 'feed', name: 'x', buffer: id(0), limit: null }],
    weights: [],
    outputs: [
      { name: 'a', buffer: id(3) },
      { name: 'b', buffer: id(4) },
    ],
    slots: [],
    streaming: null,
  };
}

const textOf = (first: number, second: number, name?: string): string =>
  generatedText(fuseProgram(bounded(first, second, name)));
const functionsOf = (first: number, second: number): number =>
  generateText(fuseProgram(bounded(first, second)), { relaxed: false, shared: false }).split('(func $rows').length - 1;

test('entries are named by their list and index', () => {
  expect(entryNames(fuseProgram(bounded(1, 2)))).toEqual(['main.0', 'main.1']);
});

test('programs have equal texts if their code is equal: what is said for people makes no difference', () => {
  expect(textOf(1, 2)).toBe(textOf(1, 2, 'other name'));
  expect(textOf(1, 2)).not.toBe(textOf(1, 3));
});

test.each([
  [0, -0],
  [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  [Number.POSITIVE_INFINITY, Number.NaN],
])('%s and %s are two numbers, though JSON writes them alike', (a, b) => {
  expect(textOf(a, a)).not.toBe(textOf(a, b));
  expect([functionsOf(a, a), functionsOf(a, b)]).toEqual([1, 2]);
});
