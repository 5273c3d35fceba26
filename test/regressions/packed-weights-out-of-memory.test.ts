import { expect, test } from 'vitest';
import type { Block } from '../../src/engine/backend/backend.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import { compile, load, RnncError } from '../../src/index.ts';

const units = 2048;
const spec = `inputs: {x: {shape: [batch, ${units}]}}
layers: {m: {type: dense, input: x, units: ${units}, init: {kernel: ones}}}
outputs: {m: m}
`;
const MIB = 2 ** 20;

/** Takes all of the heap but about `left` bytes, as other models of a page may. Nothing of it is touched, so it costs no memory. */
function occupy(allocate: (bytes: number) => Block, release: (block: Block) => void, left: number): void {
  const reserve = allocate(left);
  for (let bytes = 512 * MIB; bytes >= MIB / 4; ) {
    try {
      allocate(bytes);
    } catch {
      bytes /= 2;
    }
  }
  release(reserve);
}

// The weights (16 MiB) still fit, their packed copy (16 MiB) does not: XNNPACK only prints a line, and the result is zeros.
test('a heap that is too full for the packed weights is reported instead of wrong numbers', async () => {
  const model = await load(compile(spec));
  const backend = await loadBackend({});
  occupy(
    (bytes) => backend.allocate(bytes, 'a test'),
    (block) => backend.release(block),
    24 * MIB,
  );
  let result: number | string = 0;
  try {
    result = model.run({ x: { data: new Float32Array(units).fill(1), shape: [1, units] } }).m?.data[0] ?? Number.NaN;
  } catch (error) {
    result = error instanceof RnncError ? (error.diagnostics[0]?.code ?? '') : String(error);
  }
  expect(['out-of-memory', units]).toContain(result);
});
