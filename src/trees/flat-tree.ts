import type { Children } from './walk-nodes.ts';

/**
 * A graph as numbers [nodes, 2 · LINKS]: for every node its parents, each with the place that the node has among its children. LINKS is the most parents that a
 * node has, 1 at least, so that of a tree there are two numbers per node; where a node has fewer, and at a root, the parent is -1.
 */
export function flatTree(children: Children): { readonly shape: readonly [number, number]; readonly data: Int32Array } {
  const counts = new Int32Array(children.length);
  let links = 1;
  for (const list of children)
    for (const child of list) {
      if (child === null) continue;
      const count = (counts[child] ?? 0) + 1;
      counts[child] = count;
      links = Math.max(links, count);
    }
  const width = 2 * links;
  const data = new Int32Array(children.length * width);
  for (let at = 0; at < data.length; at += 2) data[at] = -1;
  counts.fill(0);
  for (const [parent, list] of children.entries())
    for (const [place, child] of list.entries()) {
      if (child === null) continue;
      const link = counts[child] ?? 0;
      counts[child] = link + 1;
      data[child * width + 2 * link] = parent;
      data[child * width + 2 * link + 1] = place;
    }
  return { shape: [children.length, width], data };
}
