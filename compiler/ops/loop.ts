import { equalDims, equalShapes, evaluateDim, evaluateShape, printDim, printShape } from '../ir/dim.ts';
import type { TensorType } from '../ir/graph.ts';
import { printType } from '../ir/print.ts';
import { type InferContext, type OpDef, OpTypeError, type Tensor64 } from './op.ts';
import type { OpAttributes } from './signatures.ts';
import { stackElements } from './stack.ts';
import { elementAt } from './take.ts';

type Attributes = OpAttributes['loop'];

/** The operands of a loop by what they are. */
function byRole<T>(inputs: readonly T[], { states, scanned }: Attributes) {
  return {
    init: inputs.slice(0, states),
    scanned: inputs.slice(states, states + scanned),
    invariant: inputs.slice(states + scanned),
  };
}

function checkArity(inputs: readonly TensorType[], { states, scanned, body }: Attributes): void {
  const fail = (message: string, expected: string, found: string): never => {
    throw new OpTypeError(message, expected, found, []);
  };
  if (inputs.length < states + scanned)
    fail('a loop with too few operands', `at least ${states + scanned}`, `${inputs.length}`);
  if (body.params.length !== inputs.length)
    fail('a loop whose body has not one parameter per operand', `${inputs.length}`, `${body.params.length}`);
  if (body.results.length < states)
    fail('a loop whose body does not give every next state', `at least ${states} results`, `${body.results.length}`);
}

/** What the body's parameter for operand `index` must be. */
function paramType(x: TensorType, index: number, { states, scanned, length }: Attributes): TensorType {
  if (index < states || index >= states + scanned) return x;
  const [leading, ...shape] = x.shape;
  if (leading === undefined || !equalDims(leading, length))
    throw new OpTypeError(
      'a loop over a sequence of another length',
      `[${printDim(length)}, ...]`,
      printShape(x.shape),
      [index],
    );
  return { dtype: x.dtype, shape };
}

function requireType(message: string, expected: TensorType, found: TensorType, operand: number): void {
  if (expected.dtype !== found.dtype || !equalShapes(expected.shape, found.shape))
    throw new OpTypeError(message, printType(expected), printType(found), [operand]);
}

function inferLoop(inputs: readonly TensorType[], attrs: Attributes, { typeOf }: InferContext): readonly TensorType[] {
  checkArity(inputs, attrs);
  const { states, length, body } = attrs;
  for (let i = 0; i < inputs.length; i++) {
    const [x, param] = [inputs[i], body.params[i]];
    if (x === undefined || param === undefined) continue;
    requireType('a loop whose body takes another type than it is given', paramType(x, i, attrs), typeOf(param), i);
  }
  const results = body.results.map(typeOf);
  return results.map((result, i) => {
    const state = i < states ? inputs[i] : undefined;
    if (state === undefined) return { dtype: result.dtype, shape: [length, ...result.shape] };
    requireType('the next state has another type than the initial one', state, result, i);
    return state;
  });
}

export const loop: OpDef<'loop'> = {
  doc: 'a body run once per step, each run given the states that the one before left',
  level: 'core',
  infer: inferLoop,
  evaluate: (inputs, attrs, { sizes, runBody, typeOf }) => {
    const { states, direction, body } = attrs;
    const { init, scanned, invariant } = byRole(inputs, attrs);
    const steps = evaluateDim(attrs.length, sizes);
    const stacked: Tensor64[][] = body.results.slice(states).map(() => new Array<Tensor64>(steps));
    let state: readonly Tensor64[] = init;
    for (let i = 0; i < steps; i++) {
      const t = direction === 'forward' ? i : steps - 1 - i;
      const results = runBody(body, [...state, ...scanned.map((x) => elementAt(x, t)), ...invariant]);
      state = results.slice(0, states);
      for (const [k, element] of results.slice(states).entries()) stacked[k]?.splice(t, 1, element);
    }
    const elementTypes = body.results.slice(states).map(typeOf);
    return [
      ...state,
      ...elementTypes.map(({ dtype, shape }, k) =>
        stackElements(stacked[k] ?? [], { dtype, shape: evaluateShape(shape, sizes) }),
      ),
    ];
  },
  gradient: 'region',
};
