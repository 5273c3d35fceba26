import { createHash } from 'node:crypto';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TrainedOn } from '../../artifact/training-record.ts';
import { namedFiles, withSource } from '../../data/files/find-files.ts';
import type { OpenSource } from '../../data/files/sources.ts';
import { STDIN, shownName } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { nodeSources } from '../files/node-sources.ts';

/** Where the data of a model is. */
export interface DataPlace {
  /** The section `data`, with another source where one was named. */
  readonly spec: DataSpec;
  readonly open: OpenSource;
  /** The folder that its paths lead from, as seen from the working folder. */
  readonly folder: string;
  /** What was named instead of `data.source`, seen from that folder. */
  readonly source: string | null;
}

/** What `--data` names. */
export const givenPlace = (spec: DataSpec, source: string): DataPlace => ({
  spec: withSource(spec, source),
  open: nodeSources('.'),
  folder: '.',
  source,
});

/** What the section `data` names. @param confined it must lie in the folder of the model */
export function ownPlace(spec: DataSpec, file: string, confined: boolean): DataPlace {
  const folder = folderOf(file);
  return { spec, open: nodeSources(folder, { confined }), folder, source: null };
}

/**
 * Where the data lay at training. What leads out of the folder of the artifact is read only if it is still what was trained on: an artifact of
 * somebody else must not choose what is read here.
 * @param file the artifact
 * @param untrusted nothing may lead out of its folder
 * @throws RnncError where it is no longer there
 */
export async function trainedPlace(
  spec: DataSpec,
  file: string,
  trained: TrainedOn,
  untrusted: boolean,
): Promise<{ readonly place: DataPlace; readonly changed: boolean }> {
  const { source, digest } = trained;
  const home = folderOf(file);
  const folder = source === null ? seenFrom(home, trained.folder) : home;
  const place = { spec: source === null ? spec : withSource(spec, source), folder, source };
  const confined = { ...place, open: nodeSources(folder, { confined: true }) };
  try {
    // the folder of the artifact is what must not be left
    const isHome = source !== null || trained.folder === '.';
    const found = isHome ? await digestOf(confined) : OUTSIDE;
    if (found !== OUTSIDE) return { place: confined, changed: found !== digest };
    if (untrusted) throw new RnncError([say.trainedDataOutside(shownPlace(place))]);
    const free = { ...place, open: nodeSources(folder) };
    if ((await digestOf(free)) !== digest) throw new RnncError([say.trainedDataChanged(shownPlace(place))]);
    return { place: free, changed: false };
  } catch (cause) {
    if (!(cause instanceof RnncError) || !cause.diagnostics.some(({ code }) => code === 'file-missing')) throw cause;
    throw new RnncError([say.trainedDataMissing(shownPlace(place))]);
  }
}

/** What an artifact that is written remembers of the place; null: no files, or files that can't be told again. */
export async function remembered(place: DataPlace): Promise<((artifact: string) => TrainedOn) | null> {
  const digest = await digestOf(place);
  if (digest === null || digest === OUTSIDE) return null;
  return (artifact) => {
    const from = (path: string): string => relative(resolve(folderOf(artifact)), resolve(path)).replaceAll('\\', '/');
    return place.source === null
      ? { source: null, folder: from(place.folder) || '.', digest }
      : { source: from(seenFrom(place.folder, place.source)), folder: '.', digest };
  };
}

/** The same for an artifact that is written elsewhere. */
export function rememberedFrom(trained: TrainedOn, artifact: string, target: string): TrainedOn {
  const moved = (path: string): string =>
    relative(resolve(folderOf(target)), resolve(folderOf(artifact), path)).replaceAll('\\', '/') || '.';
  return trained.source === null
    ? { ...trained, folder: moved(trained.folder) }
    : { ...trained, source: moved(trained.source) };
}

const folderOf = (file: string): string => (file === STDIN ? '.' : dirname(file));
const seenFrom = (folder: string, path: string): string => (isAbsolute(path) ? path : join(folder, path));

/** The first of its paths, for messages, as seen from the working folder. */
export function shownPlace({ spec: { source }, folder }: Pick<DataPlace, 'spec' | 'folder'>): string {
  const named = source.kind === 'files' && source.files.kind === 'paths' ? source.files.paths[0]?.value : undefined;
  return shownName(named === undefined ? folder : seenFrom(folder, named));
}

const OUTSIDE = 'outside';

/** Of sizes and contents of the files. Null: there are none, or one has no size, as a pipe. `OUTSIDE`: one leads out of the folder. */
async function digestOf({ spec, open }: Pick<DataPlace, 'spec' | 'open'>): Promise<string | typeof OUTSIDE | null> {
  const digest = createHash('sha256');
  try {
    const paths = await namedFiles(spec, open);
    if (paths.length === 0) return null;
    for (const path of paths) {
      const { size, chunks } = await open.open(path);
      if (size === null) return null;
      digest.update(`${size} `);
      for await (const chunk of chunks()) digest.update(chunk);
    }
  } catch (cause) {
    if (cause instanceof RnncError && cause.diagnostics.some(({ code }) => code === 'source-outside')) return OUTSIDE;
    throw cause;
  }
  return digest.digest('hex');
}
