import { partNames } from '../../../compiler/1-read/spec/data-spec.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { WindowRoom } from '../batches/window-room.ts';
import type { Part } from '../dataset/dataset.ts';
import { leadOf, rowsBeforeTargets, windowSpan } from '../encode/encode.ts';
import * as partMessages from '../messages/parts.ts';
import { cuts, type PartIndex, sharesOf } from '../rows/split-rows.ts';
import type { TablePlan } from './plan-table.ts';

export interface PartResult {
  /** Null where it has no sample. */
  readonly part: Part | null;
  readonly rows: number;
  readonly room: WindowRoom | null;
  /** Samples without a target, for each of those that were asked for. */
  readonly lacks: readonly number[];
}

export type PartResults = readonly [PartResult, PartResult, PartResult];

/**
 * @param rows in the other parts
 * @param skipped rows that could not be read
 */
export function nothingToTrain(plan: TablePlan, rows: number, skipped: number): Diagnostic {
  const { split, span } = plan.spec;
  if (rows === 0 || !plan.form.whole) return partMessages.nothingLeft(span, skipped);
  const border = split?.kind === 'column' ? (split.at[0] ?? null) : null;
  return partMessages.splitLeavesNothing(
    border?.span ?? split?.span ?? span,
    rows,
    border === null ? null : JSON.stringify(border.value),
  );
}

/**
 * A part, or null where there is none.
 * @param lengths rows of each series, where the split shares them out
 * @param notes takes a line where a part is left out that nobody asked for
 * @throws RnncError where the part was asked for and has no sample
 */
export function takePart(
  plan: TablePlan,
  index: PartIndex,
  parts: PartResults,
  lengths: readonly number[],
  skipped: number,
  notes: string[],
): Part | null {
  const { part, rows } = parts[index];
  if (part !== null) {
    if (index > 0 && part.samples === 1) notes.push(partMessages.oneSampleNote(partNames[index]));
    return part;
  }
  const { split } = plan.spec;
  const name = partNames[index];
  const asked = plan.form.whole
    ? index === 0 || (split?.kind === 'ratio' ? split[name] > 0 : split !== null && index <= split.at.length)
    : plan.form.readers[index] !== null;
  if (rows === 0 && index === 0) throw new RnncError([nothingToTrain(plan, parts[1].rows + parts[2].rows, skipped)]);
  if (asked) throw new RnncError([emptyPart(plan, index, parts, lengths)]);
  if (plan.form.whole && split === null) notes.push(`too few rows for a ${name} part`);
  return null;
}

function emptyPart(plan: TablePlan, index: PartIndex, parts: PartResults, lengths: readonly number[]): Diagnostic {
  const { windows, feeds } = plan;
  const { rows, room } = parts[index];
  const borders = moveBorders(plan, index, parts);
  const span = spanOfPart(plan, index);
  if (windows === null) return partMessages.partEmpty(span, partNames[index], rows, borders);
  const past = plan.form.whole && index > 0 ? rowsBeforeTargets(feeds, windows) : 0;
  // the widest window that fits leaves the training one sample
  const widest = Math.max(0, (room?.all ?? 0) - leadOf(windows) - windows.horizon);
  return partMessages.noWindow(span, partNames[index], rows, {
    rows: windowSpan(windows),
    past,
    own: room?.own ?? 0,
    width: index === 0 ? Math.ceil(widest / 2) : widest,
    keys: keysBesideWidth(plan.spec.windows),
    split: plan.form.whole && index > 0 ? splitFor(plan, index, past, lengths) : null,
    borders,
  });
}

/** The border from which the part is, where the split names it. */
function spanOfPart({ spec: { split, span } }: TablePlan, index: PartIndex): TablePlan['spec']['span'] {
  const border = split?.kind === 'column' ? split.at[Math.max(0, index - 1)] : undefined;
  return border?.span ?? split?.span ?? span;
}

/** How to give a part more rows where the split names borders; null: it names none. */
function moveBorders({ spec: { split }, form }: TablePlan, index: PartIndex, parts: PartResults): string | null {
  if (split?.kind !== 'column' || !form.whole) return null;
  const [from = null, to = null] = [split.at[index - 1], split.at[index]].map((border) =>
    border === undefined ? null : JSON.stringify(border.value),
  );
  const isBehind = parts[index].rows === 0 && (index === 2 || parts[2].rows === 0);
  return partMessages.moveBorders(partNames[index], from, to, isBehind);
}

const keysBesideWidth = (windows: TablePlan['spec']['windows']): readonly string[] =>
  windows === null
    ? []
    : [
        `horizon: ${windows.horizon}`,
        ...(windows.lead === 0 ? [] : [`lead: ${windows.lead}`]),
        ...(windows.stride === null ? [] : [`stride: ${windows.stride}`]),
      ];

/** The split with the smallest share of this part, taken from training, with which some series gives this part and the training a window. */
function splitFor(plan: TablePlan, index: PartIndex, past: number, lengths: readonly number[]): string | null {
  const { split, group } = plan.spec;
  const { windows } = plan;
  if (windows === null || split?.kind === 'column') return null;
  const shares = sharesOf(split);
  const span = windowSpan(windows);
  const byOrder = (split?.by ?? 'order') === 'order';
  if (!byOrder && (group === null || lengths.some((length) => length < span))) return null;
  const name = index === 1 ? 'validation' : 'test';
  const most = Math.floor((shares.train + shares[name]) * 100);
  for (let hundredths = Math.floor(shares[name] * 100) + 1; hundredths < most; hundredths++) {
    const share = hundredths / 100;
    const tried = { ...shares, train: shares.train + shares[name] - share, [name]: share };
    const fits = (length: number): boolean => {
      const [first, second] = cuts(length, tried);
      const [from, to] = index === 1 ? [first, second] : [second, length];
      return byOrder ? first >= span && to - from >= span - past && to >= span : first >= 1 && to > from;
    };
    if (!(byOrder ? lengths.some(fits) : fits(lengths.length))) continue;
    const written = partNames.map((part) => `${part}: ${Number(tried[part].toFixed(6))}`).join(', ');
    return `{${written}${split?.kind === 'ratio' && split.by !== null ? `, by: ${split.by}` : ''}}`;
  }
  return null;
}
