import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, list } from '../../../compiler/diagnostics/phrase.ts';
import { closest } from '../../../compiler/diagnostics/suggest.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { unknownTokens } from '../../data/encode/vocabulary.ts';
import type { RawRow } from '../../data/table/preprocess.ts';
import type { PredictOptions } from './predicted.ts';

type Samples = readonly RawRow[] | readonly string[];

/** @throws RnncError for a column that is to stand beside the answers and that no row has */
export function checkKept(samples: Samples, keep: PredictOptions['keep']): void {
  if (keep === undefined || typeof keep === 'string') return;
  const known = new Set(samples.flatMap((sample) => (typeof sample === 'string' ? [] : Object.keys(sample))));
  const mistakes = keep.filter((name) => !known.has(name)).map((name) => keptUnknown(name, [...known]));
  if (mistakes.length > 0) throw new RnncError(mistakes);
}

function keptUnknown(name: string, known: readonly string[]): Diagnostic {
  const [near] = closest(name, known);
  return error('unknown-column', null, `there is no column ${JSON.stringify(name)} to keep`, {
    expected: known.length === 0 ? 'rows, which have columns' : `one of ${list(known)}`,
    found: name,
    fix: near === undefined ? 'name a column of the rows' : `did you mean ${JSON.stringify(near)}?`,
  });
}

/** Names of the columns that the model is fed. */
const columnsFed = ({ feeds }: Preprocessing): readonly string[] => [
  ...new Set(
    Object.values(feeds).flatMap((feed) => (feed.role === 'input' && feed.from === 'columns' ? feed.columns : [])),
  ),
];

/** Tokens that a note lists. */
const LISTED = 5;

/** What of the samples the vocabularies lack, where an unknown token stands for it: a sentence for each column. */
export function unknownNotes(preprocessing: Preprocessing, samples: Samples): readonly string[] {
  const { columns, vocabulary, kind, sequence } = preprocessing;
  const fed = columnsFed(preprocessing);
  const texts = fed.flatMap((name) => {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    return column?.type === 'text' ? [{ name, vocabulary: column.vocabulary }] : [];
  });
  const asked = kind === 'text' && vocabulary !== null ? [{ name: null, vocabulary }] : texts;
  return asked.flatMap(({ name, vocabulary: known }) => {
    if (known.unknown === null || known.of === 'bytes') return [];
    // a step is one token
    const tokensOf =
      sequence === true
        ? (text: string) => (known.tokens.includes(text.trim()) ? [] : [text.trim()])
        : (text: string) => unknownTokens(known, text);
    const lacks = new Set<string>();
    const given = samples.map((sample) => (typeof sample === 'string' ? sample : sample[name ?? '']));
    for (const text of new Set(given))
      if (typeof text === 'string') for (const token of tokensOf(text)) lacks.add(token);
    if (lacks.size === 0) return [];
    const shown = [...lacks].slice(0, LISTED).map((token) => JSON.stringify(token));
    const more = lacks.size > LISTED ? [`${lacks.size - LISTED} more`] : [];
    const of = name === null ? 'the vocabulary' : `the vocabulary of "${name}"`;
    return [`${of} lacks ${list([...shown, ...more])}: the model takes ${lacks.size === 1 ? 'it' : 'them'} as unknown`];
  });
}
