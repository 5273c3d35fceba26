import type { Diagnostic, Span } from '../diagnostic.ts';
import { error, plural } from '../phrase.ts';

/** Why a model can't take the steps of a time axis one by one: the second half of a sentence. */

export function obstacle(
  why: 'backward' | 'start' | 'index' | 'whole' | 'together',
  layer: string,
  axis: string,
): string {
  switch (why) {
    case 'backward':
      return `layer "${layer}" reads its sequence over "${axis}" backward, which needs the whole sequence`;
    case 'start':
      return `layer "${layer}" starts from what is known at the end of "${axis}" alone`;
    case 'index':
      return `layer "${layer}" reads the step index of "${axis}", which a session that goes on does not know`;
    case 'whole':
      return `layer "${layer}" needs the whole sequence over "${axis}"`;
    case 'together':
      return `layer "${layer}" takes all steps of "${axis}" together`;
    default:
      return why satisfies never;
  }
}

/** Reasons by axis in one sentence. */
export const obstacles = (reasons: readonly { readonly axis: string; readonly reason: string }[]): string =>
  reasons.length === 1 ? (reasons[0]?.reason ?? '') : reasons.map(({ reason }) => reason).join('; and ');

/** How a model can take its steps where it must wait for some: `steps`: for so many, and gives what it gives for the whole sequence; `some`: for any number, and reads no further. */
export type Waiting =
  | { readonly kind: 'no' }
  | { readonly kind: 'some' }
  | { readonly kind: 'steps'; readonly steps: number };

/** A model that was asked whether it can. @param span what keeps it from that */
export const cannotStep = (span: Span | null, reason: string, waiting: Waiting): Diagnostic =>
  error('not-streaming', span, `the model can't run one step at a time: ${reason}`, {
    expected: 'that what is said of a step follows from the steps up to it',
    found: reason,
    fix: fixOf(waiting),
  });

function fixOf(waiting: Waiting): string {
  switch (waiting.kind) {
    case 'no':
      return 'change this where answers must come step by step; rnnc run and rnnc predict take whole sequences';
    case 'some':
      return 'wait for N steps before something is said of one, with rnnc run --stream --lookahead N; or leave out what reads backward';
    case 'steps': {
      const { steps } = waiting;
      return `let answers come ${plural(steps, 'step')} later, the same as for the whole sequence: rnnc run --stream --lookahead ${steps}; or write padding: causal`;
    }
    default:
      return waiting satisfies never;
  }
}
