import * as say from '../../diagnostics/messages/read/data.ts';
import type { ReadContext } from '../scope/context.ts';
import type { VocabularySpec } from '../spec/data-spec.ts';
import { numberOf, ranges } from '../values/numbers.ts';
import { booleanOf, field, mapOf, type TreeMap, textOf } from '../yaml/tree.ts';
import { locatedText, oneOf, wholeNumbers } from './entries.ts';

/**
 * The entry `vocabulary` of the section or of a column, or null where there is none.
 * @param base what holds where a column says nothing else.
 */
export function readVocabulary(
  context: ReadContext,
  parent: TreeMap,
  base: VocabularySpec | null,
): VocabularySpec | null {
  const entry = parent.entries.get('vocabulary');
  const map = mapOf(entry?.value);
  if (entry === undefined || map === null) return null;
  const refuse = (keys: readonly string[], why: string): void => {
    for (const key of keys) {
      const found = map.entries.get(key);
      if (found !== undefined) context.report(say.noPlace(found.key, `${key} of vocabulary`, why));
    }
  };
  const of = oneOf(field(map, 'of'), ['bytes', 'characters', 'words'] as const) ?? base?.of ?? null;
  if (of === 'bytes') {
    refuse(['size', 'min_count', 'unknown'], 'there are 256 bytes and no others');
    refuse(['normalize', 'lower', 'punctuation'], 'bytes are fed as they stand in the text');
  }
  if (of === 'characters') refuse(['punctuation'], 'every character is a token');
  const share = locatedText(field(map, 'share'));
  if (share !== null) {
    const own = ['of', 'size', 'min_count', 'unknown', 'normalize', 'lower', 'punctuation'];
    refuse(own, `the column has the vocabulary of "${share.value}", which is written there`);
  }
  const size = numberOf(context, field(map, 'size'), 'size of vocabulary', {
    ...ranges.size,
    ...wholeNumbers(2, ranges.size.max),
  });
  const minCount = numberOf(
    context,
    field(map, 'min_count'),
    'min_count of vocabulary',
    wholeNumbers(1, 1_000_000_000),
  );
  return {
    span: entry.key,
    of,
    size: size?.value ?? base?.size ?? null,
    minCount: minCount?.value ?? base?.minCount ?? 1,
    unknown: readUnknown(map) ?? base?.unknown ?? null,
    normalize: oneOf(field(map, 'normalize'), ['NFC', 'NFKC', 'none'] as const) ?? base?.normalize ?? 'NFC',
    lower: booleanOf(field(map, 'lower')) ?? base?.lower ?? false,
    punctuation:
      oneOf(field(map, 'punctuation'), ['kept', 'tokens', 'dropped'] as const) ?? base?.punctuation ?? 'kept',
    share,
  };
}

/** True asks for the usual one, also where a target has none by itself. */
function readUnknown(map: TreeMap): string | false | null {
  const unknown = field(map, 'unknown');
  const flag = booleanOf(unknown);
  return flag === null ? textOf(unknown) : flag && '<unk>';
}
