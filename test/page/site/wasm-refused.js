import { compile, load, RnncError } from '/dist/rnnc.min.js';
import { yaml } from './cases.js';

const wasmPaths = new URLSearchParams(location.search).get('wasmPaths');
const tell = (error) => {
  if (!(error instanceof RnncError)) throw error;
  return error.diagnostics.map(({ code, message, found = '', fix = '' }) => ({ code, message, found, fix }));
};
const errors = await load(compile(yaml), wasmPaths === null ? {} : { wasmPaths }).then(() => [], tell);
// another try with a better place
const again = await load(compile(yaml), { wasmPaths: '/wasm' }).then((model) => model.path, tell);
document.querySelector('output').value = JSON.stringify({ errors, again });
