import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Part } from '../dataset/dataset.ts';
import { windowSpan } from '../encode/encode.ts';
import * as partMessages from '../messages/parts.ts';
import type { PartIndex } from '../rows/split-rows.ts';
import type { TablePlan } from './plan-table.ts';

export const PART_NAMES = ['train', 'validation', 'test'] as const;

export interface PartResult {
  /** Null where it has no sample. */
  readonly part: Part | null;
  readonly rows: number;
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
 * @param notes takes a line where a part is left out that nobody asked for
 * @throws RnncError where the part was asked for and has no sample
 */
export function takePart(
  plan: TablePlan,
  index: PartIndex,
  parts: PartResults,
  skipped: number,
  notes: string[],
): Part | null {
  const { part, rows } = parts[index];
  if (part !== null) return part;
  const { split } = plan.spec;
  const name = PART_NAMES[index];
  const asked = plan.form.whole
    ? index === 0 || (split?.kind === 'ratio' ? split[name] > 0 : split !== null && index <= split.at.length)
    : plan.form.readers[index] !== null;
  const need = plan.windows === null ? null : windowSpan(plan.windows);
  if (rows === 0 && index === 0) throw new RnncError([nothingToTrain(plan, parts[1].rows + parts[2].rows, skipped)]);
  if (asked) throw new RnncError([partMessages.partEmpty(split?.span ?? plan.spec.span, name, rows, need)]);
  if (plan.form.whole && split === null) notes.push(`too few rows for a ${name} part`);
  return null;
}
