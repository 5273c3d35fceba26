import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CheckpointStore } from '../../train/checkpoint/checkpoint-store.ts';
import { type FileStore, systemCode } from '../../train/checkpoint/file-store.ts';
import { isGone, shownName } from './files.ts';

/** The checkpoint at a path; a link stays a link. */
export function openCheckpoint(path: string): CheckpointStore {
  const file = existsSync(path) ? realpathSync(path) : path;
  return new CheckpointStore(nodeFileStore(dirname(file)), basename(file), shownName(path));
}

/** A folder as checkpoints need it. */
export function nodeFileStore(folder: string): FileStore {
  const at = (name: string): string => join(folder, name);
  const owner = `${process.pid}-${randomUUID().slice(0, 8)}`;
  return {
    owner,
    isGone: (other) => other !== owner && isGone(Number.parseInt(other, 10)),
    read: (name) => readWhole(at(name)),
    create: (name) => {
      const handle = openSync(at(name), 'wx');
      return {
        write: (bytes, offset) => writeSync(handle, bytes, offset),
        sync: () => unlessUnsyncable(() => fsyncSync(handle)),
        close: () => closeSync(handle),
      };
    },
    rename: (from, to) => renameSync(at(from), at(to)),
    remove: (name) => unlinkSync(at(name)),
    list: () => readdirSync(folder),
    syncFolder: () => syncFolder(folder),
  };
}

/** Unlike `readFileSync` without a limit of 2 GiB. Null where there is no such file. */
function readWhole(file: string): Uint8Array | null {
  const handle = openIfThere(file);
  if (handle === null) return null;
  try {
    const bytes = new Uint8Array(fstatSync(handle).size);
    let length = 0;
    while (length < bytes.length) {
      const some = readSync(handle, bytes, length, Math.min(bytes.length - length, 2 ** 30), null);
      if (some === 0) break;
      length += some;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}

/** Does nothing on Windows, which can't open folders, and where the file system can't sync them. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    unlessUnsyncable(() => fsyncSync(handle));
  } finally {
    closeSync(handle);
  }
}

function unlessUnsyncable(sync: () => void): void {
  try {
    sync();
  } catch (cause) {
    const code = systemCode(cause);
    if (code !== 'EINVAL' && code !== 'ENOTSUP') throw cause;
  }
}
