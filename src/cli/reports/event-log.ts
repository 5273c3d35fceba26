import { appendFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { systemCode } from '../../train/checkpoint/file-store.ts';
import { eventFileName, eventFileStart, scalarEvent } from '../../train/report/tensorboard.ts';
import { shownName, writeReason } from '../files/files.ts';
import * as say from '../files/messages.ts';

/** A file of events for TensorBoard, one for this run. @throws RnncError `output-not-writable`, here and in `step` */
export class EventLog {
  readonly #folder: string;
  readonly #file: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#file = this.#attempt(() => {
      makeFolder(resolve(folder));
      return beginFile(folder, Date.now() / 1000);
    });
  }

  step(step: number, scalars: { readonly [tag: string]: number }): void {
    this.#attempt(() => appendFileSync(this.#file, scalarEvent(Date.now() / 1000, step, scalars)));
  }

  #attempt<Result>(write: () => Result): Result {
    try {
      return write();
    } catch (cause) {
      const code = systemCode(cause);
      if (code === null) throw cause;
      throw new RnncError([say.eventsNotWritten(shownName(this.#folder), writeReason(code))]);
    }
  }
}

/** Named as TensorBoard names them, by host, process and a number; no two runs share one, whatever host and process are called. */
function beginFile(folder: string, seconds: number): string {
  for (let number = 0; ; number++) {
    const file = join(folder, eventFileName(seconds, `${hostname()}.${process.pid}.${number}`));
    try {
      writeFileSync(file, eventFileStart(seconds), { flag: 'wx' });
      return file;
    } catch (cause) {
      if (systemCode(cause) !== 'EEXIST') throw cause;
    }
  }
}

/** Level by level: in /proc the recursive `mkdirSync` of Node 20 never returns. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'EEXIST' && statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw cause;
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}
