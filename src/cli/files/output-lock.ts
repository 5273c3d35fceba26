import { existsSync, linkSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { systemCode } from '../../train/checkpoint/file-store.ts';
import { isGone, shownName, writeReason } from './files.ts';
import * as say from './messages.ts';

/** The process that writes an output, as its lock file says in one line of JSON. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in ticks since the machine was started; null where the system does not tell. */
  readonly began: string | null;
}

/** How often to try again where a lock vanished in between. */
const ATTEMPTS = 5;

/**
 * Takes an output for this process: `.NAME.lock` beside it says whose it is, until it is given back or the process ends. A lock whose process has
 * ended is replaced.
 * @returns gives it back
 * @throws RnncError `output-locked` where another process writes it, `output-not-writable`
 */
export function lockOutput(output: string): () => void {
  const target = existsSync(output) ? realpathSync(output) : output;
  const file = join(dirname(target), `.${basename(target)}.lock`);
  for (let attempt = 1; !create(target, file, output); attempt++) {
    const text = textOf(file);
    const holder = text === null ? null : holderIn(text);
    if (attempt < ATTEMPTS && text === null) continue;
    if (attempt >= ATTEMPTS || text === null || holder === null || !isStale(holder))
      throw new RnncError([say.outputLocked(shownName(output), shownName(file), holder, hostname())]);
    removeStale(file, text);
  }
  let held = true;
  const release = (): void => {
    if (!held) return;
    held = false;
    process.off('exit', release);
    rmSync(file, { force: true });
  };
  process.on('exit', release);
  return release;
}

/** Codes of file systems without hard links. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * False where there is a lock already. A lock appears with its text in it: it is written beside and then linked, so that a process that is killed
 * in between leaves no lock that says nothing. Where the file system knows no links it is made in place.
 */
function create(target: string, file: string, output: string): boolean {
  const own: Holder = { pid: process.pid, host: hostname(), began: processOf(process.pid)?.began ?? null };
  const text = `${JSON.stringify(own)}\n`;
  // what a kill leaves of this name is removed when the output is written
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(beside, text);
    try {
      linkSync(beside, file);
    } catch (cause) {
      if (!NO_LINKS.has(systemCode(cause) ?? '')) throw cause;
      writeFileSync(file, text, { flag: 'wx' });
    }
    return true;
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'EEXIST') return false;
    if (code === null) throw cause;
    throw new RnncError([say.notWritable(shownName(output), writeReason(code))]);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Null where there is no file any more, or none that can be read. */
function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === null) throw cause;
    return null;
  }
}

const HOLDER = /^\{"pid":(\d{1,10}),"host":"([^"\\]{0,255})","began":(?:"(\d{1,20})"|null)\}\n$/;

/** Null where the text is not understood: perhaps it is being written. */
function holderIn(text: string): Holder | null {
  const [, pid, host, began] = HOLDER.exec(text) ?? [];
  return pid === undefined || host === undefined ? null : { pid: Number(pid), host, began: began ?? null };
}

/**
 * Whether the process has ended. A number that was given to a later process is told by when that began. A process that has ended keeps its number
 * until its parent asks how it ended, which some parents never do.
 */
function isStale({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return false;
  const found = processOf(pid);
  if (found?.hasEnded === true) return true;
  return found === null || began === null ? isGone(pid) : found.began !== began;
}

/** Where another process was faster, the lock that it took in between is put back. */
function removeStale(file: string, text: string): void {
  const away = `${file}.${process.pid}.tmp`;
  try {
    renameSync(file, away);
    if (readFileSync(away, 'utf8') !== text) linkSync(away, file);
    rmSync(away, { force: true });
  } catch (cause) {
    const code = systemCode(cause);
    if (code !== 'ENOENT' && code !== 'EEXIST') throw cause;
    rmSync(away, { force: true });
  }
}

/**
 * On Linux: fields 3 and 22 of the process's `stat`. Fields are counted behind the process's name, which may hold any character. Null where there is
 * no such process or the system does not tell.
 */
function processOf(pid: number): { readonly hasEnded: boolean; readonly began: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const began = fields[19];
    return began === undefined ? null : { hasEnded: state === 'Z' || state === 'X', began };
  } catch (cause) {
    if (systemCode(cause) === null) throw cause;
    return null;
  }
}
