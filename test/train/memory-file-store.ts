import { type FileStore, SystemError } from '../../src/train/checkpoint/file-store.ts';

export interface MemoryFileStore extends FileStore {
  /** What is there, by name. */
  readonly files: Map<string, Uint8Array>;
  /** Calls so far, in order. */
  readonly calls: string[];
}

export interface Behaviour {
  /** Called before every call; may throw in its place. */
  readonly before?: (call: string, count: number) => void;
  /** Called after every call, with the files as a crash would leave them. */
  readonly after?: (files: ReadonlyMap<string, Uint8Array>) => void;
  /** Most bytes that one write takes. */
  readonly mostBytes?: number;
  readonly owner?: string;
  readonly isGone?: (owner: string) => boolean;
}

/** A folder in memory that behaves like a real one where it must, and fails where it is told to. */
export function memoryFileStore({
  before = () => {},
  after = () => {},
  mostBytes = Number.POSITIVE_INFINITY,
  owner = '1-own',
  isGone = () => false,
}: Behaviour = {}): MemoryFileStore {
  const files = new Map<string, Uint8Array>();
  const calls: string[] = [];
  const call = <T>(name: string, act: () => T): T => {
    calls.push(name);
    before(name, calls.length);
    const result = act();
    after(files);
    return result;
  };
  const existing = (name: string): Uint8Array => {
    const file = files.get(name);
    if (file === undefined) throw new SystemError('ENOENT');
    return file;
  };
  return {
    files,
    calls,
    owner,
    isGone,
    read: (name) => call('read', () => files.get(name)?.slice() ?? null),
    create: (name) =>
      call('create', () => {
        if (files.has(name)) throw new SystemError('EEXIST');
        files.set(name, new Uint8Array(0));
        return {
          write: (bytes, offset) =>
            call('write', () => {
              const taken = bytes.subarray(offset, Math.min(bytes.length, offset + mostBytes));
              files.set(name, Uint8Array.from([...existing(name), ...taken]));
              return taken.length;
            }),
          sync: () => call('sync', () => {}),
          close: () => call('close', () => {}),
        };
      }),
    rename: (from, to) =>
      call('rename', () => {
        files.set(to, existing(from));
        files.delete(from);
      }),
    remove: (name) =>
      call('remove', () => {
        existing(name);
        files.delete(name);
      }),
    list: () => call('list', () => [...files.keys()]),
    syncFolder: () => call('syncFolder', () => {}),
  };
}
