import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { readRows } from '../../index.ts';
import type { Model } from '../../model.ts';
import type { Answer, GivenInput } from './messages.ts';

/** Tokens that are written on from a text. */
const WRITTEN = 300;

/**
 * How a model of a text writes on from the input, or what another says of its rows.
 * @throws RnncError as `generate` and `predict`
 */
export async function answerOf(model: Model, input: GivenInput): Promise<Answer> {
  try {
    const written = [...model.generate({ prompt: input.text, length: WRITTEN })].join('');
    return { kind: 'text', text: input.text + written };
  } catch (error) {
    const isOther = error instanceof RnncError && error.diagnostics.some(({ code }) => code === 'not-generative');
    if (!isOther) throw error;
  }
  return { kind: 'samples', samples: model.predict(await readRows(input.text, { model })) };
}
