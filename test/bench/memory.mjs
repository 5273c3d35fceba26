/**
 * The peak memory of a training step as rnnc plans it, and how much of the heap was ever written when it takes a few:
 * `node memory.mjs CASE`. Prints one JSON object, in bytes. Uses rnnc's inner modules, which can see the heap.
 */
import { compileModel } from '../../dist/compiler/compile.js';
import { settingsAt } from '../../dist/compiler/optimizers/settings.js';
import { loadBackend } from '../../dist/src/engine/backend/load-backend.js';
import { load } from '../../dist/src/load.js';
import { runTraining } from '../../dist/src/model/training-run.js';
import { prepareTraining, trainingDefinition } from '../../dist/src/train/prepare/prepare.js';
import { adam, checkedSteps } from './adam.mjs';
import { makeCase } from './cases.mjs';
import { batchOf } from './peers/rnnc-training.mjs';
import { processArguments } from './process-arguments.mjs';

const { positionals, options } = processArguments();
const testCase = makeCase(positionals[0]);
const backend = await loadBackend({});

const trainable = prepareTraining(compileModel(testCase.yaml, { file: 'bench.yaml', resolve: () => null }));
const model = await load(trainingDefinition(trainable), options);
const { feeds } = batchOf(testCase);

// All of the free heap is marked; what the steps use, even for a moment, loses its mark
const mark = 0xa5;
const markedSize = 256 << 20;
/** At the end of the marked part, the allocator's own notes. */
const notes = 64;
const marked = backend.allocate(markedSize, 'the marked part');
backend.heap().u8.fill(mark, marked.pointer, marked.pointer + markedSize - notes);
backend.release(marked);
for (let step = 0; step < checkedSteps; step++) {
  runTraining(model, feeds, {
    variant: 'training',
    settings: settingsAt(trainable.objective, step + 1, adam.rate),
    seed: 0,
    step,
    states: new Map(),
    masked: false,
  }).update();
}
const heap = backend.heap().u8;
let end = marked.pointer + markedSize - notes;
while (end > marked.pointer && heap[end - 1] === mark) end--;
const allocated = end - marked.pointer;
const { batch, time } = testCase;
const { peakBytes: planned } = model.stats({ batch, time }, 'training');
process.stdout.write(JSON.stringify({ planned, allocated }));
