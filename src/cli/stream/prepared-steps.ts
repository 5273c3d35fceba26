import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { notStreaming } from '../../../compiler/diagnostics/messages/run.ts';
import { plainSymbol, printDim, type Shape, staticSize } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { feedSpecs } from '../../model/feeds/feed-specs.ts';
import type { Session, SessionOptions } from '../../model/session.ts';
import { planSession, withoutKept } from '../../model/session-plan.ts';
import type { StepResults } from '../../model/stream-binding.ts';
import type { Model } from '../../model.ts';
import { PreparedForm, type StepPorts } from './prepared-form.ts';
import type { CsvForm, Stepper } from './stepper.ts';

/** Takes the numbers that a model computes with. */
export class PreparedSteps implements Stepper<StepResults> {
  readonly takesTexts = false;
  readonly #session: Session;
  readonly #form: PreparedForm;

  /** @throws RnncError as `Model.session` does, and where the model can't take steps */
  constructor(model: Model, options: SessionOptions) {
    const { step, of, given, refusal } = planSession(model.runner, options.over, options.feeds ?? {});
    if (refusal !== null) throw new RnncError([notStreaming(refusal)]);
    this.#session = model.session(options);
    this.#form = new PreparedForm(stepPorts(withoutKept(step), of?.axis ?? null, given), options.nan ?? 'error');
  }

  get columns(): readonly string[] {
    return this.#form.columns;
  }

  step(given: unknown): readonly StepResults[] {
    return [this.#session.step(this.#form.feedsOf(given))];
  }

  finish(): readonly StepResults[] {
    return [];
  }

  reset(): void {
    this.#session.reset();
  }

  toJson(told: StepResults): string {
    return this.#form.toJson(told);
  }

  toFields(told: StepResults): readonly string[] {
    return this.#form.toFields(told);
  }

  csv(first: string): CsvForm {
    return this.#form.csv(first);
  }
}

/** The sizes of a step of an input [batch, words, letters, …], or [batch, …]: null for each axis of time within it. */
function sizesOfStep(shape: Shape, axis: string | null): readonly (number | null)[] {
  const [, second, ...rest] = shape;
  if (second === undefined) return [];
  const isStepped = axis === null ? plainSymbol(second) !== null : printDim(second) === axis;
  return (isStepped ? rest : [second, ...rest]).map(staticSize);
}

/**
 * What a step of a graph takes and gives.
 * @param axis that of the steps; null: there is no other
 * @param given inputs that are known before
 */
export function stepPorts(graph: Graph, axis: string | null, given: readonly string[]): StepPorts {
  const starts = new Set(
    graph.inputs.flatMap((input) => (input.role === 'state' && input.start !== null ? [input.start] : [])),
  );
  const fed = new Set(graph.inputs.flatMap(({ role, name }) => (role === 'feed' && !starts.has(name) ? [name] : [])));
  return {
    given: [...given, ...starts],
    inputs: feedSpecs(graph).flatMap(({ name, dtype, shape, limit, missing }) =>
      fed.has(name) ? [{ name, dtype, limit, missing, shape: sizesOfStep(shape, axis) }] : [],
    ),
    outputs: graph.outputs.map(({ name, value }) => ({
      name,
      shape: (graph.values[value]?.type.shape ?? []).slice(1).flatMap((d) => {
        const isStep = axis === null ? plainSymbol(d) !== null : printDim(d) === axis;
        return isStep ? [] : [staticSize(d)];
      }),
    })),
  };
}
