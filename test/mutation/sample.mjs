import { createHash } from 'node:crypto';

/**
 * Whether a mutant belongs to the sample of the given share and seed. What decides is what the mutant says and where it stands among
 * its like, not its number, so a sample stays the same while code around it changes.
 *
 * @param {{ fileName: string, mutatorName: string, replacement?: string, location: { start: { line: number, column: number } } }} mutant
 * @param {{ share: number, seed: number }} sample
 */
export function isSampled({ fileName, mutatorName, replacement = '', location }, { share, seed }) {
  if (share >= 1) return true;
  const file = fileName.replace(/^.*\/(?=(compiler|src)\/)/, '');
  const { line, column } = location.start;
  const text = [seed, file, line, column, mutatorName, replacement].join('\n');
  return createHash('sha256').update(text).digest().readUInt32BE() < share * 2 ** 32;
}
