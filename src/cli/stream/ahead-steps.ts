import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { StateHistory } from '../../../compiler/graph/state-history.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import { Output } from '../../model/output.ts';
import type { StepFeeds } from '../../model/stream-binding.ts';
import type { Model } from '../../model.ts';
import type { AheadForm } from './ahead-form.ts';
import type { CsvForm, Stepper } from './stepper.ts';

/**
 * Takes the steps of a model that reads backward too, and says of each what follows from the steps up to it and some more: those that come after it are
 * waited for. States of forward directions go on from step to step; backward directions start anew behind the last step that is there, at each step
 * (latency-controlled bidirectional networks: Zhang et al. 2016, "Highway long short-term memory RNNs for distant speech recognition", with chunks of one step).
 */
export class AheadSteps<Told> implements Stepper<Told> {
  readonly #model: Model;
  readonly #form: AheadForm<Told>;
  readonly #history: StateHistory;
  readonly #ahead: number;
  readonly #nan: 'error' | 'allow';
  /** Steps that nothing was said of. */
  #waiting: StepFeeds[] = [];
  /** What the steps before have led to; empty at the start. */
  #states: Feeds = {};

  /** @param model of the graph of the history */
  constructor(
    model: Model,
    form: AheadForm<Told>,
    { history, steps }: { readonly history: StateHistory; readonly steps: number },
    nan: 'error' | 'allow',
  ) {
    this.#model = model;
    this.#form = form;
    this.#history = history;
    this.#ahead = steps;
    this.#nan = nan;
  }

  get takesTexts(): boolean {
    return this.#form.takesTexts;
  }

  get columns(): readonly string[] {
    return this.#form.columns;
  }

  step(given: unknown): readonly Told[] {
    const steps = [...this.#waiting, this.#form.feedsOf(given)];
    if (steps.length <= this.#ahead) {
      this.#waiting = steps;
      return [];
    }
    const { told, states } = this.#run(steps, 1);
    this.#waiting = steps.slice(1);
    this.#states = states;
    return told;
  }

  finish(): readonly Told[] {
    const steps = this.#waiting;
    if (steps.length === 0) return [];
    const { told } = this.#run(steps, steps.length);
    this.#waiting = [];
    return told;
  }

  reset(): void {
    this.#waiting = [];
    this.#states = {};
    this.#form.restart();
  }

  /** What is said of the first of these steps, and the states after one step. */
  #run(steps: readonly StepFeeds[], count: number): { readonly told: readonly Told[]; readonly states: Feeds } {
    const inputs = this.#form.inputs.map(({ name, shape }) => {
      const data = steps.flatMap((step) => Array.from(step[name] ?? []));
      return [name, { data, shape: [1, steps.length, ...shape] }] as const;
    });
    const outputs = this.#model.run({ ...Object.fromEntries(inputs), ...this.#states }, { nan: this.#nan });
    const outputOf = (name: string): Output => {
      const output = outputs[name];
      if (output === undefined) throw new InternalError(`no output ${name}`);
      return output;
    };
    const told = Array.from({ length: count }, (_, t) =>
      this.#form.tell(Object.fromEntries(this.#form.outputs.map(({ name }) => [name, stepOf(outputOf(name), 1, t)]))),
    );
    const states = [...this.#history.outputs].map(([path, name]) => {
      const { data, shape } = stepOf(outputOf(name), 0, 0);
      return [path, { data, shape }] as const;
    });
    return { told, states: Object.fromEntries(states) };
  }

  toJson(told: Told): string {
    return this.#form.toJson(told);
  }

  toFields(told: Told): readonly string[] {
    return this.#form.toFields(told);
  }

  csv(first: string): CsvForm {
    return this.#form.csv(first);
  }
}

/** One step of one series, [batch, …]. @param axis that of time, the first or the second */
function stepOf({ data, shape, dims }: Output, axis: 0 | 1, step: number): Output {
  const size = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const kept = <T>(list: readonly T[]): readonly T[] => list.filter((_, i) => i !== axis);
  return new Output(data.slice(step * size, (step + 1) * size), kept(shape), kept(dims));
}
