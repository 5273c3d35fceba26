/**
 * The few things that checkpoints need of a folder, synchronous, so that nothing happens between two steps of the training. Files are named
 * within the folder. Every function may throw an error whose `code` is that of the system, such as ENOSPC.
 */
export interface FileStore {
  /** Who writes here: one running program. Lower-case letters, digits and hyphens. */
  readonly owner: string;
  /** Whether the program of that name has ended. */
  readonly isGone: (owner: string) => boolean;
  /** Null where there is no such file. */
  readonly read: (name: string) => Uint8Array | null;
  /** A new, empty file. Fails with EEXIST where there is one. */
  readonly create: (name: string) => NewFile;
  /** Replaces `to`, if it is there, in one step. */
  readonly rename: (from: string, to: string) => void;
  readonly remove: (name: string) => void;
  /** Names of all files in the folder. */
  readonly list: () => readonly string[];
  /** Returns when all names are on the disk. */
  readonly syncFolder: () => void;
}

export interface NewFile {
  /** Appends from `offset` on. @returns how many bytes were taken, which may be fewer than there are. */
  readonly write: (bytes: Uint8Array, offset: number) => number;
  /** Returns when what was written is on the disk. */
  readonly sync: () => void;
  readonly close: () => void;
}

/** An error as a system reports it. */
export class SystemError extends Error {
  override readonly name = 'SystemError';
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The system's code of an error of a `FileStore`; null: no such error. */
export const systemCode = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
