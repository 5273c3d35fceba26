import { expect, test } from 'vitest';
import { findLifetimes } from '../../compiler/7-plan/liveness.ts';
import { shapeOf, symbolDim } from '../../compiler/ir/dim.ts';
import type { Buffer, BufferId, Storage } from '../../compiler/program/buffer.ts';
import type { Program, Step } from '../../compiler/program/program.ts';

/** A program over buffers by name, and its lifetimes by name. */
function lifetimes(
  storages: { readonly [name: string]: Storage | 'temporary' },
  of: (id: (name: string) => BufferId) => Partial<Program>,
) {
  const names = Object.keys(storages);
  const id = (name: string): BufferId => names.indexOf(name) as BufferId;
  const buffers = Object.entries(storages).map(
    ([name, storage]): Buffer => ({
      name,
      dtype: 'float32',
      shape: shapeOf('time', 4),
      storage: storage === 'temporary' ? { kind: 'own', role: 'temporary' } : storage,
    }),
  );
  const program: Program = {
    name: 'p',
    variant: 'inference',
    fullLength: true,
    prepare: [],
    main: [],
    update: [],
    inputs: [],
    weights: [],
    outputs: [],
    slots: [],
    streaming: null,
    ...of(id),
    buffers,
  };
  return Object.fromEntries([...findLifetimes(program)].map(([root, { first, last }]) => [names[root], [first, last]]));
}

const copy = (from: BufferId, to: BufferId): Step => ({ kind: 'copy', from, to });
const loop = (number: number, ...body: readonly Step[]): Step => ({
  kind: 'loop',
  loop: number,
  length: symbolDim('time'),
  direction: 'forward',
  body,
  name: 'l',
});
const element = (of: number, number: number): Storage => ({ kind: 'element', of: of as BufferId, loop: number });

test('inputs live from the start, outputs and final states to the end, others from their first to their last touch', () => {
  expect(
    lifetimes({ x: 'temporary', a: 'temporary', y: 'temporary', h: 'temporary', h2: 'temporary' }, (id) => ({
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
        x: 'temporary',
        inner: 'temporary',
        rows: 'temporary',
        stack: 'temporary',
        y: 'temporary',
        row: element(2, 0),
        place: element(3, 0),
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
    lifetimes({ a: 'temporary', b: 'temporary', c: 'temporary' }, (id) => ({
      main: [loop(0, copy(id('c'), id('a')), loop(1, copy(id('a'), id('b'))), copy(id('b'), id('c')))],
    })),
  ).toEqual({ a: [2, 5], b: [3, 6], c: [2, 6] });
});
