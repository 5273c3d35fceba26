import { createHash } from 'node:crypto';

/**
 * Whether a mutant belongs to the sample of the given share and seed: as good as at random, and the same in every run over the same code.
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
