import { expect, test } from 'vitest';
import { assemble } from '../../compiler/6-generate/assemble.ts';
import { generateText } from '../../compiler/6-generate/generate.ts';
import { sourceLines } from '../../compiler/6-generate/source-lines.ts';
import { fused, graphsOf } from '../fuse/models.ts';

const yaml = (comment: string): string => `name: commented
inputs: {x: {shape: [batch, time, 3]}}
cells:
  own:
    inputs: {x: [n]}
    state: [{h: [4]}]
    weights: {w: {shape: [n, 4]}}
    equations: |
      h' = tanh(x @ w + h) # ${comment}
    output: h'
layers: {r: {type: recurrent, input: x, cell: {own: {}}}}
outputs: {y: r}
`;

test.each(['plain', 'a "quote', "it's", '(; open', ';) close', ') ((', 'é 😀', ';; again', '\\'])(
  'a comment in the source that holds %s is no code',
  (comment) => {
    const text = yaml(comment);
    const graph = graphsOf(text).get('inference');
    if (graph === undefined) throw new Error('no graph');
    const program = fused(graph, true);
    const options = { relaxed: false, shared: false };
    const commented = generateText(program, { ...options, sources: new Map([['model.yaml', text]]) });
    expect(commented).toContain(`h' = tanh(x @ w + h) # ${comment}`);
    expect(Buffer.compare(assemble(commented), assemble(generateText(program, options)))).toBe(0);
  },
);

test('a carriage return does not end the comment', () => {
  const span = { file: 'a.yaml', start: 0, end: 1 };
  expect(sourceLines([{ path: 'r', span }], new Map([['a.yaml', 'one\rtwo\r\nthree']]))).toEqual([
    'r  a.yaml:1  one two',
  ]);
});
