import { expect, test } from 'vitest';
import { findLifetimes } from '../../compiler/7-plan/liveness.ts';
import { symbolDim } from '../../compiler/ir/dim.ts';
import type { BufferId, Storage } from '../../compiler/program/buffer.ts';
import type { Program } from '../../compiler/program/program.ts';
import { type BufferParts, copy, element, loop, programOf } from './program.ts';

const rowsOf = (of: number, start: number): Storage => ({ kind: 'rows', of: of as BufferId, start: start as BufferId });

/** The lifetimes of buffers by name. */
function lifetimes<Name extends string>(
  parts: { readonly [name in Name]: BufferParts },
  of: (id: (name: Name) => BufferId) => Partial<Program>,
) {
  const { program, names } = programOf(parts, of);
  return Object.fromEntries([...findLifetimes(program)].map(([root, { first, last }]) => [names[root], [first, last]]));
}

test('inputs live from the start, outputs and final states to the end, others from their first to their last touch', () => {
  expect(
    lifetimes({ x: {}, a: {}, y: {}, h: {}, h2: {} }, (id) => ({
      inputs: [
        { role: 'feed', name: 'x', buffer: id('x'), limit: null },
        { role: 'state', name: 'h', buffer: id('h'), final: id('h2'), start: null },
      ],
      main: [copy(id('x'), id('a')), copy(id('a'), id('y')), copy(id('h'), id('h2'))],
      update: [copy(id('y'), id('a'))],
      outputs: [{ name: 'y', buffer: id('y') }],
    })),
  ).toEqual({ x: [0, 1], a: [1, 4], y: [2, 5], h: [0, 3], h2: [3, 5] });
});

test('what one loop alone touches lives within an iteration; what goes in or comes out, as long as the loop', () => {
  // positions: 1 is the copy, 2 the loop, 3 to 5 its body, 6 its end, 7 the last copy
  expect(
    lifetimes(
      {
        x: {},
        inner: {},
        rows: {},
        stack: {},
        y: {},
        row: { storage: element(2, 0) },
        place: { storage: element(3, 0) },
      },
      (id) => ({
        main: [
          copy(id('y'), id('x')),
          loop(0, copy(id('x'), id('inner')), copy(id('inner'), id('row')), copy(id('row'), id('place'))),
          copy(id('stack'), id('y')),
        ],
      }),
    ),
  ).toEqual({ x: [1, 6], inner: [3, 4], rows: [4, 5], stack: [2, 7], y: [1, 7] });
});

test('a buffer of an outer loop lives through the whole inner loop, and within an iteration of the outer one', () => {
  // positions: 1 the outer loop, 2 a copy, 3 the inner loop, 4 its copy, 5 and 7 the ends, 6 a copy
  expect(
    lifetimes({ a: {}, b: {}, c: {} }, (id) => ({
      main: [loop(0, copy(id('c'), id('a')), loop(1, copy(id('a'), id('b'))), copy(id('b'), id('c')))],
    })),
  ).toEqual({ a: [2, 5], b: [3, 6], c: [2, 6] });
});

test('the sizes of a ragged loop are read when an iteration begins', () => {
  // positions: 1 and 2 the copies, 3 the loop, 4 its body, 5 its end
  expect(
    lifetimes({ x: {}, y: {}, start: {}, count: {} }, (id) => ({
      main: [
        copy(id('x'), id('start')),
        copy(id('x'), id('count')),
        {
          ...loop(0, copy(id('x'), id('y'))),
          ragged: [{ symbol: 'nodes', total: symbolDim('total'), start: id('start'), count: id('count') }],
        },
      ],
    })),
  ).toEqual({ x: [1, 5], start: [1, 5], count: [2, 5], y: [4, 4] });
});

test('what an address follows from lives as long as what stands there is touched', () => {
  expect(
    lifetimes({ start: {}, table: {}, x: {}, rows: { storage: rowsOf(1, 0) } }, (id) => ({
      main: [copy(id('x'), id('start')), copy(id('x'), id('x')), copy(id('rows'), id('x'))],
    })),
  ).toEqual({ x: [1, 3], start: [1, 3], table: [3, 3] });
});
