import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { findJsonProblem, locateInJson } from '../../data/files/strict-json.ts';
import type { Feeds } from '../feeds/feeds.ts';
import type { LocatedFeeds } from './located-feeds.ts';
import * as say from './messages.ts';

/** Feeds from the text of one JSON object. The string "NaN" stands for NaN. */
export function readJson(text: string, file: string, fail: (mistakes: readonly Diagnostic[]) => never): LocatedFeeds {
  const problem = findJsonProblem(text, 'lists');
  if (problem !== null)
    return fail([say.notJson({ file, start: problem.offset, end: problem.offset + 1 }, problem.message)]);
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail([say.notAnObject(spanOf(text, file, []) ?? { file, start: 0, end: 0 }, kindOf(value))]);
  const feeds = Object.fromEntries(Object.entries(value).map(([name, feed]) => [name, readNaN(feed)])) as Feeds;
  return { feeds, locate: (mistake) => locate(mistake, Object.keys(feeds), (path) => spanOf(text, file, path)) };
}

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;

/** The string "NaN" in nested nodes of trees is left alone: whoever reads the nodes turns it into a number. */
function readNaN(value: unknown): unknown {
  if (value === 'NaN') return Number.NaN;
  return Array.isArray(value) ? value.map(readNaN) : value;
}

function spanOf(text: string, file: string, path: readonly (string | number)[]): Span | null {
  const place = locateInJson(text, path);
  return place === null ? null : { file, ...place };
}

/**
 * Messages about feeds name the place as `x[0][3]` or `parse[0].children[1].words`, at their beginning or in quotes (see
 * `diagnostics/messages/feeds.ts`); here it becomes a place in the file.
 */
function locate(
  mistake: Diagnostic,
  names: readonly string[],
  spanAt: (path: readonly (string | number)[]) => Span | null,
): Diagnostic {
  if (mistake.span !== null) return mistake;
  const step = String.raw`(?:\[\d+\]|\.\w+)`;
  // one name may be the beginning of another: time and time.lengths
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const found = new RegExp(`^${escaped}(${step}+)|"${escaped}(${step}*)"`).exec(mistake.message);
    if (found === null) continue;
    const steps = [...(found[1] ?? found[2] ?? '').matchAll(/\[(\d+)\]|\.(\w+)/g)].map(([, index, key]) =>
      index === undefined ? (key ?? '') : Number(index),
    );
    for (let depth = steps.length; depth >= 0; depth--) {
      const span = spanAt([name, ...steps.slice(0, depth)]);
      if (span !== null) return { ...mistake, span };
    }
  }
  // something that is missing has no place of its own, so the message points at the whole value
  const whole = mistake.code.startsWith('input-') ? spanAt([]) : null;
  return whole === null ? mistake : { ...mistake, span: whole };
}
