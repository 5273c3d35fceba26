import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { elementwiseArity, elementwiseOps } from '../../compiler/ir/elementwise-ops.ts';

const root = resolve(import.meta.dirname, '../..');
/** All files of a folder; what is generated from them is no place where an op is added. */
const filesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : filesOf(path);
    return [path];
  });

/** What a file quotes, and the keys of its tables and records: how an op is named where it is no local variable. */
function namesIn(file: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) names.add(node.text);
    else if (
      (ts.isPropertyAssignment(node) ||
        ts.isShorthandPropertyAssignment(node) ||
        ts.isPropertySignature(node) ||
        ts.isImportSpecifier(node)) &&
      ts.isIdentifier(node.name)
    )
      names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest));
  return names;
}

/** Where an op of one operand is made, and where people are told of it. */
const home = new Set([
  'compiler/ir/elementwise-ops.ts',
  'compiler/ops/elementwise/unary.ts',
  'compiler/ops/elementwise/expm1.ts',
  'compiler/ops/elementwise/logic.ts',
  'compiler/ops/elementwise/elementwise.ts',
  'compiler/ops/elementwise/gradients.ts',
  'compiler/ops/elementwise/vector-math.ts',
  'compiler/ops/elementwise/vector-rules.ts',
  'compiler/equations/functions.ts',
]);

/** What writes expressions names the ops it makes them of. */
const writers = new Set([
  'compiler/2-build/equations/build-time.ts',
  'compiler/2-build/equations/elaborate.ts',
  'compiler/2-build/equations/functions.ts',
  'compiler/2-build/losses/objective.ts',
  'compiler/3-optimize/passes/training/apply-optimizer.ts',
  'compiler/3-optimize/passes/reduce-strength.ts',
  'compiler/5-fuse/row-group.ts',
  'compiler/ops/elementwise/binary.ts',
  'compiler/ops/op/gradient.ts',
  'compiler/optimizers/update-rules.ts',
]);

/** Folders that handle ops; everywhere else such a name is a word of something else. */
const handling = /^compiler\/(?:[2-9]-[a-z]+|ir|ops|graph|program|optimizers|reference)\/|^src\/engine\/kernels\//;

test('a new op stands in its own file, in the list and the tables of ops, and as a function of the language', () => {
  const all = ['compiler', 'src', 'schema'].flatMap((folder) => filesOf(folder));
  const naming = (op: string): string[] =>
    all.filter((file) => new RegExp(`\\b${op}\\b`).test(readFileSync(join(root, file), 'utf8'))).sort();
  expect(all.filter((file) => file.startsWith('schema/')).length).toBeGreaterThanOrEqual(4);
  expect(naming('expm1')).toEqual([
    'compiler/equations/functions.ts',
    'compiler/ir/elementwise-ops.ts',
    'compiler/ops/elementwise/elementwise.ts',
    'compiler/ops/elementwise/expm1.ts',
    'compiler/ops/elementwise/gradients.ts',
    'compiler/ops/elementwise/vector-rules.ts',
    // how other frameworks write it: a row in each table, or the export is refused
    'src/export/onnx/op-nodes.ts',
    'src/export/pytorch/op-expression.ts',
  ]);
  // the search itself: an op of which more is known
  expect(naming('softmax')).toContain('schema/model.schema.json');
});

test('what passes, lowering and runtime know of an op of one operand is in its row', () => {
  const unary = elementwiseOps.filter((op) => elementwiseArity[op] === 1 && op !== 'cast');
  const files = [...filesOf('compiler'), ...filesOf('src')].filter(
    (file) => file.endsWith('.ts') && handling.test(file) && !home.has(file) && !writers.has(file),
  );
  const found = Object.fromEntries(
    files
      .map((file) => {
        const names = namesIn(file);
        return [file, unary.filter((op) => names.has(op))] as const;
      })
      .filter(([, ops]) => ops.length > 0),
  );
  expect(found).toEqual({
    // the deviation that a batch norm divides by, and a mean that it takes away
    'compiler/2-build/layers/norm.ts': ['rsqrt'],
    'compiler/3-optimize/passes/fold-scales.ts': ['neg'],
    // what a loss of logits must not be given
    'compiler/2-build/losses/probabilities.ts': ['sigmoid'],
    // what is above 0, and so can be divided by its sum
    'compiler/2-build/losses/structure.ts': ['sigmoid', 'exp', 'softplus'],
    // activations of a fused product
    'compiler/3-optimize/passes/fuse-bias.ts': ['sigmoid'],
    'compiler/program/program.ts': ['sigmoid', 'relu'],
    'compiler/ops/matmul-bias.ts': ['sigmoid', 'relu'],
    'compiler/ir/nodes.ts': ['sigmoid', 'relu'],
    'src/engine/kernels/stock.ts': ['sigmoid', 'relu'],
    // logsumexp is lowered to it
    'compiler/4-lower/kernels.ts': ['log'],
    // stock kernels that are called in a way of their own, and a loop of our own
    'src/engine/kernels/elementwise.ts': ['sigmoid', 'tanh', 'relu'],
  });
});
