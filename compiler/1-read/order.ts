import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/read/layers.ts';

export interface OrderEntry {
  readonly name: string;
  readonly span: Span;
  /** Names of what must come first; names that are no entry are passed over. */
  readonly needs: readonly string[];
}

export interface Order {
  /** Names in an order in which everything comes after what it needs; otherwise as in the file. */
  readonly order: readonly string[];
  /** Names that stand in a circle. */
  readonly cyclic: ReadonlySet<string>;
}

/** Orders layers by what they need. Every circle is reported once, at its first layer in the file. No recursion: 10,000 layers may stand in a row. */
export function orderLayers(entries: readonly OrderEntry[], report: (d: Diagnostic) => void): Order {
  const byName = new Map(entries.map((e) => [e.name, e]));
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  const cyclic = new Set<string>();
  for (const root of entries) {
    if (state.has(root.name)) continue;
    const path: { readonly entry: OrderEntry; next: number }[] = [{ entry: root, next: 0 }];
    state.set(root.name, 'open');
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const need = top.entry.needs[top.next++];
      if (need === undefined) {
        state.set(top.entry.name, 'done');
        order.push(top.entry.name);
        path.pop();
        continue;
      }
      const entry = byName.get(need);
      if (entry === undefined || state.get(need) === 'done') continue;
      if (state.get(need) === 'open') {
        const circle = path.slice(path.findIndex((p) => p.entry.name === need)).map((p) => p.entry);
        if (!circle.every((e) => cyclic.has(e.name))) reportCircle(circle, entries, report);
        for (const e of circle) cyclic.add(e.name);
        continue;
      }
      state.set(need, 'open');
      path.push({ entry, next: 0 });
    }
  }
  return { order, cyclic };
}

/** The chain reads in the direction of the data, starting with the circle's first layer in the file. */
function reportCircle(
  circle: readonly OrderEntry[],
  entries: readonly OrderEntry[],
  report: (d: Diagnostic) => void,
): void {
  const flow = [...circle].reverse();
  const position = (e: OrderEntry): number => entries.indexOf(e);
  const start = flow.reduce((best, e, i) => (position(e) < position(flow[best] ?? e) ? i : best), 0);
  const chain = [...flow.slice(start), ...flow.slice(0, start)];
  const [first, ...rest] = chain;
  if (first === undefined) return;
  report(
    messages.cyclicLayers(
      first.span,
      [...chain, first].map((e) => e.name),
      rest.slice(0, 8).map((e) => ({ message: `"${e.name}" stands here`, span: e.span })),
    ),
  );
}
