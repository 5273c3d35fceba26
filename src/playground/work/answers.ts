import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { usualLevel } from '../../answers/forecast-bands.ts';
import { planOf } from '../../answers/forecast-plan.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { textColumn } from '../../data/table/preprocess.ts';
import { readRows } from '../../index.ts';
import type { Model } from '../../model.ts';
import { svgForecast } from '../../plots/drawn/forecast-svg.ts';
import type { Answer, GivenInput } from './messages.ts';

/** Tokens that are written on from a text. */
const WRITTEN = 300;
/** Rows before a forecast that its chart shows. */
const SHOWN = 60;

/**
 * How a model of a text writes on from the input, what one of series forecasts behind its rows, or what another says of them.
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
  const texts = textsOf(input.text, model.training?.preprocessing ?? null);
  if (texts !== null) return { kind: 'samples', samples: model.predict(texts, { probabilities: true }) };
  const rows = await readRows(input.text, { model });
  if (!forecasts(model)) return { kind: 'samples', samples: model.predict(rows) };
  const interval = usualLevel(model, null);
  const forecast = model.forecast(rows, { past: SHOWN, ...(interval === null ? {} : { interval }) });
  return { kind: 'forecast', samples: forecast.rows, svg: svgForecast(model.name, forecast) };
}

function forecasts(model: Model): boolean {
  try {
    return model.training !== null && planOf(model, model.training) !== null;
  } catch (error) {
    if (error instanceof RnncError) return false;
    throw error;
  }
}

/** The lines of what was typed, each a text, for a model that reads nothing but texts; null: it does not, or these are rows, with the names of their columns. */
function textsOf(text: string, preprocessing: Preprocessing | null): readonly string[] | null {
  const column = preprocessing?.kind === 'table' ? textColumn(preprocessing) : null;
  if (column === null) return null;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  const isRows =
    /^\s*[[{]/.test(first) || first.split(/[,;\t]/).some((name) => name.trim().replaceAll('"', '') === column);
  return isRows ? null : lines;
}
