import { describe, expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';

const LETTERS = 'x: {shape: [batch, words, letters, 1]}';
const GRU = '{type: recurrent, input: #, cell: {gru: {units: 2}}}';
const gru = (input: string): string => GRU.replace('#', input);

const messagesOf = (yaml: string): string => {
  try {
    compile(yaml);
  } catch (error) {
    return String((error as Error).message);
  }
  return 'none';
};

describe('feeds of sequences of sequences', () => {
  const words = compile(
    `inputs: {${LETTERS}}\nlayers: {m: ${gru('x')}, w: ${gru('m.last')}}\noutputs: {v: m.last, w: w}`,
  );
  const word = [[0.5], [-1]];

  test('a sample whose words have no letters may stand first', async () => {
    const model = await load(words);
    const { v, w } = model.run({ x: [[[], []], [word], []] });
    const alone = model.run({ x: [[word]] });
    expect(v?.shape).toEqual([3, 2, 2]);
    expect([...(v?.data.subarray(4, 6) ?? [])]).toEqual([...(alone.v?.data ?? [])]);
    expect([...(w?.data.subarray(4, 6) ?? [])]).toEqual([...(alone.w?.data ?? [])]);
    expect([...(v?.data.subarray(0, 4) ?? [])]).toEqual([0, 0, 0, 0]);
    model.dispose();
  });

  test('rows without values do not hide a wrong depth', async () => {
    const model = await load(words);
    expect(() => model.run({ x: [[[], []], [[0.5, -1]]] })).toThrow('nested 3 levels deep and must be 4');
    const endless: unknown[] = [[]];
    endless.push(endless, endless);
    expect(() => model.run({ x: endless as number[] })).toThrow('levels deep');
    model.dispose();
  });
});

describe('axes of a model', () => {
  test('an axis that inputs nest in two ways is a mistake of the model, alone', () => {
    for (const [inputs, place] of [
      [`${LETTERS}, y: {shape: [batch, letters, 1]}`, 'input "y": the axis "letters" stands right behind batch'],
      [`y: {shape: [batch, letters, 1]}, ${LETTERS}`, 'input "x": the axis "letters" stands within "words"'],
      [`${LETTERS}, y: {shape: [batch, letters, words, 1]}`, 'input "y": the axis "words" stands within "letters"'],
    ] as const) {
      const found = messagesOf(`inputs: {${inputs}}\nlayers: {m: ${gru('x')}, n: ${gru('y')}}\noutputs: {m: m, n: n}`);
      expect(found).toContain(place);
      expect(found.match(/expected:/g)?.length).toBe(found.match(/ time-mismatch:/g)?.length);
    }
    expect(
      messagesOf(
        `inputs: {x: {shape: [batch, words, node, 2]}, t: {tree: node}}
layers: {r: {type: recursive, input: x, tree: t, cell: {tree.child_sum_lstm: {units: 2}}}}
outputs: {r: r}`,
      ).match(/expected:/g),
    ).toHaveLength(1);
  });

  test('repeat along an inner axis gives every step what its word or its sample has', async () => {
    const model = await load(
      compile(`inputs: {${LETTERS}, s: {shape: [batch, 2]}, z: {shape: [batch, words, 2]}}
layers:
  of_word: {type: repeat, input: z, along: letters}
  of_sample: {type: repeat, input: s, along: letters}
  start: {type: repeat, input: s, along: words}
  m: {type: recurrent, input: x, cell: {gru: {units: 2}}, initial: {h: start}}
  back: {type: repeat, input: m.last, along: letters}
outputs: {of_word: of_word, of_sample: of_sample, back: back, last: m.last}`),
    );
    const z = [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ];
    const s = [
      [-1, -2],
      [-3, -4],
    ];
    const x = [1, 2].map(() => [1, 2].map(() => [[0.5], [1], [2]]));
    const found = model.run({ x, s, z });
    const last = found.last?.data ?? [];
    for (const name of ['of_word', 'of_sample', 'back']) expect(found[name]?.shape, name).toEqual([2, 2, 3, 2]);
    for (let b = 0; b < 2; b++)
      for (let w = 0; w < 2; w++)
        for (let l = 0; l < 3; l++)
          for (let f = 0; f < 2; f++) {
            const at = ((b * 2 + w) * 3 + l) * 2 + f;
            expect(found.of_word?.data[at]).toBe(z[b]?.[w]?.[f]);
            expect(found.of_sample?.data[at]).toBe(s[b]?.[f]);
            expect(found.back?.data[at]).toBe(last[(b * 2 + w) * 2 + f]);
          }
    // the same word from other starts
    expect(last[0]).not.toBe(last[4]);
    expect(last[0]).toBe(last[2]);
    model.dispose();
  });

  test('what has no place along an axis is refused with what to write', () => {
    const of = (layers: string, output: string): string =>
      messagesOf(
        `inputs: {${LETTERS}, s: {shape: [batch, 2]}}\nlayers: {${layers}}\noutputs: {y: ${output}, s: s, x: x}`,
      );
    expect(of(`r: {type: repeat, input: x, along: letters}`, 'r')).toContain(
      'expected: one value per sample or per step of "words"',
    );
    expect(of(`m: {type: recurrent, input: x, cell: {gru: {units: 2}}, initial: {h: s}}`, 'm')).toContain(
      '{type: repeat, input: …, along: words}',
    );
  });
});
