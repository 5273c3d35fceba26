import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, load, readArtifact, typesOf } from '../../src/index.ts';
import { rnnc, temporaryFolder } from '../cli/command.ts';
import { blocks } from '../readme-blocks.ts';
import { mistakesIn, wrongLines } from './checked.ts';

const tagger = `
name: tagger
inputs: {words: {shape: [batch, time], dtype: int32}, place: {shape: [batch, 3]}}
layers:
  embedded: {type: embedding, input: words, vocabulary: 9, units: 4}
  encoder: {type: recurrent, input: embedded, cell: {gru: {units: 3}}, initial: place}
  tags: {type: dense, input: encoder, units: 5}
outputs: {tags: tags, last: encoder.last}
`;

/** A file of README.md. */
const blockOf = (name: string): string => blocks.find(({ file }) => file === name)?.text ?? '';

const flats = `
name: flats
inputs: {x: {shape: [batch, 2]}}
layers:
  hidden: {type: dense, input: x, units: 4}
  kind: {type: dense, input: hidden, units: 2}
  price: {type: dense, input: hidden, units: 1}
outputs: {kind: kind, price: price}
data:
  source: rows
  format: ndjson
  columns: {kind: {type: category}}
  feeds: {x: {columns: [size, rooms]}, class: {columns: [kind]}, worth: {columns: [price]}}
training:
  losses: [{type: cross_entropy, output: kind, target: class}, {type: mse, output: price, target: worth}]
  epochs: 1
`;

const numbers = `
import { compile } from 'rnnc';
import { load, type Model } from 'rnnc/runtime';
import type { Tagger } from './tagger.rnnc';
const model = await load<Tagger>('tagger.rnnc');
const place = [[1, 2, 3]];
const { tags, last } = model.run({ words: [[1, 2], [3]], place });
const logit: number | undefined = tags.toArray()[0]?.[0]?.[0];
const five: 5 = tags.shape[2];
const numbers: Float32Array = last.data;
model.run({ words: { data: [1, 2], shape: [1, 2] }, place: new Float32Array(3), 'time.lengths': [2], });
model.run({ word: [[1, 2]], place }); // wrong: name of an input
model.run({ words: [[1, 2]] }); // wrong: an input is missing
model.run({ words: [1, 2], place }); // wrong: rank
model.run({ words: [[1, 2]], place, 'encoder.0.forward.x': [[1, 2, 3]] }); // wrong: name of a state
model.run({ words: [[1, 2]], place }).logits; // wrong: name of an output
const four: 4 = tags.shape[2]; // wrong: size
const session = model.session({ feeds: { place } });
session.step({ words: Int32Array.of(1) }, { tags: new Float32Array(5) });
const one: number | undefined = session.step({ words: Int32Array.of(1) }).tags.toArray()[0]?.[0];
session.step({ word: Int32Array.of(1) }, { tags: new Float32Array(5) }); // wrong: name of an input
session.step({ words: Int32Array.of(1) }, { tag: new Float32Array(5) }); // wrong: name of an output
session.step({}, { tags: new Float32Array(5) }); // wrong: an input is missing
session.process({ words: [[1, 2]] }).last.toArray()[0]?.[0];
session.process({ words: [[1, 2]], x: [[1]] }); // wrong: name of an input
model.session({ feeds: { plaice: place } }); // wrong: name of an input
session.state = { 'encoder.h': { shape: [1, 3], data: new Float32Array(3) } };
session.state.get('encoder.0.forward.h');
session.state = { 'encoder.c': { shape: [1, 3], data: new Float32Array(3) } }; // wrong: name of a state
session.state.get('encoder.0.forward.c'); // wrong: name of a state
model.predict([{ text: 'a' }]); // wrong: it was not trained
const any: Model = model;
const compiled = compile<Tagger>('');
(await load(compiled)).run({ words: [[1]], place }).tags.shape[0];
(await load(compiled)).run({ place }); // wrong: an input is missing
const untyped = await load('other.rnnc');
untyped.run({ whatever: [1] }).anything?.toArray();
any.session().step({ x: new Float32Array(1) }).y?.data;
export { any, five, four, logit, numbers, one };
`;

const raw = `
import { load } from 'rnnc';
import type { Flats } from './flats.rnnc';
const model = await load<Flats>('flats.rnnc');
const [said] = model.predict([{ size: 3, rooms: 2, street: 'any other column' }]);
const price: number | undefined = said?.price;
const kind: 'flat' | 'house' | undefined = said?.kind;
said?.['kind.probability'].toFixed(2);
said?.prize; // wrong: name of a column
model.predict([{ size: 3, room: 2 }]); // wrong: a column is missing
const [found] = model.classify([{ size: 3, rooms: 2 }]);
const share: number | undefined = found?.probabilities.flat;
found?.probabilities.flats; // wrong: name of a class
if (found?.label === 'castle') throw new Error(); // wrong: name of a class
const [all] = model.predict([{ size: 3, rooms: 2 }], { probabilities: true });
all?.['kind.flat'];
model.classifySteps([{ size: 3, rooms: 2 }])[0]?.[0]?.label.length; // wrong: it has no classes over steps
export { kind, price, share };
`;

test('a wrong name, a missing one, a wrong rank and a wrong class are mistakes for tsc, and right ones are none', {
  timeout: 60_000,
}, async () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({
    size: i,
    rooms: i % 4,
    kind: i % 2 ? 'flat' : 'house',
    price: 9 * i,
  }));
  const trained = (await compile(flats).train({ data: rows })).model;
  const mistakes = mistakesIn({
    'numbers.ts': numbers,
    'tagger.rnnc.d.ts': typesOf(compile(tagger)),
    'raw.ts': raw,
    'typed.ts': blockOf('typed.ts'),
    'leaky.rnnc.d.ts': typesOf(compile(blockOf('leaky.yaml'), { file: 'leaky.yaml' })),
    'flats.rnnc.d.ts': typesOf(readArtifact(trained.toBytes()), { name: 'Flats' }),
  });
  for (const [file, text] of Object.entries({ 'numbers.ts': numbers, 'raw.ts': raw })) {
    const { found, marked } = wrongLines(text, file, mistakes);
    expect(found, JSON.stringify(mistakes, null, 1)).toEqual(marked);
  }
  expect(mistakes.map(({ message }) => message)).toContainEqual(
    expect.stringContaining("'word' does not exist in type"),
  );
  expect(new Set(mistakes.map(({ file }) => file))).toEqual(new Set(['numbers.ts', 'raw.ts']));

  // what is right by its type runs
  const model = await load(compile(tagger));
  const place = [[1, 2, 3]];
  expect(model.run({ words: [[1, 2], [3]], place: [...place, ...place] }).tags?.shape).toEqual([2, 2, 5]);
  const session = model.session({ feeds: { place } });
  expect(session.step({ words: Int32Array.of(1) }).tags?.shape).toEqual([1, 5]);
  session.state = { 'encoder.h': { shape: [1, 3], data: new Float32Array(3) } };
  model.dispose();

  const loaded = await load(trained);
  const [said = {}] = loaded.predict([{ size: 3, rooms: 2 }]);
  expect(Object.keys(said).sort()).toEqual(['kind', 'kind.probability', 'price']);
  loaded.dispose();
});

test('rnnc compile --types writes them beside the model', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'tagger.yaml'), tagger);
  const { code, out } = await rnnc(['compile', 'tagger.yaml', '--types', '-o', 'model.rnnc'], { cwd: folder });
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/^wrote model\.rnnc: .*\nwrote model\.rnnc\.d\.ts\n$/),
  });
  const written = readFileSync(join(folder, 'model.rnnc.d.ts'), 'utf8');
  expect(written.split('\n').slice(1)).toEqual(typesOf(compile(tagger)).split('\n').slice(1));
  expect(written).toMatchInlineSnapshot(`
    "// Written by rnnc compile --types; what is changed here is lost.
    import type * as rnnc from 'rnnc/runtime';

    export interface Tagger extends rnnc.ModelTypes {
      inputs: {
        /** int32 [batch, time] */
        words: rnnc.Input<[number, number]>;
        /** float32 [batch, 3] */
        place: rnnc.Input<[number, 3]>;
      };
      optional: {
        /** how much of the axis time each sample has: int32 [batch] */
        'time.lengths': rnnc.Input<[number]>;
        /** float32 [batch, 3] */
        'encoder.0.forward.h': rnnc.Input<[number, 3]>;
        /** float32 [batch, 3] */
        'encoder.h': rnnc.Input<[number, 3]>;
      };
      outputs: {
        /** float32 [batch, time, 5] */
        tags: rnnc.OutputOf<'float32', [number, number, 5]>;
        /** float32 [batch, 3] */
        last: rnnc.OutputOf<'float32', [number, 3]>;
      };
      states: 'encoder.0.forward.h' | 'encoder.h';
      step: {
        inputs: {
          /** int32 [batch] */
          words: Float32Array | Int32Array;
        };
        outputs: {
          /** float32 [batch, 5] */
          tags: rnnc.OutputOf<'float32', [number, 5]>;
          /** float32 [batch, 3] */
          last: rnnc.OutputOf<'float32', [number, 3]>;
        };
      };
      /** no raw units: it was not trained */
      row: never;
      prediction: never;
      forecast: never;
      labels: never;
      stepLabels: never;
    }
    "
  `);
});

test('a name that is no interface, and what is no model, are refused', () => {
  expect(() => typesOf(compile(tagger), { name: '9 lives' })).toThrow(/the name of an interface/);
  expect(() => typesOf({} as never)).toThrow(/what compile\(\) gives/);
});
