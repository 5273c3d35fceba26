import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { read } from './given.ts';

const folder = fileURLToPath(new URL('../../models', import.meta.url));
const models = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(`${folder}/${name}`, 'utf8'));

/** Pieces that break files in ways that people and programs do. */
const pieces = [
  '',
  ' ',
  '\n',
  '\t',
  ':',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  ',',
  '#',
  '"',
  "'",
  '|',
  '>',
  '&a ',
  '*a',
  '<<: *a\n',
  '!!x ',
  '.nan',
  '-1',
  '0',
  '1e999',
  'null',
  'true',
  "h'",
  '@',
  '=',
  '\0',
  '\ud800',
  '__proto__',
  'units',
  'x',
  '*',
];

test.each(models.map((text, i) => [i, text] as const))(
  'model %i, changed at will, gives mistakes and nothing else',
  (_, text) => {
    const change = fc.tuple(
      fc.nat(text.length),
      fc.nat(30),
      fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = changes.reduce((t, [at, cut, piece]) => t.slice(0, at) + piece + t.slice(at + cut), text);
        const { spec, diagnostics, sources } = read(changed);
        if (spec === null) expect(diagnostics.length).toBeGreaterThan(0);
        for (const { span, message, fix } of diagnostics) {
          expect(message).not.toMatch(/undefined|\[object|NaN\b(?! is)/);
          expect(fix).toBeTruthy();
          if (span !== null)
            expect(span.start <= span.end && span.end <= (sources.get(span.file)?.length ?? -1)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  },
);

test('any keys and values under the known sections', () => {
  const leaf = fc.oneof(
    fc.constantFrom('x', 'a', 'dense', 'recurrent', 'rnn', 'batch', 'time', 'units', '|', "h'"),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          'type',
          'input',
          'inputs',
          'cell',
          'units',
          'wrap',
          'dropout',
          'zoneout',
          'variational',
          'rate',
          'init',
          'kernel',
          'state',
          'shape',
          'a',
          'x',
          'equations',
          'output',
          'share',
          'initial',
        ),
        tie('tree'),
        { maxKeys: 4 },
      ),
    ),
  }));
  const section = fc.dictionary(fc.constantFrom('a', 'b', 'x', 'units'), tree, { maxKeys: 3 });
  fc.assert(
    fc.property(
      fc.record({ inputs: section, layers: section, outputs: section, cells: section, parameters: section }),
      (model) => {
        const { spec, diagnostics } = read(JSON.stringify(model));
        expect(spec !== null || diagnostics.length > 0).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
