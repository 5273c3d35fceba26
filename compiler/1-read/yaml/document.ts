import { Composer, type Document, Parser, YAMLParseError, type YAMLWarning } from 'yaml';

/** Syntax errors after this many are as a rule consequences of earlier ones, and are left out. */
const MAX_MISTAKES = 50;

export interface ParsedDocument {
  /** Null where reading stopped because there were too many mistakes. */
  readonly document: Document.Parsed | null;
  readonly errors: readonly YAMLParseError[];
  readonly warnings: readonly YAMLWarning[];
}

/**
 * Text → the document of the yaml package. Stops after 50 mistakes: the package makes an error object with a stack for each, so a million stray
 * brackets would take twenty seconds and two gigabytes.
 */
export function parseYaml(text: string): ParsedDocument {
  // uniqueKeys compares every pair of keys; `composeTree` reports duplicates in linear time, with both places
  const composer = new Composer({ uniqueKeys: false, merge: false, version: '1.2', prettyErrors: false });
  stopAfter(composer, MAX_MISTAKES);
  try {
    const [document, second] = composer.compose(new Parser().parse(text), true, text.length);
    if (document === undefined) return { document: null, errors: [], warnings: [] };
    const { errors, warnings } = document;
    return { document, errors: second === undefined ? errors : [...errors, severalDocuments(second)], warnings };
  } catch (stop) {
    if (!(stop instanceof TooManyMistakes)) throw stop;
    const { errors, warnings } = composer.streamInfo();
    return { document: null, errors, warnings };
  }
}

class TooManyMistakes extends Error {}

/**
 * The composer hands every error and warning to its `onError`, which the package's types keep private. Within a collection it catches what is
 * thrown and reports that as one more error, so each report beyond the limit throws again.
 */
function stopAfter(composer: Composer, limit: number): void {
  const collecting = composer as unknown as { onError: (...mistake: readonly unknown[]) => void };
  const collect = collecting.onError;
  let count = 0;
  collecting.onError = (...mistake) => {
    if (count < limit) collect(...mistake);
    if (++count >= limit) throw new TooManyMistakes();
  };
}

const severalDocuments = ({ range: [start, end] }: Document.Parsed): YAMLParseError =>
  new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'several documents in one file');
