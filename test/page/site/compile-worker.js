import { compile, load } from '/dist/rnnc.min.js';
import { compileAndRun } from './cases.js';

postMessage(await compileAndRun({ compile, load }));
