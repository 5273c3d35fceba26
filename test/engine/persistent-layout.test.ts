import { expect, test } from 'vitest';
import { planMemory } from '../../compiler/7-plan/plan-memory.ts';
import type { Program } from '../../compiler/program/program.ts';
import { persistentLayout } from '../../src/engine/memory/persistent.ts';

const withConstant = (value: number): Program => ({
  name: 'constant',
  variant: 'inference',
  fullLength: true,
  buffers: [{ name: 'c', dtype: 'float32', shape: [], storage: { kind: 'own', role: 'constant', values: [value] } }],
  prepare: [],
  main: [],
  update: [],
  inputs: [],
  weights: [],
  outputs: [],
  slots: [],
  streaming: null,
});

test('programs share no block where their constants differ, in a number that JSON does not have either', () => {
  const values = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const layouts = values.map((value) => {
    const program = withConstant(value);
    return persistentLayout(program, planMemory(program, {}));
  });
  expect(new Set(layouts).size).toBe(values.length);
});
