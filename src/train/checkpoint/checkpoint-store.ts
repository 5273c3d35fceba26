import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../messages.ts';
import { type Framed, frameHeader, unframe } from './checkpoint-format.ts';
import { type FileStore, type NewFile, SystemError, systemCode } from './file-store.ts';

export interface LoadedCheckpoint {
  readonly payload: Uint8Array;
  /** For the user, where this is not the newest; else null. */
  readonly notice: string | null;
}

/**
 * A checkpoint file and the one before it, `NAME.previous`. Whatever happens, a kill or a failing disk, one of the two is whole:
 *
 *     write .NAME.OWNER.N.tmp, sync → NAME becomes NAME.previous → the temporary file becomes NAME → sync the folder
 *
 * A damaged NAME never becomes NAME.previous: it is replaced. One program writes a checkpoint at a time.
 */
export class CheckpointStore {
  readonly #files: FileStore;
  readonly #name: string;
  readonly #shown: string;
  /** Whether NAME is there and whole; null: not looked at yet. */
  #newest: 'whole' | 'absent' | 'damaged' | null = null;
  #written = 0;

  /** @param shown the checkpoint's path, for messages. */
  constructor(files: FileStore, name: string, shown: string) {
    this.#files = files;
    this.#name = name;
    this.#shown = shown;
  }

  get #previous(): string {
    return `${this.#name}.previous`;
  }

  /**
   * The newest whole checkpoint; null where there is none at all.
   * @throws RnncError `checkpoint-unreadable`, `checkpoint-damaged`.
   */
  load(): LoadedCheckpoint | null {
    const newest = this.#read(this.#name);
    this.#newest = stateOf(newest);
    if (newest?.kind === 'whole') return { payload: newest.payload, notice: null };
    const previous = this.#read(this.#previous);
    if (previous?.kind === 'whole')
      return {
        payload: previous.payload,
        notice: say.fellBack(this.#shown, `${this.#shown}.previous`, newest?.damage ?? null),
      };
    const damages = [newest, previous].flatMap((file) => (file === null ? [] : [file.damage]));
    if (damages.length > 0) throw new RnncError([say.checkpointDamaged(this.#shown, damages)]);
    return null;
  }

  /**
   * Replaces the checkpoint. When this returns, the new one is on the disk.
   * @throws RnncError `checkpoint-not-written`; the checkpoint before is then whole, and may be tried again.
   */
  save(payload: Uint8Array): void {
    try {
      this.#newest ??= stateOf(this.#read(this.#name));
      const temporary = this.#writeTemporary(payload);
      this.#replace(temporary);
      this.#files.syncFolder();
    } catch (cause) {
      throw this.#notWritten(cause);
    }
  }

  /**
   * Removes temporary files that ended programs left of this checkpoint; call it before the first `save`. What can't be removed stays.
   * @returns how many were removed.
   */
  removeLeftovers(): number {
    let removed = 0;
    this.#attempt(() => {
      for (const file of this.#files.list()) {
        const owner = this.#ownerOf(file);
        if (owner === null || owner === this.#files.owner || !this.#files.isGone(owner)) continue;
        if (this.#attempt(() => this.#files.remove(file))) removed++;
      }
    });
    return removed;
  }

  #ownerOf(file: string): string | null {
    const start = `.${this.#name}.`;
    if (!file.startsWith(start)) return null;
    return /^([a-z0-9-]+)\.\d+\.tmp$/.exec(file.slice(start.length))?.[1] ?? null;
  }

  /** Null where there is no such file. What the disk can't give back counts as damaged. */
  #read(name: string): Framed | null {
    try {
      const file = this.#files.read(name);
      return file === null ? null : unframe(file);
    } catch (cause) {
      const code = systemCode(cause);
      if (code === null) throw cause;
      if (code === 'EIO') return { kind: 'damaged', damage: say.reasonOf(code) };
      throw new RnncError([
        say.checkpointUnreadable(name === this.#name ? this.#shown : `${this.#shown}.previous`, code),
      ]);
    }
  }

  /** @returns its name. */
  #writeTemporary(payload: Uint8Array): string {
    const temporary = `.${this.#name}.${this.#files.owner}.${this.#written++}.tmp`;
    const file = this.#files.create(temporary);
    try {
      try {
        for (const part of [frameHeader(payload), payload]) writeAll(file, part);
        file.sync();
      } catch (cause) {
        this.#attempt(() => file.close());
        throw cause;
      }
      file.close();
    } catch (cause) {
      this.#attempt(() => this.#files.remove(temporary));
      throw cause;
    }
    return temporary;
  }

  #replace(temporary: string): void {
    const keep = this.#newest === 'whole';
    // Until it is done, only the disk knows.
    this.#newest = null;
    let moved = false;
    try {
      if (keep) {
        this.#files.rename(this.#name, this.#previous);
        moved = true;
      }
      this.#files.rename(temporary, this.#name);
    } catch (cause) {
      if (moved) this.#attempt(() => this.#files.rename(this.#previous, this.#name));
      this.#attempt(() => this.#files.remove(temporary));
      throw cause;
    }
    this.#newest = 'whole';
  }

  /** Whether the system did it. */
  #attempt(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (cause) {
      if (systemCode(cause) === null) throw cause;
      return false;
    }
  }

  #notWritten(cause: unknown): unknown {
    const code = systemCode(cause);
    return code === null ? cause : new RnncError([say.checkpointNotWritten(this.#shown, code)]);
  }
}

function writeAll(file: NewFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const taken = file.write(bytes, at);
    if (!(taken > 0)) throw new SystemError('EIO');
    at += taken;
  }
}

const stateOf = (file: Framed | null): 'whole' | 'absent' | 'damaged' =>
  file === null ? 'absent' : file.kind === 'whole' ? 'whole' : 'damaged';
