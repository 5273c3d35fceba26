import { describe, expect, test } from 'vitest';
import type { FeedShape } from '../../src/data/dataset/dataset.ts';
import { batchesOf, input, open, samplesOf, target } from './given.ts';

const all = 'split: {train: 1}\nshuffle: false';
const float = (name: string, size: number) => input(name, ['batch', 'time', size]);

describe('tasks', () => {
  test('list operations', async () => {
    const parse: FeedShape = {
      ...input('parse', ['batch', 'node', 2], 'int32'),
      tree: { mostChildren: null, mostParents: null, oneRoot: true },
    };
    const shapes = [
      parse,
      input('words', ['batch', 'node'], 'int32'),
      input('tokens', ['batch', 'time'], 'int32'),
      target('value', ['batch'], 'int32'),
    ];
    const section = `source: {task: {list_operations: {depth: 6, arguments: 5, longest: 60, samples: 400}}}\n${all}`;
    const feeds = 'feeds: {parse: {columns: [tree]}, words: {columns: [words]}}';
    const data = await open(`${section}\n${feeds}`, shapes);
    const batches = await batchesOf(data.train, { batch: 1 });
    const [trees, words, tokens, values] = ['parse', 'words', 'tokens', 'value'].map((name) =>
      samplesOf(batches, name),
    ) as [number[][][], number[][], number[][], number[]];
    const reduced = ([...found]: number[], operator: number): number => {
      found.sort((a, b) => a - b);
      const [low, high] = [found[(found.length - 1) >> 1] ?? 0, found[found.length >> 1] ?? 0];
      const sum = found.reduce((a, b) => a + b, 0) % 10;
      return [found[0] ?? 0, found.at(-1) ?? 0, Math.floor((low + high) / 2), sum][operator - 10] ?? -1;
    };
    const levels = new Map<number, number>();
    const counts = new Array<number>(10).fill(0);
    trees.forEach((nodes, i) => {
      const given = nodes.map((): number[] => []);
      const results: number[] = [];
      const heights: number[] = [];
      // children stand behind their parents
      for (let node = nodes.length - 1; node >= 0; node--) {
        const inner = given[node] ?? [];
        const word = words[i]?.[node] ?? -1;
        expect(inner.length === 0 ? word < 10 : word >= 10 && inner.length >= 2 && inner.length <= 5).toBe(true);
        results[node] =
          inner.length === 0
            ? word
            : reduced(
                inner.map((n) => results[n] ?? -1),
                word,
              );
        heights[node] = inner.reduce((most, n) => Math.max(most, (heights[n] ?? 0) + 1), 0);
        given[nodes[node]?.[0] ?? -1]?.push(node);
      }
      expect(results[0]).toBe(values[i]);
      expect(nodes.length).toBeLessThanOrEqual(60);
      counts[values[i] ?? 0] = (counts[values[i] ?? 0] ?? 0) + 1;
      levels.set(heights[0] ?? 0, (levels.get(heights[0] ?? 0) ?? 0) + 1);
      // the text says the same
      const stack: number[][] = [[]];
      for (const token of tokens[i] ?? [])
        if (token === 14) stack.push([]);
        else if (token < 14) stack.at(-1)?.push(token);
        else {
          const [operator = 0, ...inner] = stack.pop() ?? [];
          stack.at(-1)?.push(reduced(inner, operator));
        }
      expect(stack).toEqual([[values[i]]]);
    });
    expect(Math.min(...counts)).toBeGreaterThan(20);
    expect([...levels.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Math.min(...levels.values())).toBeGreaterThan(40);
    // a model of the tree alone, and one of the text alone, need not say where they read
    const own = await open(
      section,
      shapes.filter(({ name }) => name === 'parse' || name === 'words' || name === 'value'),
    );
    expect(own.preprocessing.feeds.parse).toMatchObject({ columns: ['tree'] });
    expect(own.preprocessing.feeds.words).toMatchObject({ columns: ['words'] });
    const flat = await open(section, [input('tokens', ['batch', 'time'], 'int32'), target('y', ['batch'], 'int32')]);
    expect(flat.preprocessing.feeds.tokens).toMatchObject({ columns: ['tokens'] });
    expect(flat.preprocessing.feeds.y).toMatchObject({ columns: ['value'] });
  });

  test('the adding problem', async () => {
    const data = await open(`source: {task: {adding: {length: 11, samples: 300}}}\n${all}`, [
      float('x', 2),
      target('y', ['batch', 1]),
    ]);
    const batches = await batchesOf(data.train, { batch: 300 });
    const [xs, ys] = [samplesOf(batches, 'x') as number[][][], samplesOf(batches, 'y') as number[][]];
    const places = new Set<number>();
    xs.forEach((steps, i) => {
      const marked = steps.flatMap(([value = 0, marker = 0], t) => (marker === 1 ? [{ value, t }] : []));
      expect(steps.every(([value = -1, marker]) => value >= 0 && value < 1 && (marker === 0 || marker === 1))).toBe(
        true,
      );
      expect(marked).toHaveLength(2);
      expect((marked[0]?.t ?? 9) < 5 && (marked[1]?.t ?? 0) >= 5).toBe(true);
      for (const { t } of marked) places.add(t);
      expect(ys[i]?.[0]).toBeCloseTo(
        marked.reduce((n, { value }) => n + value, 0),
        6,
      );
    });
    expect(places.size).toBe(11);
    const error = ys.reduce((n, [y = 0]) => n + (y - 1) ** 2, 0) / ys.length;
    expect(error).toBeGreaterThan(0.14);
    expect(error).toBeLessThan(0.2);
  });

  test('the embedded Reber grammar', async () => {
    const data = await open(`source: {task: {reber: {samples: 200}}}\n${all}`, [
      input('x', ['batch', 'time'], 'int32'),
      target('y', ['batch', 'time', 7]),
    ]);
    const [batch] = await batchesOf(data.train, { batch: 200 });
    const lengths = batch?.lengths.x ?? new Int32Array();
    expect(batch?.lengths.y).toEqual(lengths);
    if (batch === undefined) throw new Error('no batch');
    const legals = samplesOf([batch], 'y') as number[][][];
    (samplesOf([batch], 'x') as number[][]).forEach((symbols, i) => {
      const text = symbols
        .slice(0, lengths[i])
        .map((s) => 'BTSXPVE'[s])
        .join('');
      // B, outer, a Reber string, outer; the last E is to be predicted
      expect(text).toMatch(/^B([TP])B(?:TS*X(?:XT*V(?:PXT*V)*(?:PS|V)|S)|PT*V(?:PXT*V)*(?:PS|V))E\1$/);
      const legal = legals[i] ?? [];
      for (let t = 0; t < text.length; t++) {
        const next = t + 1 < text.length ? 'BTSXPVE'.indexOf(text[t + 1] ?? '') : 6;
        expect(legal[t]?.[next]).toBe(1);
        expect([1, 2]).toContain(legal[t]?.reduce((a, b) => a + b, 0));
      }
      expect(legal[text.length - 2]).toEqual(Array.from('BTSXPVE', (s) => (s === text[1] ? 1 : 0)));
    });
  });

  test('copy memory', async () => {
    const data = await open(`source: {task: {copy: {length: 3, delay: 5, symbols: 4, samples: 50}}}\n${all}`, [
      input('x', ['batch', 'time'], 'int32'),
      target('y', ['batch', 'time'], 'int32'),
    ]);
    const batches = await batchesOf(data.train);
    const ys = samplesOf(batches, 'y') as number[][];
    (samplesOf(batches, 'x') as number[][]).forEach((x, i) => {
      const symbols = x.slice(0, 3);
      expect(symbols.every((s) => s >= 0 && s < 4)).toBe(true);
      expect(x).toEqual([...symbols, 4, 4, 4, 4, 5, 4, 4, 4]);
      expect(ys[i]).toEqual([4, 4, 4, 4, 4, 4, 4, 4, ...symbols]);
    });
  });

  test('Mackey-Glass', async () => {
    const data = await open(
      'source: {task: {mackey_glass: {samples: 3000}}}\nwindows: {width: 4, stride: 5}\nshuffle: false\nsplit: {train: 1}',
      [float('x', 1), target('y', ['batch', 1])],
    );
    const batches = await batchesOf(data.train, { batch: 1000 });
    const values = (samplesOf(batches, 'x') as number[][][])
      .flatMap((x, i) => [...x.flat(), ...((samplesOf(batches, 'y') as number[][])[i] ?? [])])
      .slice(0, 3000);
    expect(Math.min(...values)).toBeGreaterThan(0.2);
    expect(Math.max(...values)).toBeLessThan(1.4);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((n, v) => n + (v - mean) ** 2, 0) / values.length);
    // what the literature finds for tau = 17
    expect(mean).toBeGreaterThan(0.85);
    expect(mean).toBeLessThan(1);
    expect(deviation).toBeGreaterThan(0.2);
    expect(deviation).toBeLessThan(0.26);
  });

  test('waves', async () => {
    const data = await open(`source: {task: {waves: {shortest: 5, longest: 9, noise: 0, samples: 400}}}\n${all}`, [
      float('x', 1),
      target('y', ['batch'], 'int32'),
    ]);
    const [batch] = await batchesOf(data.train, { batch: 400 });
    const lengths = Array.from(batch?.lengths.x ?? []);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([5, 9]);
    const kinds = Array.from(batch?.feeds.y?.data ?? []);
    for (const kind of [0, 1, 2, 3]) expect(kinds.filter((k) => k === kind).length).toBeGreaterThan(60);
    expect(Math.max(...(batch?.feeds.x?.data ?? []))).toBeLessThanOrEqual(1);
  });

  test.each([
    ['adding: {length: 4, samples: 2}', [float('x', 2), target('y', ['batch', 1])]],
    ['reber: {samples: 2}', [input('x', ['batch', 'time'], 'int32'), target('y', ['batch', 'time', 7])]],
    [
      'copy: {length: 2, delay: 2, samples: 2}',
      [input('x', ['batch', 'time'], 'int32'), target('y', ['batch', 'time'], 'int32')],
    ],
    ['waves: {shortest: 3, longest: 5, samples: 2}', [float('x', 1), target('y', ['batch'], 'int32')]],
  ])('%s: the same seed gives the same samples, more samples begin with the fewer', async (task, inputs) => {
    const make = async (text: string, seed: number) => {
      const data = await open(`source: {task: {${text}}}\n${all}`, inputs, { seed });
      return batchesOf(data.train, { batch: 1 });
    };
    const few = await make(task, 1);
    expect(await make(task, 1)).toEqual(few);
    expect(await make(task, 2)).not.toEqual(few);
    expect((await make(task.replace('samples: 2', 'samples: 5'), 1)).slice(0, 2)).toEqual(few);
    expect(few[0]?.feeds).toMatchSnapshot();
  });
});
