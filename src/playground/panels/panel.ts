import { problemList } from '../view/problem-list.ts';
import type { CheckedModel } from '../work/messages.ts';
import { Refusal } from './work-client.ts';

/** A part of the page that works with the model. */
export interface Panel {
  /** @param model what is to be worked with from now on; null: the text has mistakes */
  setModel(model: CheckedModel | null): void;
}

/** Does what a button asks for; what keeps it from being done is shown in its place. */
export async function attempt(place: HTMLElement, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    place.replaceChildren(problemList(error.problems, null));
  }
}
