import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import { rooms } from './rooms.mjs';

const files = rooms[process.env.MUTATION_ROOM ?? '']?.tests ?? Object.values(rooms).flatMap(({ tests }) => tests);
const root = resolve(import.meta.dirname, '../..');

/** Runs the files in the order of the list. */
class InOrder extends BaseSequencer {
  /** @param {import('vitest/node').TestSpecification[]} specifications */
  async sort(specifications) {
    const places = files.map((file) => resolve(root, file));
    return specifications.toSorted((a, b) => places.indexOf(a.moduleId) - places.indexOf(b.moduleId));
  }
}

/** The tests of one room, which the environment names; without a name those of all. */
export default defineConfig({
  root,
  test: { include: [...files], isolate: false, sequence: { sequencer: InOrder }, testTimeout: 30_000 },
});
