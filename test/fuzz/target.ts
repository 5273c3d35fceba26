import type { Draws } from './mutate.ts';

/** Something that reads what others wrote. A case gives nothing or throws what a user may see. */
export interface Target {
  readonly name: string;
  readonly run: (draws: Draws) => void | Promise<void>;
  /** Where it reads text: with a run of a million equal characters at a random place, once for each format. */
  readonly longRuns?: readonly ((draws: Draws) => void | Promise<void>)[];
}
