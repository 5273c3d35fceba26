import { partNames } from '../../../compiler/1-read/spec/data-spec.ts';
import type { Sample } from '../batches/batch.ts';
import { LackCount, type SingleTarget } from '../batches/lack-count.ts';
import {
  type Buckets,
  bucketBorders,
  lengthOf,
  memoryPart,
  type PartRow,
  type PartRules,
  RowStore,
  streamPart,
  WindowCutter,
} from '../batches/parts.ts';
import { type SeriesSample, trackedPart } from '../batches/tracks.ts';
import type { BadRows } from '../rows/bad-rows.ts';
import { PARTS, type PartIndex } from '../rows/split-rows.ts';
import type { EncodedRow, ReadRows } from './encoded-rows.ts';
import { type Mark, PartCount } from './part-count.ts';
import type { PlacedRows } from './placed-rows.ts';
import type { TablePlan } from './plan-table.ts';
import type { PartResult, PartResults } from './take-part.ts';

/** All rows are encoded into flat arrays. @param single targets whose lack is counted by sample */
export async function memoryParts(
  plan: TablePlan,
  placed: PlacedRows,
  read: ReadRows,
  bad: BadRows,
  single: readonly SingleTarget[],
): Promise<PartResults> {
  const stores = PARTS.map(() => new RowStore(plan.samples, plan.windows));
  for await (const { rows } of read(bad, null))
    for (const row of rows) for (const part of PARTS) if (row.part <= part) stores[part]?.add(rowOf(row, part));
  placed.release();
  const lengths = new Map<number, number>();
  const [train] = stores;
  if (plan.spec.buckets > 1 && train !== undefined)
    for (let i = 0; i < train.count; i++) {
      const length = lengthOf(train.get(i));
      lengths.set(length, (lengths.get(length) ?? 0) + 1);
    }
  const training = train?.count ?? 0;
  const result = (index: PartIndex): PartResult => {
    const store = stores[index];
    const lack = new LackCount(single);
    if (store === undefined || store.count === 0)
      return { part: null, rows: store?.rows ?? 0, room: store?.room ?? null, lacks: lack.counts };
    if (single.length > 0) for (let i = 0; i < store.count; i++) lack.add(store.get(i));
    const part =
      plan.windows?.carry === true
        ? trackedPart(store, { layouts: plan.samples, training })
        : memoryPart(store, rulesOf(plan, index, lengths));
    return { part, rows: store.rows, room: store.room, lacks: lack.counts };
  };
  return [result(0), result(1), result(2)];
}

/** Samples are counted now, and read from the files whenever they are wanted. @param single targets whose lack is counted by sample */
export async function streamedParts(
  plan: TablePlan,
  read: ReadRows,
  bad: BadRows,
  single: readonly SingleTarget[],
): Promise<PartResults> {
  const lacks = PARTS.map(() => new LackCount(single));
  const counts = PARTS.map(
    (part) =>
      new PartCount(
        new WindowCutter(plan.samples, plan.windows),
        single.length === 0 ? null : (sample) => lacks[part]?.add(sample),
      ),
  );
  for await (const { rows, end } of read(bad, null)) {
    for (const row of rows) {
      // windows are equally long
      const length = plan.windows === null ? lengthOf(row.pieces) : plan.windows.width;
      for (const part of PARTS) if (row.part <= part) counts[part]?.add(rowOf(row, part), length);
    }
    if (end !== null) for (const known of counts) known.mark(end);
  }
  const training = counts[0]?.samples ?? 0;
  const result = (index: PartIndex): PartResult => {
    const known = counts[index];
    const lacking = lacks[index]?.counts ?? [];
    if (known === undefined || known.samples === 0)
      return { part: null, rows: known?.rows ?? 0, room: known?.room ?? null, lacks: lacking };
    const from = (sample: number): AsyncGenerator<SeriesSample, void> =>
      samplesOf(plan, read, index, known.markBefore(sample), sample);
    const open = async function* (): AsyncGenerator<Sample> {
      for await (const { sample } of from(0)) yield sample;
    };
    const part =
      plan.windows?.carry === true
        ? trackedPart({ count: known.samples, openings: known.openings, from }, { layouts: plan.samples, training })
        : streamPart(open, known, rulesOf(plan, index, counts[0]?.lengths ?? new Map()));
    return { part, rows: known.rows, room: known.room, lacks: lacking };
  };
  return [result(0), result(1), result(2)];
}

/** @param mark a place before the first sample that is wanted; null: the beginning. */
async function* samplesOf(
  plan: TablePlan,
  read: ReadRows,
  part: PartIndex,
  mark: Mark | null,
  first: number,
): AsyncGenerator<SeriesSample, void> {
  const cutter = new WindowCutter(plan.samples, plan.windows, mark?.ahead ?? null);
  let skip = first - (mark?.sample ?? 0);
  for await (const { rows } of read(null, part, mark?.end ?? null))
    for (const row of rows)
      if (cutter.add(rowOf(row, part)) && skip-- <= 0) yield { sample: cutter.sample(), goesOn: cutter.goesOn };
}

const rowOf = ({ pieces, part, before, rows }: EncodedRow, of: PartIndex): PartRow => ({
  pieces,
  breaks: before[of] === 0,
  own: part === of,
  rows,
});

function rulesOf(plan: TablePlan, part: PartIndex, lengths: ReadonlyMap<number, number>): PartRules {
  const buckets: Buckets = plan.spec.buckets > 1 ? bucketBorders(lengths, plan.spec.buckets) : [];
  return { name: partNames[part], layouts: plan.samples, shuffle: plan.spec.shuffle ?? true, buckets };
}
