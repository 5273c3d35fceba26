import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { compile } from '../../src/index.ts';

/** What compiling gives: `ok`, the codes of the mistakes, or the exception of our own that got out. */
export function outcome(yaml: string): string {
  try {
    compile(yaml);
    return 'ok';
  } catch (error) {
    return error instanceof RnncError ? error.diagnostics.map((d) => d.code).join() : `${error}`;
  }
}

/** A model of one recurrent layer `r` over `x`. */
export const recurrent = (model: {
  readonly x?: string;
  readonly inputs?: string;
  readonly cellInput?: string;
  readonly state?: string;
  readonly weights?: string;
  readonly equations: readonly string[];
  readonly output: string;
  readonly layer?: string;
  readonly outputs: string;
}): string => `inputs: {x: {shape: ${model.x ?? '[batch, time, 2]'}}${model.inputs ?? ''}}
cells:
  k:
    inputs: {x: ${model.cellInput ?? '[n]'}}
    state: [{h: ${model.state ?? '[2]'}}]
    weights: {${model.weights ?? ''}}
    equations: |
${model.equations.map((line) => `      ${line}`).join('\n')}
    output: ${model.output}
layers:
  r: {type: recurrent, input: x, cell: k${model.layer ?? ''}}
outputs: {${model.outputs}}
`;

/** A model of one layer of equations `e` over `x`. */
export const equations = (expression: string, shape = '[batch, 2]', dtype = 'float32'): string => `inputs:
  x: {shape: ${shape}, dtype: ${dtype}}
layers:
  e:
    type: equations
    inputs: {a: x}
    equations: |
      y = ${expression}
    output: y
outputs: {y: e}
`;
