import type { Compiled } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { steppedAxes } from '../../../compiler/graph/split-at-steps.ts';
import * as say from '../messages.ts';

/**
 * An input that reads a target one step later holds, in every answer, what the model said at the step before: the model must take these steps one by one.
 * @throws RnncError for such an input along whose steps it can't go
 */
export function checkPrevious({ spec, graphs, sources }: Compiled): void {
  const read = [...(spec.data?.feeds ?? [])].filter(([, feed]) => feed.kind === 'columns' && feed.part === 'previous');
  if (read.length === 0) return;
  const axes = steppedAxes(graphs.inference);
  const mistakes = read.flatMap(([name, { span }]) => {
    const axis = spec.inputs.find((input) => input.name === name)?.shape[1]?.value;
    const stepping = axes.find((found) => found.axis === axis)?.stepping;
    return stepping?.kind === 'refused' ? [say.previousUnstepped(span, name, `${axis}`, stepping.reason)] : [];
  });
  if (mistakes.length > 0) throw new RnncError(mistakes, sources);
}
