import type { Sources } from '../diagnostics/diagnostic.ts';
import type { Origin } from '../ir/types.ts';

/** The most lines that are shown of one origin. */
const MOST_LINES = 3;

/**
 * The lines that nodes come from, each once and in order of place: `encoder.0.forward  tagger.yaml:12  c' = f * c + i * j`. Before them the paths of
 * nodes that no line asks for, such as those of an optimiser that is not written down.
 */
export function sourceLines(origins: readonly Origin[], sources: Sources): readonly string[] {
  const paths = new Set<string>();
  const lines = new Map<string, { readonly line: number; readonly text: string }>();
  for (const { path, span } of origins) {
    const source = span === null ? undefined : sources.get(span.file);
    if (span === null || source === undefined) {
      paths.add(oneLine(path));
      continue;
    }
    const first = source.slice(0, span.start).split('\n').length;
    const last = first + source.slice(span.start, span.end).trimEnd().split('\n').length - 1;
    const written = source
      .split('\n')
      .slice(first - 1, last)
      .map((text, i) => ({ line: first + i, text: oneLine(text.trim()) }))
      .filter(({ text }) => text !== '');
    // the name of the layer is enough, because the equation stands beside it
    const owner = oneLine(path.split('.step.')[0] ?? path);
    for (const [i, { line, text }] of written.slice(0, MOST_LINES).entries()) {
      const more = i + 1 === MOST_LINES && written.length > MOST_LINES ? ' …' : '';
      lines.set(`${span.file} ${line} ${owner}`, { line, text: `${owner}  ${span.file}:${line}  ${text}${more}` });
    }
  }
  return [...paths, ...[...lines.values()].sort((a, b) => a.line - b.line).map(({ text }) => text)];
}

/** A line break of any kind would end the comment that this becomes. */
const oneLine = (text: string): string => text.replaceAll(/[\r\n]/g, ' ');
