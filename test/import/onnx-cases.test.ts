import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { expectNear, imported } from '../export/imported.ts';
import type { Named } from '../export/run-onnx.ts';

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Case {
  readonly name: string;
  /** The file, in base64. */
  readonly model: string;
  readonly feeds?: { readonly [name: string]: Numbers };
  readonly outputs?: { readonly [name: string]: Numbers };
  /** Several of both, of other sizes. */
  readonly runs?: readonly Required<Pick<Case, 'feeds' | 'outputs'>>[];
  /** The reason why it is no model of the language. */
  readonly refused?: string;
}

/** Files and the numbers of onnxruntime, made by the scripts beside them. */
const folder = join(import.meta.dirname, '../goldens/onnx');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const casesOf = (file: string): readonly Case[] =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Case[];
const named = (values: NonNullable<Case['feeds']>): Named =>
  new Map(
    Object.entries(values).map(([name, { shape, data }]): [string, Tensor64] => [
      name,
      { dtype: /lengths|tokens/.test(name) ? 'int32' : 'float32', shape: [...shape], data: Float64Array.from(data) },
    ]),
  );

describe.each(files)('%s', (file) => {
  test.each(casesOf(file))('$name', ({ model, feeds = {}, outputs = {}, runs = [{ feeds, outputs }], refused }) => {
    const given = Buffer.from(model, 'base64');
    if (refused !== undefined) {
      expect(() => imported('given', given, new Map())).toThrow(/import-refused: node/);
      expect(() => imported('given', given, new Map())).toThrow(refused);
      return;
    }
    for (const one of runs) expectNear(imported('given', given, named(one.feeds)).outputs, named(one.outputs), 2e-5);
  });
});

test('no case is lost', () => {
  expect(files.map((file) => [file, casesOf(file).length])).toMatchInlineSnapshot(`
    [
      [
        "around.json",
        11,
      ],
      [
        "loops.json",
        17,
      ],
      [
        "modules.json",
        23,
      ],
      [
        "recurrent.json",
        51,
      ],
      [
        "scans.json",
        18,
      ],
    ]
  `);
});
