import { compile, load } from '/dist/rnnc.min.js';
import { compileAndRun } from './cases.js';

self.onmessage = (event) =>
  event.waitUntil(
    compileAndRun({ compile, load }).then(
      (ran) => event.source.postMessage(ran),
      (error) => event.source.postMessage({ error: String(error) }),
    ),
  );
