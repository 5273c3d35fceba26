import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { parse } from 'yaml';

/** Longest value that is kept as it is written; of others a digest is. */
const SHOWN = 40;
const KEYED = ['parameters', 'inputs', 'cells', 'layers', 'outputs', 'data', 'training'];

/**
 * What a model says, by key: `training.epochs`, `layers.memory`, and a digest for each imported file. Comments and layout are no part of it.
 * @param sources texts by path; that of the model under `file`. They have been compiled.
 */
export function modelKeys(file: string, sources: ReadonlyMap<string, string>): { readonly [key: string]: string } {
  const keys = new Map<string, string>();
  for (const [path, text] of sources) {
    if (path !== file) {
      if (!path.startsWith('rnnc:')) keys.set(path, shown(text));
      continue;
    }
    const root: unknown = parse(text, { merge: true, maxAliasCount: -1 });
    for (const [section, value] of entriesOf(root))
      if (KEYED.includes(section))
        for (const [key, item] of entriesOf(value)) keys.set(`${section}.${key}`, shown(item));
      else if (section !== 'description') keys.set(section, shown(value));
  }
  return Object.fromEntries([...keys].filter(([key]) => !key.includes('x-')));
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= SHOWN ? text : bytesToHex(sha256(new TextEncoder().encode(text)));
}
