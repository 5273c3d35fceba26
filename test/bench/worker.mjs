/**
 * One peer in a process of its own: its libraries, its heap, its JIT. `node worker.mjs PEER`, with options for rnnc. Talks to bench.mjs by messages:
 * {prepare: case id} -> {output, form, note, versions}, {round: milliseconds} -> {samples}; a failure -> {error}, with
 * `skipped` where the peer lacks something that it may lack.
 */
import { makeCase } from './cases.mjs';
import { processArguments } from './process-arguments.mjs';
import { timedSamples } from './timing.mjs';
import { versionOf } from './versions.mjs';

const { positionals, options } = processArguments();
const peer = await import(`./peers/${positionals[0]}.mjs`);
let prepared;

async function prepare(id) {
  await peer.start();
  prepared = await peer.prepare(makeCase(id), options);
  const { output, form, note, versions } = prepared;
  const installed = Object.fromEntries(peer.packages.map((name) => [name, versionOf(name)]));
  return { output, form, note, versions: { ...installed, ...versions } };
}

const answers = {
  prepare,
  round: async (milliseconds) => ({
    samples: await (prepared.samples?.(milliseconds) ?? timedSamples(prepared.run, milliseconds)),
  }),
};

process.on('message', async (message) => {
  const [[name, argument]] = Object.entries(message);
  try {
    process.send(await answers[name](argument));
  } catch (error) {
    const skipped = error?.skipped === true;
    process.send({ error: error instanceof Error ? error.message : String(error), skipped });
  }
});
process.send({ started: true });
