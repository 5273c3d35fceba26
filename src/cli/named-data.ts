import { dirname, isAbsolute, join } from 'node:path';
import type { Compiled } from '../../compiler/compile.ts';
import { namedFiles } from '../data/find-files.ts';
import { STDIN } from './files.ts';
import { nodeSources } from './node-sources.ts';

/** The files that `data.source` of a model names, whether or not they are there. */
export async function namedData({ spec }: Compiled, file: string): Promise<readonly string[]> {
  if (spec.data === null) return [];
  const folder = file === STDIN ? '.' : dirname(file);
  const paths = await namedFiles(spec.data, nodeSources(folder));
  return paths.map((path) => (isAbsolute(path) ? path : join(folder, path)));
}
