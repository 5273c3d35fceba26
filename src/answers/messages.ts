/** Texts about the choice of tokens. One function per mistake. */
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { error, plural } from '../../compiler/diagnostics/phrase.ts';

export const optionUseless = (call: string, option: string, why: string): Diagnostic =>
  error('no-effect', null, `${call}: ${option} has no effect here: ${why}`, {
    expected: `no ${option}`,
    found: option,
    fix: `leave ${option} out`,
  });
/** A sentence, no mistake. */
export const textsCut = (column: string, cut: number, all: number, longest: number): string =>
  `${plural(cut, 'text')} of ${all} in "${column}" came to no end in ${plural(longest, 'token')} and ${cut === 1 ? 'is' : 'are'} cut off: longest allows more`;

const BROKEN_MODEL_FIX =
  'the weights or the input hold numbers that are not finite or too large: train again with a smaller learning rate or a tighter clip';
/** `index`: position of the token in the generated text, from 0. */
export const nanLogits = (index: number, token: number): Diagnostic =>
  error('logits-nan', null, `token ${index + 1} can't be chosen: the model's logits hold NaN`, {
    expected: 'numbers',
    found: `NaN for token number ${token}`,
    fix: BROKEN_MODEL_FIX,
  });
export const infiniteLogits = (index: number, token: number): Diagnostic =>
  error('logits-infinite', null, `token ${index + 1} can't be chosen: a logit is infinite`, {
    expected: 'finite numbers, or -Infinity for a token that must not come',
    found: `Infinity for token number ${token}`,
    fix: BROKEN_MODEL_FIX,
  });
export const nothingAllowed = (index: number): Diagnostic =>
  error('logits-nothing-allowed', null, `token ${index + 1} can't be chosen: no token is possible`, {
    expected: 'at least one finite logit',
    found: '-Infinity for every token',
    fix: BROKEN_MODEL_FIX,
  });
