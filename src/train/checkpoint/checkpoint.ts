import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { WeightData } from '../../artifact/definition.ts';
import { readSafetensors, SafetensorsError, toFloat32, writeSafetensors } from '../../artifact/safetensors.ts';
import type { History } from '../../artifact/training-record.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { parseStrictJson, StrictJsonError } from '../../data/files/strict-json.ts';
import * as say from '../messages.ts';
import type { StoppingState } from '../schedule/early-stopping.ts';
import type { ScheduleState } from '../schedule/schedule.ts';
import { headProblem } from './check-head.ts';
import { frameHeader, unframe } from './checkpoint-format.ts';

/** Where a training stands, without its numbers of float32. Plain JSON. */
export interface Progression {
  /** Optimiser steps done. */
  readonly step: number;
  /** Epoch under way, from 0, and batches of it done. */
  readonly epoch: number;
  readonly batch: number;
  readonly samples: number;
  /** Sum and number of what the losses of this epoch were made of so far. */
  readonly sums: readonly { readonly sum: number; readonly count: number }[];
  /** Sum over steps of the whole loss, penalties included, times samples. */
  readonly total: number;
  readonly rate: number;
  /** Whether some batch had rows of different lengths: from then on all run with masks. */
  readonly masked: boolean;
  readonly schedule: ScheduleState;
  readonly stopping: StoppingState;
  readonly history: History;
  readonly finished: boolean;
}

/** All that an interrupted training needs to go on as if nothing had happened. */
export interface Checkpoint {
  readonly progression: Progression;
  /** What it belongs to: model, data and options, as `trainingIdentity` says. */
  readonly identity: { readonly [what: string]: string };
  readonly weights: ReadonlyMap<string, WeightData>;
  readonly slots: ReadonlyMap<string, Float32Array>;
  /** Carried states, by path. */
  readonly states: ReadonlyMap<string, Float32Array>;
  /** Weights of the best epoch, or null before the first. */
  readonly best: ReadonlyMap<string, WeightData> | null;
  readonly preprocessing: Preprocessing;
  /** Whether it is that of an earlier training: whoever goes on must then not fit it anew. */
  readonly keepsPreprocessing: boolean;
}

const KEY = 'rnnc.checkpoint';

type Head = Pick<Checkpoint, 'progression' | 'identity' | 'preprocessing' | 'keepsPreprocessing'> & {
  readonly hasBest: boolean;
};

/** The bytes of a checkpoint: a safetensors file whose tensors are named by what they are. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const flat = (values: Float32Array): WeightData => ({ shape: [values.length], data: values });
  const tensors = new Map<string, WeightData>([
    ...prefixed('weight', checkpoint.weights, (w) => w),
    ...prefixed('slot', checkpoint.slots, flat),
    ...prefixed('state', checkpoint.states, flat),
    ...prefixed('best', checkpoint.best ?? new Map<string, WeightData>(), (w) => w),
  ]);
  const { progression, identity, best, preprocessing, keepsPreprocessing } = checkpoint;
  const head: Head = { progression, identity, hasBest: best !== null, preprocessing, keepsPreprocessing };
  return writeSafetensors(tensors, new Map([[KEY, JSON.stringify(head)]]));
}

const prefixed = <T>(
  prefix: string,
  values: ReadonlyMap<string, T>,
  of: (value: T) => WeightData,
): [string, WeightData][] => [...values].map(([path, value]) => [`${prefix}:${path}`, of(value)]);

/** A checkpoint with its checksum, as it stands in a file. */
export function sealCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const payload = encodeCheckpoint(checkpoint);
  const header = frameHeader(payload);
  const sealed = new Uint8Array(header.length + payload.length);
  sealed.set(header);
  sealed.set(payload, header.length);
  return sealed;
}

/** What `sealCheckpoint` made. @param file name for messages. @throws RnncError `checkpoint-damaged` where a bit of it is another. */
export function unsealCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const framed = unframe(bytes);
  if (framed.kind === 'damaged') throw new RnncError([say.checkpointForm(file, framed.damage)]);
  return decodeCheckpoint(framed.payload, file);
}

/** @param file name for messages. @throws RnncError `checkpoint-damaged` for bytes that are no checkpoint. */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const content = ((): ReturnType<typeof readSafetensors> => {
    try {
      return readSafetensors(bytes);
    } catch (cause) {
      if (cause instanceof SafetensorsError) throw new RnncError([say.checkpointForm(file, cause.message)]);
      throw cause;
    }
  })();
  const text = content.metadata.get(KEY);
  if (text === undefined) throw new RnncError([say.checkpointForm(file, 'it has no state of a training')]);
  const head = readHead(text, file);
  const group = (prefix: string): Map<string, WeightData> => {
    const found = new Map<string, WeightData>();
    for (const [name, entry] of content.tensors) {
      if (!name.startsWith(`${prefix}:`)) continue;
      const data = toFloat32(entry);
      if (data === null) throw new RnncError([say.checkpointForm(file, `"${name}" is ${entry.dtype}`)]);
      found.set(name.slice(prefix.length + 1), { shape: entry.shape, data });
    }
    return found;
  };
  const numbers = (prefix: string): Map<string, Float32Array> =>
    new Map([...group(prefix)].map(([path, { data }]) => [path, data]));
  return {
    progression: head.progression,
    identity: head.identity,
    weights: group('weight'),
    slots: numbers('slot'),
    states: numbers('state'),
    best: head.hasBest ? group('best') : null,
    preprocessing: head.preprocessing,
    keepsPreprocessing: head.keepsPreprocessing,
  };
}

function readHead(text: string, file: string): Head {
  let head: unknown;
  try {
    head = parseStrictJson(text);
  } catch (cause) {
    if (cause instanceof StrictJsonError) throw new RnncError([say.checkpointForm(file, cause.message)]);
    throw cause;
  }
  const problem = headProblem(head);
  if (problem !== null)
    throw new RnncError([say.checkpointForm(file, `${problem.slice(0, 80)} is not as it should be`)]);
  return head as Head;
}
