import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { frameHeader, unframe } from '../../src/train/checkpoint/checkpoint-format.ts';
import { CheckpointStore } from '../../src/train/checkpoint/checkpoint-store.ts';
import { SystemError } from '../../src/train/checkpoint/file-store.ts';
import { type Behaviour, type MemoryFileStore, memoryFileStore } from './memory-file-store.ts';

const NAME = 'model.ckpt';
const PREVIOUS = 'model.ckpt.previous';
const payload = (n: number): Uint8Array => Uint8Array.from({ length: 40 + n }, (_, i) => (i * 31 + n) & 255);
const framed = (content: Uint8Array): Uint8Array => Uint8Array.from([...frameHeader(content), ...content]);
const storeOn = (files: MemoryFileStore): CheckpointStore => new CheckpointStore(files, NAME, `out/${NAME}`);

/** Which payload is found by a program that starts now; null: none. */
function foundIn(files: ReadonlyMap<string, Uint8Array>): number | null {
  const folder = memoryFileStore();
  for (const [name, bytes] of files) folder.files.set(name, bytes);
  const loaded = storeOn(folder).load();
  if (loaded === null) return null;
  const n = loaded.payload.length - 40;
  expect(loaded.payload).toEqual(payload(n));
  return n;
}
/** A folder whose newest checkpoint is 2 and the one before it 1. */
function withTwo(behaviour: Behaviour = {}): MemoryFileStore {
  const files = memoryFileStore(behaviour);
  files.files.set(NAME, framed(payload(2)));
  files.files.set(PREVIOUS, framed(payload(1)));
  return files;
}
const mistakeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics.map((d) => `${d.message} [${d.found ?? ''}]`).join();
    throw error;
  }
  return 'nothing was thrown';
};

test('what was saved is loaded; the one before it is kept', () => {
  const files = memoryFileStore();
  const store = storeOn(files);
  expect(store.load()).toBeNull();
  for (const n of [1, 2, 3]) {
    store.save(payload(n));
    expect(storeOn(files).load()).toEqual({ payload: payload(n), notice: null });
  }
  expect([...files.files.keys()].sort()).toEqual([NAME, PREVIOUS]);
  expect(unframe(files.files.get(PREVIOUS) ?? new Uint8Array(0))).toEqual({ kind: 'whole', payload: payload(2) });
});

test('the order of calls: nothing is renamed before it is on the disk', () => {
  const files = withTwo();
  const store = storeOn(files);
  store.save(payload(3));
  store.save(payload(4));
  const save = ['create', 'write', 'write', 'sync', 'close', 'rename', 'rename', 'syncFolder'];
  expect(files.calls).toEqual(['read', ...save, ...save]);
});

test('an empty payload', () => {
  const files = memoryFileStore();
  storeOn(files).save(new Uint8Array(0));
  expect(storeOn(files).load()?.payload).toEqual(new Uint8Array(0));
});

test('a kill between any two calls leaves a whole checkpoint, at most one behind', () => {
  const found: (number | null)[] = [];
  const files = withTwo({ after: (now) => found.push(foundIn(now)), mostBytes: 16 });
  const store = storeOn(files);
  for (const n of [3, 4, 5]) {
    found.length = 0;
    store.save(payload(n));
    // the last two calls are the rename that makes it the newest, and the sync of the folder
    expect(found.at(-1)).toBe(n);
    const older = found.slice(0, -2);
    expect(older.length).toBeGreaterThan(8);
    for (const one of older) expect(one).toBe(n - 1);
  }
});

const CODES = ['ENOSPC', 'EACCES', 'EIO', 'EMFILE'] as const;

describe.each(CODES)('%s at the k-th call', (code) => {
  /** Saves 3 over 2 with failing calls; says how that went. */
  function attempt(fails: (call: string, count: number) => boolean) {
    const files = withTwo({
      mostBytes: 40,
      before: (call, count) => {
        if (fails(call, count)) throw new SystemError(code);
      },
      after: (now) => expect(foundIn(now)).not.toBeNull(),
    });
    const store = storeOn(files);
    const mistake = mistakeOf(() => store.save(payload(3)));
    return { files, store, mistake };
  }
  const total = attempt(() => false).files.calls.length;

  test('for every k the checkpoint stays whole, the temporary file goes, and the error names file and reason', () => {
    expect(total).toBe(11);
    for (let k = 1; k <= total; k++) {
      const { files, store, mistake } = attempt((_, count) => count === k);
      const call = files.calls[k - 1];
      if (call === 'read' && code === 'EIO') {
        // the newest can't be read back, so it is no use: it is replaced, not kept
        expect(mistake).toBe('nothing was thrown');
        expect(foundIn(files.files)).toBe(3);
        continue;
      }
      expect(mistake, `call ${k}, ${call}`).toContain(`out/${NAME}`);
      expect(mistake).toContain(code);
      expect(foundIn(files.files)).toBe(call === 'syncFolder' ? 3 : 2);
      expect([...files.files.keys()].filter((name) => name.endsWith('.tmp'))).toEqual([]);
      // and the disk works again
      store.save(payload(4));
      expect(foundIn(files.files)).toBe(4);
      expect([...files.files.keys()].sort()).toEqual([NAME, PREVIOUS]);
    }
  });

  test('when every call from the k-th on fails, the checkpoint is still found', () => {
    for (let k = 1; k <= total; k++) {
      const { files, mistake } = attempt((_, count) => count >= k);
      expect(mistake).toContain(code);
      expect(foundIn(files.files)).toBe(files.calls[k - 1] === 'syncFolder' ? 3 : 2);
    }
  });

  test('two failures in a row, for every pair of calls', () => {
    for (let first = 1; first <= total + 3; first++)
      for (let second = first + 1; second <= total + 4; second++) {
        const { files } = attempt((_, count) => count === first || count === second);
        expect(foundIn(files.files)).toBeGreaterThanOrEqual(2);
      }
  });

  test('the first checkpoint of all: nothing is left behind', () => {
    for (let k = 1; k <= 8; k++) {
      const files = memoryFileStore({
        before: (_, count) => {
          if (count === k) throw new SystemError(code);
        },
      });
      const mistake = mistakeOf(() => storeOn(files).save(payload(1)));
      if (mistake !== 'nothing was thrown' && files.calls[k - 1] !== 'syncFolder')
        expect([...files.files.keys()]).toEqual([]);
    }
  });
});

test('where the new one can not take its name, the old one gets it back', () => {
  const renames = (...failing: readonly number[]) => {
    let count = 0;
    const files = withTwo({
      before: (call) => {
        if (call === 'rename' && failing.includes(++count)) throw new SystemError('EIO');
      },
    });
    const store = storeOn(files);
    expect(mistakeOf(() => store.save(payload(3)))).toContain('EIO');
    return { files, store };
  };
  expect(storeOn(renames(2).files).load()).toEqual({ payload: payload(2), notice: null });
  // not even that: the next save finds out by itself
  const { files, store } = renames(2, 3);
  expect(files.files.has(NAME)).toBe(false);
  expect(foundIn(files.files)).toBe(2);
  store.save(payload(4));
  expect(foundIn(files.files)).toBe(4);
  files.files.delete(NAME);
  expect(foundIn(files.files)).toBe(2);
});

test('short writes of every size', () => {
  for (let mostBytes = 1; mostBytes <= 90; mostBytes++) {
    const files = memoryFileStore({ mostBytes });
    storeOn(files).save(payload(1));
    expect(foundIn(files.files)).toBe(1);
  }
});

test('a write that takes nothing is an error, not an endless loop', () => {
  expect(mistakeOf(() => storeOn(withTwo({ mostBytes: 0 })).save(payload(3)))).toContain('the disk reports an error');
});

test('bugs of ours are not turned into messages for the user', () => {
  const files = withTwo({
    before: (call) => {
      if (call === 'sync') throw new TypeError('a bug');
    },
  });
  expect(() => storeOn(files).save(payload(3))).toThrow('a bug');
});

describe('damage', () => {
  const whole = framed(payload(2));
  const damaged = (bytes: Uint8Array): MemoryFileStore => {
    const files = withTwo();
    files.files.set(NAME, bytes);
    return files;
  };

  test('torn at every length: the one before it is taken, and the user told', () => {
    for (let length = 0; length < whole.length; length++) {
      const loaded = storeOn(damaged(whole.slice(0, length))).load();
      expect(loaded?.payload).toEqual(payload(1));
      expect(loaded?.notice).toContain(`"out/${NAME}" is damaged`);
      expect(loaded?.notice).toContain(`"out/${PREVIOUS}"`);
    }
  });

  test('every flipped bit, and bytes too many', () => {
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const flipped = whole.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(storeOn(damaged(flipped)).load()?.payload).toEqual(payload(1));
    }
    expect(storeOn(damaged(Uint8Array.from([...whole, 0]))).load()?.payload).toEqual(payload(1));
  });

  test('a payload in the middle of a larger buffer', () => {
    const buffer = Uint8Array.from([9, 9, 9, ...whole, 9]);
    expect(unframe(buffer.subarray(3, 3 + whole.length))).toEqual({ kind: 'whole', payload: payload(2) });
  });

  test('a damaged checkpoint never takes the place of a whole one', () => {
    for (const look of [true, false]) {
      const files = damaged(whole.slice(0, 60));
      const store = storeOn(files);
      if (look) store.load();
      store.save(payload(3));
      expect(foundIn(files.files)).toBe(3);
      files.files.delete(NAME);
      expect(foundIn(files.files)).toBe(1);
    }
  });

  test('a run that was killed between the two renames', () => {
    const files = withTwo();
    files.files.delete(NAME);
    expect(storeOn(files).load()).toEqual({
      payload: payload(1),
      notice: `"out/${NAME}" was not finished: going on from the checkpoint before it, "out/${PREVIOUS}"`,
    });
  });

  test('both damaged: an error that says why', () => {
    const files = damaged(whole.slice(0, 10));
    files.files.set(
      PREVIOUS,
      whole.map((byte) => byte ^ 1),
    );
    expect(mistakeOf(() => storeOn(files).load())).toBe(
      `no checkpoint of "out/${NAME}" is whole [it has 10 bytes, fewer than its header; it does not begin like a checkpoint]`,
    );
  });

  test('what the disk can not give back counts as damaged; what is forbidden is an error', () => {
    const failing = (code: string): MemoryFileStore =>
      withTwo({
        before: (_, count) => {
          if (count === 1) throw new SystemError(code);
        },
      });
    expect(storeOn(failing('EIO')).load()?.notice).toContain('the disk reports an error');
    expect(mistakeOf(() => storeOn(failing('EACCES')).load())).toContain('permission denied');
  });
});

test('temporary files are removed where their program has ended, and only ours', () => {
  const files = withTwo({ isGone: (owner) => owner.startsWith('9') });
  const others = [
    '.model.ckpt.8-alive.0.tmp',
    '.model.ckpt.1-own.5.tmp',
    '.other.ckpt.9-gone.0.tmp',
    '.model.ckpt.9-gone.tmp',
    '.model.ckpt.9-gone.0.tmp.txt',
    'model.ckpt.9-gone.0.tmp',
    '.model.ckpt.9_Gone.0.tmp',
  ];
  for (const name of ['.model.ckpt.9-gone.0.tmp', '.model.ckpt.9-aa.17.tmp', ...others])
    files.files.set(name, payload(0));
  expect(storeOn(files).removeLeftovers()).toBe(2);
  expect([...files.files.keys()].sort()).toEqual([NAME, PREVIOUS, ...others].sort());
});

test('leftovers that can not be listed or removed stop nothing', () => {
  for (const failing of ['list', 'remove']) {
    const files = withTwo({
      isGone: () => true,
      before: (call) => {
        if (call === failing) throw new SystemError('EACCES');
      },
    });
    files.files.set('.model.ckpt.9-gone.0.tmp', payload(0));
    expect(storeOn(files).removeLeftovers()).toBe(0);
  }
});
