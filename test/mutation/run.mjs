/**
 * Mutation tests of one room after the other; see README.md beside this file.
 *
 *   node test/mutation/run.mjs [--room NAME]... [--share 0.1] [--seed 1] [--mutate FILE[:LINES]]...
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { rooms } from './rooms.mjs';

const FLOOR = 85;
const { values } = parseArgs({
  options: {
    room: { type: 'string', multiple: true, default: Object.keys(rooms) },
    share: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    mutate: { type: 'string', multiple: true },
  },
});
const out = 'mutation.tmp';
mkdirSync(out, { recursive: true });
process.env.MUTATION_SHARE = values.share;
process.env.MUTATION_SEED = values.seed;

const rows = [];
for (const room of values.room) {
  const known = rooms[room];
  if (known === undefined) throw new Error(`no room "${room}"; there are ${Object.keys(rooms).join(', ')}`);
  process.env.MUTATION_ROOM = room;
  const mutants = await new Stryker({
    configFile: 'test/mutation/stryker.config.json',
    mutate: values.mutate ?? known.mutate,
    tempDirName: `${out}/sandbox-${room}`,
    htmlReporter: { fileName: `${out}/${room}.html` },
    jsonReporter: { fileName: `${out}/${room}.json` },
  }).runMutationTest();
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const row = {
    room,
    mutants: mutants.length - count('Ignored'),
    sampled: mutants.length - count('Ignored', 'CompileError'),
    killed: count('Killed', 'RuntimeError'),
    survived: count('Survived', 'NoCoverage'),
    timeout: count('Timeout'),
  };
  rows.push(row);
  const survivors = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  writeFileSync(`${out}/${room}.survivors.txt`, survivors.map(line).join(''));
}

/** One survivor, told in one line. */
function line({ fileName, location, mutatorName, replacement, status }) {
  const file = fileName.slice(fileName.search(/(compiler|src)\//));
  const { start, end } = location;
  const span =
    end.line === start.line ? `${start.column + 1}-${end.column + 1}` : `${start.column + 1}-${end.line + 1}`;
  return `${file}:${start.line + 1}:${span} ${mutatorName} ${status} => ${replacement?.replace(/\s+/g, ' ').slice(0, 90)}\n`;
}

const scored = rows.map((row) => ({ ...row, score: (100 * row.killed) / Math.max(1, row.killed + row.survived) }));
console.table(
  Object.fromEntries(scored.map(({ room, score, ...counts }) => [room, { ...counts, 'score %': score.toFixed(1) }])),
);
if (scored.some(({ score }) => score < FLOOR)) process.exitCode = 1;
