import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, list } from '../../../compiler/diagnostics/phrase.ts';
import { closest } from '../../../compiler/diagnostics/suggest.ts';
import type { RawRow } from '../../data/table/preprocess.ts';
import type { PredictOptions } from './predicted.ts';

type Samples = readonly RawRow[] | readonly string[];

/** @throws RnncError for a column that is to stand beside the answers and that no row has */
export function checkKept(samples: Samples, keep: PredictOptions['keep']): void {
  if (keep === undefined || typeof keep === 'string') return;
  const known = new Set(samples.flatMap((sample) => (typeof sample === 'string' ? [] : Object.keys(sample))));
  const mistakes = keep.filter((name) => !known.has(name)).map((name) => keptUnknown(name, [...known]));
  if (mistakes.length > 0) throw new RnncError(mistakes);
}

function keptUnknown(name: string, known: readonly string[]): Diagnostic {
  const [near] = closest(name, known);
  return error('unknown-column', null, `there is no column ${JSON.stringify(name)} to keep`, {
    expected: known.length === 0 ? 'rows, which have columns' : `one of ${list(known)}`,
    found: name,
    fix: near === undefined ? 'name a column of the rows' : `did you mean ${JSON.stringify(near)}?`,
  });
}
