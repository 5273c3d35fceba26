import { dirname, isAbsolute, join } from 'node:path';
import type { Compiled } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { namedFiles } from '../../data/files/find-files.ts';
import { systemCode } from '../../train/checkpoint/file-store.ts';
import { STDIN } from './files.ts';
import { nodeSources } from './node-sources.ts';

/** The files that `data.source` of a model names, whether or not they are there. */
export async function namedData({ spec }: Compiled, file: string): Promise<readonly string[]> {
  if (spec.data === null) return [];
  const folder = file === STDIN ? '.' : dirname(file);
  const sources = nodeSources(folder);
  const paths = await namedFiles(spec.data, { ...sources, list: (path) => sources.list(path).catch(nothingListed) });
  return paths.map((path) => (isAbsolute(path) ? path : join(folder, path)));
}

/** Null for a folder that can't be listed. Any other error is thrown again. */
function nothingListed(cause: unknown): null {
  if (!(cause instanceof RnncError) && systemCode(cause) === null) throw cause;
  return null;
}
