import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findLifetimes } from '../../compiler/7-plan/liveness.ts';
import { MemoryPlanner, planMemory } from '../../compiler/7-plan/plan-memory.ts';
import { shapeOf } from '../../compiler/ir/dim.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { KernelCall, Plan, Program, Step } from '../../compiler/program/program.ts';
import { type BufferParts, copy, loop, own, programOf } from './program.ts';

const vector = (length: number | string): BufferParts => ({ shape: shapeOf(length) });

/** Where the buffers of a program lie, by name; those without memory of their own are left out. */
function placesOf<Name extends string>(
  parts: { readonly [name in Name]: BufferParts },
  of: (id: (name: Name) => BufferId) => Partial<Program>,
  sizes: Plan['sizes'] = {},
) {
  const { program, names } = programOf(parts, of);
  const plan = planMemory(program, sizes);
  const places = plan.offsets.flatMap((offset, i) => (offset === -1 ? [] : [[names[i], offset]]));
  return { ...plan, places: Object.fromEntries(places) };
}

test('what a model keeps lies side by side in lines of 64 bytes, in the order of its numbers', () => {
  const { places, persistentBytes, arenaBytes, peakBytes } = placesOf(
    {
      weight: { ...vector(17), storage: own('weight') },
      slot: { ...vector(0), storage: own('slot') },
      prepared: { ...vector(16), storage: own('prepared') },
      constant: { ...vector(3), storage: { kind: 'own', role: 'constant', values: [1, 2, 3] } },
      flags: { shape: shapeOf(3), dtype: 'bool', storage: own('weight') },
    },
    (id) => ({ prepare: [copy(id('weight'), id('prepared'))] }),
  );
  expect(places).toEqual({ weight: 0, slot: 128, prepared: 192, constant: 256, flags: 320 });
  expect({ persistentBytes, arenaBytes, peakBytes }).toEqual({ persistentBytes: 384, arenaBytes: 0, peakBytes: 384 });
});

test('a prepared value that nothing touches gets no memory; one that the run alone reads does', () => {
  const prepared = { ...vector(4), storage: own('prepared') };
  const { places } = placesOf({ unread: prepared, read: prepared, made: prepared, x: vector(4) }, (id) => ({
    prepare: [copy(id('made'), id('made'))],
    main: [copy(id('read'), id('x'))],
  }));
  expect(Object.keys(places)).toEqual(['read', 'made', 'x']);
});

test('a view of a prepared value that the preparation writes gives it memory', () => {
  const { places } = placesOf(
    {
      whole: { ...vector(4), storage: own('prepared') },
      part: { ...vector(2), storage: { kind: 'view', of: 0 as BufferId, offset: {} } },
    },
    (id) => ({ prepare: [copy(id('part'), id('part'))] }),
  );
  expect(places).toEqual({ whole: 0 });
});

test('the largest come first, each at the lowest gap that is wide enough', () => {
  // a meets b, b meets c, c meets d; a and c, b and d do not meet
  const { places, arenaBytes } = placesOf(
    { a: vector(32), b: vector(64), c: vector(48), d: vector(16), unread: vector(99) },
    (id) => ({
      main: [
        copy(id('a'), id('a')),
        copy(id('a'), id('b')),
        copy(id('b'), id('c')),
        copy(id('c'), id('d')),
        copy(id('d'), id('d')),
      ],
    }),
  );
  expect(places).toEqual({ a: 256, b: 0, c: 256, d: 0 });
  expect(arenaBytes).toBe(448);
});

test('a gap between two that are in use is filled where it fits exactly', () => {
  const { places, arenaBytes } = placesOf(
    { long: vector(64), low: vector(48), gap: vector(32), small: vector(16), wide: vector(48) },
    (id) => ({
      main: [
        copy(id('low'), id('low')),
        copy(id('low'), id('long')),
        copy(id('long'), id('gap')),
        copy(id('gap'), id('small')),
        copy(id('long'), id('wide')),
        copy(id('wide'), id('small')),
      ],
    }),
  );
  expect(places).toEqual({ long: 0, low: 256, wide: 256, gap: 256, small: 448 });
  expect(arenaBytes).toBe(512);
});

test('of buffers of one size, the first in the list comes first', () => {
  const { places } = placesOf({ a: vector(16), b: vector(16), c: vector(16) }, (id) => ({
    main: [copy(id('c'), id('b')), copy(id('b'), id('a'))],
    outputs: [{ name: 'c', buffer: id('c') }],
  }));
  expect(places).toEqual({ a: 0, b: 64, c: 128 });
});

test('buffers that are alive at one time never share memory, whatever the program', () => {
  const steps = (depth: number): fc.Arbitrary<readonly Step[]> => {
    const move = fc.tuple(fc.nat(9), fc.nat(9)).map(([from, to]) => copy(from as BufferId, to as BufferId));
    const inner =
      depth === 0
        ? move
        : fc.oneof(
            move,
            steps(depth - 1).map((body) => loop(depth, ...body)),
          );
    return fc.array(inner, { maxLength: 8 });
  };
  const sizes = fc.array(fc.nat(200), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(steps(2), sizes, (main, lengths) => {
      const { program } = programOf(Object.fromEntries(lengths.map((n, i) => [`b${i}`, vector(n)])), () => ({ main }));
      const { offsets, arenaBytes } = planMemory(program, { time: 3 });
      const lives = [...findLifetimes(program)].map(([id, life]) => {
        const start = offsets[id] ?? -1;
        return { ...life, start, end: start + 64 * Math.ceil(Math.max(1, 4 * (lengths[id] ?? 0)) / 64) };
      });
      expect(arenaBytes).toBe(Math.max(0, ...lives.map(({ end }) => end)));
      for (const [i, a] of lives.entries())
        for (const b of lives.slice(0, i))
          if (a.first <= b.last && b.first <= a.last) expect(a.start >= b.end || b.start >= a.end).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('the copies that the backend packs: every matrix once, and the largest of those that change', () => {
  const call = (parts: Partial<Extract<KernelCall, { kernel: 'BatchMatMul' }>>): Step => ({
    kind: 'kernel',
    call: { kernel: 'BatchMatMul', a: 0 as BufferId, b: 0 as BufferId, out: 0 as BufferId, fresh: false, ...parts },
  });
  const product = (b: BufferId, fresh: boolean): Step => call({ b, fresh });
  const biased = (b: BufferId, fresh: boolean): Step => ({
    kind: 'kernel',
    call: {
      kernel: '_FusedMatMul',
      a: 0 as BufferId,
      b,
      bias: 0 as BufferId,
      activation: 'linear',
      out: 0 as BufferId,
      fresh,
    },
  });
  const other = (x: BufferId): Step => ({ kind: 'kernel', call: { kernel: 'Softmax', x, out: x } });
  const { packedBytes, peakBytes, arenaBytes, persistentBytes } = placesOf(
    { x: vector(1), p: vector(2), m: vector(4), n: vector(8), u: vector(16), f: vector(32), g: vector('time') },
    (id) => ({
      prepare: [product(id('p'), false)],
      main: [
        copy(id('x'), id('x')),
        other(id('g')),
        loop(0, product(id('m'), false), loop(1, biased(id('n'), false)), product(id('f'), true)),
        product(id('m'), false),
        biased(id('g'), true),
      ],
      update: [product(id('u'), false)],
    }),
    { time: 64 },
  );
  expect(packedBytes).toBe(4 * (2 + 4 + 8 + 16 + 64));
  expect(peakBytes).toBe(packedBytes + arenaBytes + persistentBytes);
  expect(persistentBytes).toBe(0);
});

test('one planner plans for many sizes; the plan holds a copy of them', () => {
  const { program } = programOf({ a: vector('time') }, (id) => ({ main: [copy(id('a'), id('a'))] }));
  const planner = new MemoryPlanner(program);
  const sizes = { time: 17 };
  const plan = planner.plan(sizes);
  sizes.time = 1;
  expect(plan).toEqual({
    sizes: { time: 17 },
    offsets: [0],
    arenaBytes: 128,
    persistentBytes: 0,
    packedBytes: 0,
    peakBytes: 128,
  });
  expect(planner.plan(sizes).arenaBytes).toBe(64);
});

test('a loop among what is prepared is a fault of the program itself', () => {
  const { program } = programOf({ a: vector(1) }, (id) => ({ prepare: [loop(0, copy(id('a'), id('a')))] }));
  expect(() => planMemory(program, { time: 1 })).toThrow('a loop among what is prepared');
});
