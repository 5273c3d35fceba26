/**
 * One peer in a process of its own: its libraries, its heap, its JIT. Talks to bench.mjs by messages:
 * {prepare: case id} -> {output, form, note, versions}, {round: milliseconds} -> {samples}; a failure -> {error}.
 */
import { makeCase } from './cases.mjs';
import { timedSamples } from './timing.mjs';
import { versionOf } from './versions.mjs';

const peer = await import(`./peers/${process.argv[2]}.mjs`);
let prepared;

async function prepare(id) {
  await peer.start();
  prepared = await peer.prepare(makeCase(id));
  const { output, form, note } = prepared;
  return { output, form, note, versions: Object.fromEntries(peer.packages.map((name) => [name, versionOf(name)])) };
}

const answers = {
  prepare,
  round: async (milliseconds) => ({ samples: await timedSamples(prepared.run, milliseconds) }),
};

process.on('message', async (message) => {
  const [[name, argument]] = Object.entries(message);
  try {
    process.send(await answers[name](argument));
  } catch (error) {
    process.send({ error: error instanceof Error ? error.message : String(error) });
  }
});
process.send({ started: true });
