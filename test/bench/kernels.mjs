import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { assemble } from '../../dist/compiler/6-generate/assemble.js';
import { generateText } from '../../dist/compiler/6-generate/generate.js';
import { kernelCases } from './kernel-cases.mjs';
import { measureKernels } from './kernel-timing.mjs';

const help = `Usage: node kernels.mjs [options]

Times generated kernels alone: products of one row and of many, outer products, and the elementwise part of a step. A new V8 that
undoes the shape of a kernel is seen here before it is in a model.

  --node PATH       also in this Node; may be given several times
  --chromium PATH   also in a page, in this Chromium without a window
  --relaxed         the kernels that fuse multiply-adds; an engine that lacks the instruction says so
  --json            print the results as JSON
  --help            this text
`;

const { values } = parseArgs({
  options: {
    node: { type: 'string', multiple: true, default: [] },
    chromium: { type: 'string' },
    relaxed: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    here: { type: 'boolean', default: false },
  },
});

/** The cases with the bytes of their modules, as text that a page can hold too. */
function writtenCases(relaxed) {
  return kernelCases.map(({ program, ...rest }) => {
    const bytes = assemble(generateText(program, { relaxed, shared: false }));
    return { ...rest, bytes: Buffer.from(bytes).toString('base64') };
  });
}

function inNode(path) {
  const script = fileURLToPath(import.meta.url);
  const output = execFileSync(path, [script, '--here', ...(values.relaxed ? ['--relaxed'] : [])], { encoding: 'utf8' });
  return JSON.parse(output);
}

/** The page measures while it loads, and is written out when it has loaded. */
function inChromium(path) {
  const folder = mkdtempSync(join(tmpdir(), 'rnnc-kernels-'));
  try {
    const page = join(folder, 'page.html');
    const script = `
      ${measureKernels.toString()}
      const results = measureKernels(${JSON.stringify(writtenCases(values.relaxed))});
      document.body.textContent = JSON.stringify({ engine: navigator.userAgent.match(/Chrome\\/[\\d.]+/)[0], results });`;
    writeFileSync(page, `<!doctype html><body><script>${script}</script></body>`);
    const options = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
    ];
    const output = execFileSync(
      path,
      [...options, `--user-data-dir=${folder}/profile`, '--dump-dom', `file://${page}`],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    return JSON.parse(/<body>(.*)<\/body>/s.exec(output)[1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const here = () => ({
  engine: `Node ${process.version} (V8 ${process.versions.v8})`,
  results: measureKernels(writtenCases(values.relaxed)),
});

if (values.help) console.log(help);
else if (values.here) console.log(JSON.stringify(here()));
else {
  const engines = [here(), ...values.node.map(inNode), ...(values.chromium ? [inChromium(values.chromium)] : [])];
  if (values.json) console.log(JSON.stringify(engines, null, 1));
  else {
    for (const { engine, results } of engines) {
      console.log(engine);
      for (const { title, figure, unit, failure } of results)
        console.log(`  ${title.padEnd(48)} ${failure ?? `${figure.toPrecision(3)} ${unit}`}`);
    }
  }
}
