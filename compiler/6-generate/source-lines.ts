import type { Sources } from '../diagnostics/diagnostic.ts';
import type { Origin } from '../ir/graph.ts';

/** The lines that nodes come from, each once and in order of place: `encoder.0.forward  tagger.yaml:12  c' = f * c + i * j`. */
export function sourceLines(origins: readonly Origin[], sources: Sources): readonly string[] {
  const lines = new Map<string, { readonly line: number; readonly text: string }>();
  for (const { path, span } of origins) {
    if (span === null) continue;
    const source = sources.get(span.file);
    if (source === undefined) continue;
    const line = source.slice(0, span.start).split('\n').length;
    // a lone carriage return would end the comment that this becomes
    const text = (source.split('\n')[line - 1] ?? '').trim().replaceAll('\r', ' ');
    // the layer is enough: inner values have their equation beside them
    const owner = path.split('.step.')[0] ?? path;
    lines.set(`${span.file} ${line} ${owner}`, { line, text: `${owner}  ${span.file}:${line}  ${text}` });
  }
  return [...lines.values()].sort((a, b) => a.line - b.line).map(({ text }) => text);
}
