import type { Runner } from './runner.ts';

/** When so many models exist that were not disposed, the program gets one notice. */
const MANY = 1000;

/** What is known of the models on one backend that have not been disposed. */
interface Open {
  count: number;
  told: boolean;
  readonly registry: FinalizationRegistry<Runner>;
}
const OPEN = Symbol('rnnc.open-models');
type Host = object & { [OPEN]?: Open };

/**
 * Gives the memory of a model back when nobody holds it any more. A memory of a model's own goes with the model.
 * @param model must not be reachable from `runner`
 * @param notice told when there are a thousand models on the backend
 */
export function watch(model: object, runner: Runner, notice: (text: string) => void): void {
  const host: Host | undefined = runner.backend.host;
  if (host === undefined || typeof FinalizationRegistry === 'undefined') return;
  host[OPEN] ??= {
    count: 0,
    told: false,
    registry: new FinalizationRegistry((dropped) => {
      if (host[OPEN] !== undefined) host[OPEN].count -= 1;
      dropped.dispose();
    }),
  };
  const open = host[OPEN];
  open.registry.register(model, runner, runner);
  open.count += 1;
  if (open.count < MANY || open.told) return;
  open.told = true;
  notice(
    `${MANY} models are loaded and not disposed: call dispose() on those that have run last; the memory of others comes back only when the engine collects them`,
  );
}

/** Is called when a model is disposed: then nothing is left to give back. */
export function unwatched(runner: Runner): void {
  const open = (runner.backend.host as Host | undefined)?.[OPEN];
  if (open?.registry.unregister(runner)) open.count -= 1;
}
