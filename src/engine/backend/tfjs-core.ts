/** What is called of tfjs-core, by name, so that bundlers can leave out the rest: of an `import()` of the package itself they keep everything. */
export { engine, env, getKernel, getKernelsForBackend, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
