import { directionsOf, inputsOf, isStack, offsetsOf, type Spec } from '../../../compiler/1-read/spec/spec.ts';
import type { Compiled } from '../../../compiler/compile.ts';
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { cannotStep, type Waiting } from '../../../compiler/diagnostics/messages/stepping.ts';
import { steppedAxes } from '../../../compiler/graph/split-at-steps.ts';
import { withStateHistory } from '../../../compiler/graph/state-history.ts';
import * as say from '../../data/messages/ahead.ts';
import { findStops } from './stop-line.ts';

/**
 * All that keeps a model from running step by step, each at its place in the model.
 * @param prepared whether steps are the numbers that it computes with, where it is trained on files too
 */
export function stepMistakes(compiled: Compiled, prepared: boolean): readonly Diagnostic[] {
  const graph = compiled.graphs.inference;
  const [axis, ...others] = steppedAxes(graph);
  const canWait = axis !== undefined && others.length === 0 && withStateHistory(graph, axis.axis) !== null;
  const steps = canWait ? stepsAhead(compiled.spec) : null;
  const waiting: Waiting = !canWait ? { kind: 'no' } : steps === null ? { kind: 'some' } : { kind: 'steps', steps };
  return [
    ...findStops(compiled, graph).map(({ span, reason }) => cannotStep(span, reason, waiting)),
    ...(prepared ? [] : rawMistakes(compiled.spec)),
  ];
}

/** How many steps ahead a model reads where that is the same at every step, by its convolutions alone; null where a layer reads all that follows. */
function stepsAhead({ layers }: Spec): number | null {
  const ahead = new Map<string, number>();
  for (const layer of layers) {
    if (isStack(layer) && directionsOf(layer).some((direction) => direction !== 'forward')) return null;
    const before = inputsOf(layer).map(({ target }) => ahead.get(target) ?? 0);
    const own = layer.type === 'conv1d' ? Math.max(0, ...offsetsOf(layer)) : 0;
    ahead.set(layer.name, Math.max(0, ...before) + own);
  }
  return Math.max(0, ...ahead.values());
}

/** Inputs that a row of the data does not give. */
function rawMistakes({ inputs, data }: Spec): readonly Diagnostic[] {
  return inputs.flatMap(({ name }): readonly Diagnostic[] => {
    const feed = data?.feeds?.get(name);
    if (feed?.kind !== 'columns') return [];
    if (feed.part === 'previous') return [say.readsAnswers(name, feed.span)];
    return feed.part === 'horizon' || feed.part === 'next' ? [say.aheadOfStep(name, feed.part, feed.span)] : [];
  });
}
