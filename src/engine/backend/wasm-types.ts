/**
 * The classes of `WebAssembly`, found without naming that namespace: only the libraries of pages and of Node declare it, and programs are
 * compiled without either too.
 */
export type WasmMemory = typeof globalThis extends { WebAssembly: { Memory: new (descriptor: never) => infer M } }
  ? M
  : unknown;
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: new (bytes: never) => infer M } }
  ? M
  : unknown;
