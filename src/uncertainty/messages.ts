/** Texts about bands around forecasts. One function per mistake. */
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { error, plural } from '../../compiler/diagnostics/phrase.ts';
import { percent, widestBand } from './heads.ts';

const shown = (share: number): string => String(Number(share.toPrecision(6)));

/** @param sorted quantiles of the model, lowest first. */
export function quantilesTooNear(target: string, level: number, sorted: readonly number[]): Diagnostic {
  const [low, high] = [shown((1 - level) / 2), shown((1 + level) / 2)];
  const widest = widestBand(sorted);
  const less = widest > 0 ? `, or ask for an interval of at most ${shown(widest)}` : '';
  return error('interval-unknown', null, `the model's quantiles of "${target}" hold no band of ${percent(level)} %`, {
    expected: `quantiles at or beyond ${low} and ${high}`,
    found: `quantiles ${sorted.map(shown).join(', ')}`,
    fix: `train with quantiles: [${low}, 0.5, ${high}]${less}`,
  });
}
export const noErrorsKept = (target: string): Diagnostic =>
  error('interval-unknown', null, `the model tells numbers for "${target}" and nothing about how sure they are`, {
    expected: 'errors on a validation part, kept by the training',
    found: 'none: no validation part, or one without a window, or the loss is not the first',
    fix: 'give data a validation part, as split: {train: 0.8, validation: 0.2}, and train again; or train with a loss of type quantile or gaussian_nll',
  });
export const errorsTooFew = (
  target: string,
  level: number,
  { samples, needed, most }: { readonly samples: number; readonly needed: number; readonly most: number },
): Diagnostic =>
  error('interval-unknown', null, `the errors that are kept for "${target}" tell no band of ${percent(level)} %`, {
    expected:
      samples < needed ? `at least ${plural(needed, 'window')} in the validation part` : `at most ${shown(most)}`,
    found: samples < needed ? plural(samples, 'window') : shown(level),
    fix:
      samples < needed
        ? `make the validation part larger, or ask for an interval of at most ${shown(most)}`
        : `ask for an interval of at most ${shown(most)}, or train with a loss of type quantile or gaussian_nll`,
  });
export const bandFedBack = (inputs: readonly string[]): Diagnostic =>
  error('interval-unknown', null, 'no band is known around forecasts that the model makes of its own forecasts', {
    expected: 'a model that tells all steps without reading one of them',
    found: `${inputs.map((name) => `"${name}"`).join(', ')} with part: previous: a band would be too narrow`,
    fix: 'leave the interval out, or train a decoder that repeats what the encoder gives',
  });
export const bandBeyond = (horizon: number, own: number): Diagnostic =>
  error(
    'interval-unknown',
    null,
    `a band is known for the ${plural(own, 'step')} that the model gives at once, not for ${horizon}`,
    {
      expected: `a horizon of at most ${own}`,
      found: `${horizon}: beyond, the model reads its own forecasts as if they had come true, and a band would be too narrow`,
      fix: `ask for ${plural(own, 'step')}, leave the interval out, or train a model with windows: {horizon: ${horizon}}, whose output tells as many steps`,
    },
  );

/** @param shares that a band holds at least and at most. */
export const fewErrors = ([least, most]: readonly [number, number]): string =>
  `so few that it may hold ${Math.round(100 * least)} to ${Math.round(100 * most)} % of what comes, or less sure still where windows overlap`;
export const fewErrorsNote = (
  target: string,
  level: number,
  errors: number,
  shares: readonly [number, number],
): string =>
  `the ${percent(level)} % band around forecasts of "${target}" stands on the errors in ${errors} windows of the validation part, ${fewErrors(shares)}`;
