import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { STDIN, shownName } from '../files/files.ts';
import type { Listener } from '../inputs/open-model.ts';
import { UsageError } from '../inputs/usage.ts';

/** Ended by Ctrl-C, as shells report it. */
const INTERRUPTED = 130;
/** Milliseconds without a further change after which files count as saved: editors write some of them twice, and rename. */
const SETTLING = 100;

export interface Rerun {
  /** Files whose change means another run, whether or not they are there; asked before every run. */
  readonly files: () => Promise<readonly string[]>;
  /** @param stop aborted when a file changes or the whole ends: what takes long ends early then */
  readonly run: (stop: AbortSignal) => Promise<void>;
}

/**
 * Runs, and again whenever a file changes, until `end`. Mistakes of files are told, and wait for the next change; changes during a run count.
 * @throws UsageError for standard input; and what `run` throws, where it is no mistake of a file
 */
export async function rerunOnChange(
  { files, run }: Rerun,
  listener: Listener,
  end: AbortSignal,
  clock: () => string = () => new Date().toTimeString().slice(0, 8),
): Promise<void> {
  while (!end.aborted) {
    const found = await files();
    if (found.includes(STDIN)) throw new UsageError('--watch needs a file: standard input comes once');
    const watched = new WatchedFiles(found);
    try {
      await run(AbortSignal.any([end, watched.changed]));
    } catch (cause) {
      if (!(cause instanceof RnncError)) {
        watched.close();
        throw cause;
      }
      listener.warn(cause.diagnostics, cause.sources);
    }
    const named = found.map(shownName);
    const what = named.length > 3 ? `${named.slice(0, 2).join(', ')} and ${named.length - 2} more` : named.join(', ');
    if (!watched.changed.aborted && !end.aborted) listener.notice(`── ${clock()} watching ${what}; Ctrl-C ends ──`);
    await oneOf(watched.changed, end);
    watched.close();
    if (!end.aborted) listener.notice(`── ${clock()} again: a file has changed ──`);
  }
}

/** Runs once, or again and again until Ctrl-C. */
export const runOrWatch = (isWatched: boolean, rerun: Rerun, listener: Listener): Promise<void> =>
  isWatched ? untilInterrupted((end) => rerunOnChange(rerun, listener, end)) : rerun.run(new AbortController().signal);

/** Ends with Ctrl-C or when the process is told to end. `run` gets a signal of it; the exit code is then that of an interruption. */
async function untilInterrupted(run: (end: AbortSignal) => Promise<void>): Promise<void> {
  const ended = new AbortController();
  const stop = (): void => ended.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await run(ended.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  process.exitCode = INTERRUPTED;
}

/** Leaves nothing behind on the signals: the one that ends all outlives every run. */
const oneOf = (...signals: readonly AbortSignal[]): Promise<void> =>
  new Promise((resolved) => {
    const done = (): void => {
      for (const signal of signals) signal.removeEventListener('abort', done);
      resolved();
    };
    for (const signal of signals) signal.addEventListener('abort', done, { once: true });
    if (signals.some(({ aborted }) => aborted)) done();
  });

/** Their folders are watched, because a file that an editor renames over the old one is another file. */
class WatchedFiles {
  readonly #paths: readonly string[];
  readonly #before: string;
  readonly #watchers: readonly FSWatcher[];
  readonly #changed = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(files: readonly string[]) {
    this.#paths = files.map((file) => resolve(file));
    const names = new Map<string, Set<string>>();
    for (const path of this.#paths) {
      const folder = nearestFolder(dirname(path));
      names.set(folder, (names.get(folder) ?? new Set()).add(folder === dirname(path) ? basename(path) : ''));
    }
    this.#watchers = [...names].map(([folder, own]) =>
      // of a folder that is not there yet any change counts
      watch(folder, (_, name) => {
        if (name === null || own.has(name) || own.has('')) this.#settle();
      }).on('error', () => this.#settle()),
    );
    this.#before = this.#state();
  }

  /** Aborted once a file has changed. */
  get changed(): AbortSignal {
    return this.#changed.signal;
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#state() !== this.#before) this.#changed.abort();
    }, SETTLING);
  }

  /** What tells one version of the files from another. */
  #state(): string {
    return this.#paths
      .map((path) => {
        const found = statSync(path, { throwIfNoEntry: false });
        return found === undefined ? '-' : `${found.ino} ${found.size} ${found.mtimeMs}`;
      })
      .join();
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
  }
}

function nearestFolder(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}
