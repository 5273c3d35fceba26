import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from './messages.ts';

export const STDIN = '-';

/** The name by which messages show a file. */
export const shownName = (file: string): string => (file === STDIN ? '<stdin>' : file.replaceAll('\\', '/'));

/** @throws RnncError where the file is not there or can't be read. */
export function readBytes(file: string): Uint8Array {
  try {
    return file === STDIN ? readStandardInput() : readFileSync(file);
  } catch (cause) {
    throw new RnncError([whyNotRead(file, cause)]);
  }
}

/** Reads files that lie beside one; null where there is none. */
export const besideOf =
  (file: string) =>
  (name: string): Uint8Array | null => {
    const path = join(dirname(file), name);
    return existsSync(path) ? readBytes(path) : null;
  };

/** All of standard input. Unlike `readFileSync(0)` it waits where a pipe has nothing yet. */
function readStandardInput(): Uint8Array {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(65536);
    const length = readSome(chunk);
    if (length === 0) return Buffer.concat(chunks);
    if (length === null) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    else chunks.push(chunk.subarray(0, length));
  }
}

/** How many bytes were there; null: none yet, but more may come. */
function readSome(chunk: Buffer): number | null {
  try {
    return readSync(0, chunk);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EOF') return 0;
    if (code === 'EAGAIN') return null;
    throw cause;
  }
}

/** The file's text, byte order mark included. @throws RnncError as `readBytes`, and where it is not UTF-8. */
export const readText = (file: string): string => decodeText(readBytes(file), shownName(file));

/** @throws RnncError `file-not-utf8`. */
export function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new RnncError([say.notUtf8(file, validUtf8Length(bytes))]);
  }
}

/** How many bytes from the start are whole, valid characters. */
function validUtf8Length(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const encoded = new TextEncoder().encode(text);
  const differs = bytes.findIndex((byte, i) => encoded[i] !== byte);
  return differs < 0 ? bytes.length : differs;
}

const codeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;

function whyNotRead(file: string, cause: unknown): Diagnostic {
  const code = codeOf(cause);
  const shown = shownName(file);
  if (code === 'ENOENT' || code === 'ENOTDIR') return say.fileMissing(shown);
  if (code === 'EISDIR') return say.isFolder(shown);
  if (code === 'EACCES' || code === 'EPERM') return say.fileUnreadable(shown, 'permission denied');
  if (code === 'ERR_FS_FILE_TOO_LARGE') return say.fileUnreadable(shown, 'it is larger than 2 GiB');
  if (code !== null) return say.fileUnreadable(shown, code);
  throw cause;
}

const WRITE_REASONS: { readonly [code: string]: string } = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it is a file',
};
export const writeReason = (code: string): string => WRITE_REASONS[code] ?? code;

/** Standard output that can't be written, such as to a full disk. */
export const outputFailed = (code: string): Diagnostic => say.notWritable('<stdout>', WRITE_REASONS[code] ?? code);

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, synced, then renamed; its mode stays. A link stays a link: what
 * it names is written. Devices and pipes are written into.
 * @throws RnncError `output-not-writable`; an earlier file of that name is then as it was.
 */
export function writeWhole(file: string, content: Uint8Array | string): void {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  let temporary: string | null = null;
  try {
    const target = existsSync(file) ? realpathSync(file) : file;
    const before = statSync(target, { throwIfNoEntry: false });
    if (before !== undefined && !before.isFile() && !before.isDirectory()) {
      writeSynced(target, bytes, 0o666);
      return;
    }
    temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    writeSynced(temporary, bytes, before === undefined ? 0o666 : before.mode & 0o777);
    renameSync(temporary, target);
    removeLeftovers(dirname(target), basename(target));
  } catch (cause) {
    const code = codeOf(cause);
    if (code === null) throw cause;
    if (temporary !== null) removeIfThere(temporary);
    throw new RnncError([say.notWritable(shownName(file), WRITE_REASONS[code] ?? code)]);
  }
}

/**
 * Writes files that belong together: all of them, or, where one can't be written, none; earlier files of their names are then as they were.
 * @throws RnncError `output-not-writable`
 */
export function writeTogether(
  files: readonly { readonly path: string; readonly content: Uint8Array | string }[],
): void {
  const undone: (() => void)[] = [];
  try {
    for (const { path, content } of files) {
      const before = existsSync(path) && statSync(path).isFile() ? readFileSync(path) : null;
      const isNew = !existsSync(path);
      writeWhole(path, content);
      if (before !== null) undone.push(() => writeWhole(path, before));
      else if (isNew) undone.push(() => rmSync(path, { force: true }));
    }
  } catch (cause) {
    for (const undo of undone.reverse()) undo();
    throw cause;
  }
}

/**
 * Finds out before long work whether a file could be written.
 * @param plain whether it must be a regular file, or none yet.
 * @throws RnncError `output-not-writable`.
 */
export function checkWritable(file: string, { plain = false }: { readonly plain?: boolean } = {}): void {
  try {
    const target = existsSync(file) ? realpathSync(file) : file;
    const found = statSync(target, { throwIfNoEntry: false });
    if (found?.isDirectory() === true || file.endsWith('/'))
      throw new RnncError([say.notWritable(shownName(file), WRITE_REASONS.EISDIR ?? 'EISDIR')]);
    const folder = dirname(target);
    if (!statSync(folder).isDirectory())
      throw new RnncError([say.notWritable(shownName(file), WRITE_REASONS.ENOTDIR ?? 'ENOTDIR')]);
    const isPlain = found === undefined || found.isFile();
    if (plain && !isPlain) throw new RnncError([say.outputNotRegular(shownName(file))]);
    accessSync(isPlain ? folder : target, constants.W_OK);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === null) throw cause;
    throw new RnncError([say.notWritable(shownName(file), WRITE_REASONS[code] ?? code)]);
  }
}

/**
 * Finds out before long work whether a file that is written would replace one that is read.
 * @param inputs `-`: the file that standard input comes from, where it is one.
 * @throws RnncError `output-is-input`.
 */
export function checkNotInput(output: string, inputs: readonly string[], mistake = say.outputIsInput): void {
  if (inputs.some((input) => isSameFile(output, input))) throw new RnncError([mistake(shownName(output))]);
}

/** Whether two paths name one file, also through links. */
export function isSameFile(a: string, b: string): boolean {
  if (b !== STDIN && placeOf(a) === placeOf(b)) return true;
  const one = identityOf(a);
  return one !== null && one === (b === STDIN ? identityOf(0) : identityOf(b));
}

/** Whether a file that is written would stand where a folder is to be. */
export function isInTheWay(file: string, folder: string): boolean {
  const below = relative(placeOf(file), placeOf(folder));
  return !isAbsolute(below) && !/^\.\.(?:[/\\]|$)/.test(below);
}

/** The whole path; links of its folders are followed, as far as they are there. */
function placeOf(path: string): string {
  const whole = resolve(path);
  const folder = dirname(whole);
  return join(existsSync(folder) ? realpathSync(folder) : placeOf(folder), basename(whole));
}

/** Device and number of a file, which may be open; null where there is none that can be seen. */
function identityOf(file: string | 0): string | null {
  try {
    const found = file === 0 ? fstatSync(file, { bigint: true }) : statSync(file, { bigint: true });
    return found.isFile() ? `${found.dev}:${found.ino}` : null;
  } catch (cause) {
    if (codeOf(cause) === null) throw cause;
    return null;
  }
}

/**
 * Whether no process has the number. Our own number means gone: in a container every run may have the same one, and what this run writes
 * has another owner.
 */
export function isGone(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (cause) {
    return codeOf(cause) === 'ESRCH';
  }
}

/** Temporary files of processes that were killed while they wrote the same file. */
function removeLeftovers(folder: string, name: string): void {
  for (const file of listOf(folder)) {
    const pid = file.startsWith(`.${name}.`) ? /^(\d+)\.tmp$/.exec(file.slice(name.length + 2))?.[1] : undefined;
    if (pid !== undefined && isGone(Number(pid))) removeIfThere(join(folder, file));
  }
}

/** Empty where the folder can't be read, even if it can be written into. */
function listOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (codeOf(cause) === null) throw cause;
    return [];
  }
}

/** What can't even be removed was never written. */
function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (cause) {
    if (codeOf(cause) === null) throw cause;
  }
}

/** Pipes and devices can't be synced, and need not be. */
const UNSYNCABLE: ReadonlySet<string | null> = new Set(['EINVAL', 'ENOTSUP', 'EROFS']);

function writeSynced(file: string, bytes: Uint8Array, mode: number): void {
  const handle = openSync(file, 'w', mode);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    try {
      fsyncSync(handle);
    } catch (cause) {
      if (!UNSYNCABLE.has(codeOf(cause))) throw cause;
    }
  } finally {
    closeSync(handle);
  }
}
