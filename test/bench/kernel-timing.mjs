/**
 * Best time of several rounds for each case: { title, bytes (base64), entry, arguments, work, unit } → { title, figure, unit }. Needs nothing but
 * WebAssembly and `performance`, so that its text can be put into a page.
 */
export function measureKernels(cases) {
  const bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return cases.map(({ title, bytes, entry, memory: pages, floats, arguments: args, work, unit }) => {
    const memory = new WebAssembly.Memory({ initial: pages });
    let run;
    try {
      const module = new WebAssembly.Module(bytesOf(bytes));
      run = new WebAssembly.Instance(module, { env: { memory } }).exports[entry];
    } catch (error) {
      return { title, failure: error.message };
    }
    new Float32Array(memory.buffer).fill(0.01, 1024, 1024 + floats);
    new Int32Array(memory.buffer).set(args, 0);
    const time = (calls) => {
      const start = performance.now();
      for (let i = 0; i < calls; i++) run(0);
      return performance.now() - start;
    };
    let calls = 1;
    while (time(calls) < 5) calls *= 2;
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 15; round++) best = Math.min(best, time(calls) / calls);
    return { title, figure: unit === 'GFLOPS' ? work / best / 1e6 : (best * 1e6) / work, unit };
  });
}
