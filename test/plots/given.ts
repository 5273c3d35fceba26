/** A bidirectional layer whose mask leaves out steps of zeros. */
export const gaps = `
name: gaps
inputs: {x: {shape: [batch, time, 2]}}
layers:
  memory: {type: recurrent, input: x, mask: present, cell: {gru: {units: 4}}, direction: bidirectional}
  next: {type: dense, input: memory, units: 3}
outputs: {next: next, end: memory.last}
`.replace('mask: present', 'mask: {input: x, value: 0}');

export const tree = `
name: tree
inputs: {x: {shape: [batch, node, 1]}, parse: {tree: node}}
layers: {encoder: {type: recursive, input: x, tree: parse, cell: {tree.gru: {units: 3}}}}
outputs: {root: encoder.root}
`;

/** Words that are read in their order, and then up a tree. */
export const sentence = `
name: sentence
inputs: {x: {shape: [batch, node, 1]}, parse: {tree: node}}
layers:
  words: {type: recurrent, input: x, cell: {gru: {units: 2}}, direction: bidirectional}
  encoder: {type: recursive, input: words, tree: parse, cell: {tree.gru: {units: 3}}}
outputs: {root: encoder.root}
`;

export const wide = `
name: wide
inputs: {x: {shape: [batch, time, 3]}}
layers: {memory: {type: recurrent, input: x, cell: {gru: {units: 256}}}}
outputs: {y: memory}
`;

/** Numbers of a smooth input, none of them 0. */
export const wave = (batch: number, steps: number, features: number): Float32Array =>
  Float32Array.from({ length: batch * steps * features }, (_, i) => Math.sin(0.7 * i + 0.3));

/** Elements that are opened and not closed, or closed otherwise. */
export function unbalanced(svg: string): readonly string[] {
  const open: string[] = [];
  for (const [, close, name = '', self] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (self === '/') continue;
    if (close !== '/') open.push(name);
    else if (open.pop() !== name) return [name];
  }
  return open;
}

/** Numbers of the colours in the first heat map, by step and unit. */
export function drawnNumbers(svg: string): readonly (readonly number[])[] {
  const [, cells = ''] = /<g class="cells"[^>]*>([\s\S]*?)<\/g>/.exec(svg) ?? [];
  const columns: number[][] = [];
  for (const [, level, path = ''] of cells.matchAll(/<path class="[sd](\d+)" d="([^"]*)"/g))
    for (const [, first, row, count] of path.matchAll(/M(\d+) (\d+)\.5h(\d+)/g))
      for (let i = 0; i < Number(count); i++) {
        const column = Number(first) + i;
        columns[column] ??= [];
        (columns[column] ?? [])[Number(row)] = Number(level);
      }
  return columns;
}
