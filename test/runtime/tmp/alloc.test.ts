import { test } from 'vitest';
import { loadBackend } from '../../../src/runtime/backend.ts';
import { Harness } from '../harness.ts';
import { ProgramBuilder } from '../program-builder.ts';
import { load } from '../../../src/runtime/load.ts';
import { cellModel } from '../models.ts';
test('cost', async () => {
  const backend = await loadBackend();
  const best = (f: () => void, n: number) => { let b = 1e9; for (let i = 0; i < 40; i++) { const s = performance.now(); f(); b = Math.min(b, performance.now() - s); } return (b / n * 1000).toFixed(3); };
  for (const path of ['fast', 'public'] as const) {
    for (const [name, make] of Object.entries({
      add8: (p: ProgramBuilder) => { const x = p.feed('x', [1, 8]), o = p.output('o', [1, 8]); for (let i = 0; i < 100; i++) p.call({ kernel: 'Add', a: x, b: x, out: o }); },
      mixed8: (p: ProgramBuilder) => { const x = p.feed('x', [1, 8]), o = p.output('o', [1, 8]); const ks = ['Add', 'Sub', 'Multiply', 'Sigmoid', 'Maximum', 'Tanh', 'RealDiv', 'Neg', 'Minimum', 'Relu'] as const; for (let i = 0; i < 100; i++) { const k = ks[i % 10]!; if (k === 'Sigmoid' || k === 'Tanh' || k === 'Neg' || k === 'Relu') p.call({ kernel: k, x, out: o }); else p.call({ kernel: k, a: x, b: x, out: o }); } },
      tanh8: (p: ProgramBuilder) => { const x = p.feed('x', [1, 8]), o = p.output('o', [1, 8]); for (let i = 0; i < 100; i++) p.call({ kernel: 'Tanh', x, out: o }); },
      maximum8: (p: ProgramBuilder) => { const x = p.feed('x', [1, 8]), o = p.output('o', [1, 8]); for (let i = 0; i < 100; i++) p.call({ kernel: 'Maximum', a: x, b: x, out: o }); },
      mm64: (p: ProgramBuilder) => { const x = p.feed('x', [1, 64]), w = p.weight('w', [64, 64]), o = p.output('o', [1, 64]); for (let i = 0; i < 100; i++) p.call({ kernel: 'BatchMatMul', a: x, b: w, out: o, fresh: false }); },
      mm128x512: (p: ProgramBuilder) => { const x = p.feed('x', [1, 128]), w = p.weight('w', [128, 512]), o = p.output('o', [1, 512]); for (let i = 0; i < 100; i++) p.call({ kernel: 'BatchMatMul', a: x, b: w, out: o, fresh: false }); },
      copy8: (p: ProgramBuilder) => { const x = p.feed('x', [1, 8]), o = p.output('o', [1, 8]); for (let i = 0; i < 100; i++) p.main.push({ kind: 'copy', from: x, to: o }); },
      sigmoid512: (p: ProgramBuilder) => { const x = p.feed('x', [1, 512]), o = p.output('o', [1, 512]); for (let i = 0; i < 100; i++) p.call({ kernel: 'Sigmoid', x, out: o }); },
      tanh128: (p: ProgramBuilder) => { const x = p.feed('x', [1, 128]), o = p.output('o', [1, 128]); for (let i = 0; i < 100; i++) p.call({ kernel: 'Tanh', x, out: o }); },
      selectRows1x128: (p: ProgramBuilder) => { const c = p.feed('c', [1], 'bool'), x = p.feed('x', [1, 128]), o = p.output('o', [1, 128]); for (let i = 0; i < 100; i++) p.call({ kernel: 'SelectV2', condition: c, a: x, b: o, out: o }); },
    })) {
      const p = new ProgramBuilder(); make(p);
      const h = new Harness(backend, p.build(), {}, path); h.executable.ready(); for (const i of p.inputs) { const t = h.executable.tensor(i.buffer); if (t.dtype === 'float32') backend.heap().f32.fill(0.3, t.pointer >> 2, (t.pointer >> 2) + t.size); }
      for (let i = 0; i < 50; i++) h.executable.run();
      console.log(path, name, best(() => { for (let i = 0; i < 20; i++) h.executable.run(); }, 2000), 'us/call');
      h.dispose();
    }
  }
  const model = await load(cellModel({ features: 64, units: 128 }));
  const rows = [Array.from({ length: 100 }, (_, t) => Array.from({ length: 64 }, (_, i) => Math.sin(t + i)))];
  const flat = { data: Float32Array.from(rows.flat(2)), shape: [1, 100, 64] };
  for (let i = 0; i < 50; i++) { model.run({ x: rows }); model.run({ x: flat }); }
  console.log('run nested', best(() => { model.run({ x: rows }); }, 1), 'us; flat', best(() => { model.run({ x: flat }); }, 1));
  const e = model.executable('inference', true, { batch: 1, time: 100 }, null); e.ready();
  console.log('bare', best(() => e.run(), 1), JSON.stringify(model.stats({ batch: 1, time: 100 })));
});
