import type { Node, NodeOf } from '../../../compiler/ir/nodes.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';
import {
  type ActivationFunction,
  type Applied,
  appliedFunction,
  clippedOperand,
  isSameFunction,
} from './activations.ts';
import { type Affine, added, affineOf, type CellBody, cutAffine, factorsOf, type Numbers, pieceOf } from './affine.ts';

/** One gate of an operator: blocks of W and R, and the two biases. */
export interface Gate {
  readonly x: Numbers | null;
  readonly h: Numbers | null;
  readonly bias: Numbers | null;
  readonly recurrentBias: Numbers | null;
}

/** A cell whose mathematics is that of an operator of ONNX. */
export interface MatchedCell {
  readonly operator: 'RNN' | 'GRU' | 'LSTM';
  /** In the order of the operator. */
  readonly gates: readonly Gate[];
  readonly activations: readonly ActivationFunction[];
  /** Bounds what functions of gates and candidates are given to -clip..clip. */
  readonly clip: number | null;
  /** i, o, f; null: zeros. */
  readonly peepholes: readonly (Numbers | null)[];
  readonly inputForget: boolean;
  readonly resetAfter: boolean;
  /** Params of states, as the operator names them. */
  readonly h: ValueId;
  readonly c: ValueId | null;
}

export interface BodyToMatch extends Omit<CellBody, 'h'> {
  /** States with the value that each becomes. */
  readonly states: readonly { readonly param: ValueId; readonly next: ValueId }[];
  readonly widthOf: (value: ValueId) => number;
}

interface Activated extends Applied {
  readonly clip: number | null;
  /** Columns of the operand, where the function is applied to more than this gate. */
  readonly piece: { readonly from: number; readonly to: number } | null;
}

/** Finds the operator of ONNX that computes what the equations do, whatever their names; null where none does. */
export function matchCell(body: BodyToMatch): MatchedCell | null {
  const [a, b, ...others] = body.states;
  if (a === undefined || others.length > 0) return null;
  if (b === undefined) return matchOne({ ...body, h: a.param }, a.next, body.widthOf);
  return matchTwo({ ...body, h: a.param }, a, b, body.widthOf) ?? matchTwo({ ...body, h: b.param }, b, a, body.widthOf);
}

function activated({ nodeOf }: CellBody, value: ValueId): Activated | null {
  const node = nodeOf(value);
  const piece = node === undefined ? null : pieceOf(node, value);
  const found = appliedFunction(nodeOf, piece?.axis === 1 ? (node?.inputs[0] ?? value) : value);
  return found === null ? null : { function: found.function, ...clippedOperand(nodeOf, found.operand), piece };
}

/** Operators have one function for all their gates, and one bound for all that functions are given. */
const isAlike = (gates: readonly Activated[], candidate: Activated): boolean =>
  gates.every(
    (gate) => isSameFunction(gate.function, gates[0]?.function ?? gate.function) && gate.clip === candidate.clip,
  );

/** What an activation is given. */
function readBy(body: CellBody, { operand, piece }: Activated, widthOf: BodyToMatch['widthOf']): Affine | null {
  const whole = affineOf(body, operand, widthOf);
  if (whole === null || piece === null) return whole;
  return whole.peepholes.length > 0 ? null : cutAffine(whole, piece.from, piece.to);
}

const gateOf = ({ x, h, bias }: Affine): Gate => ({ x, h, bias, recurrentBias: null });
const plain = (affine: Affine | null): affine is Affine => affine !== null && affine.peepholes.length === 0;

const operands = (node: Node | undefined, op: 'add' | 'mul'): readonly (readonly [ValueId, ValueId])[] => {
  const [a, b] = node?.op === op ? node.inputs : [];
  return a === undefined || b === undefined
    ? []
    : [
        [a, b],
        [b, a],
      ];
};

/** Whether a value is 1 - other. */
function isRestOf({ nodeOf }: CellBody, value: ValueId, other: ValueId): boolean {
  const node = nodeOf(value);
  const [one, less] = node?.op === 'sub' ? node.inputs : [];
  const constant = one === undefined ? undefined : nodeOf(one);
  return (
    less === other &&
    constant?.op === 'constant' &&
    constant.attrs.values.length === 1 &&
    constant.attrs.values[0] === 1
  );
}

function matchOne(body: CellBody, next: ValueId, widthOf: BodyToMatch['widthOf']): MatchedCell | null {
  const base = { peepholes: [], inputForget: false, resetAfter: false, h: body.h, c: null };
  const whole = activated(body, next);
  if (whole !== null) {
    const affine = readBy(body, whole, widthOf);
    if (!plain(affine)) return null;
    return { ...base, operator: 'RNN', gates: [gateOf(affine)], activations: [whole.function], clip: whole.clip };
  }
  // h' = z * h + (1 - z) * candidate
  for (const [kept, replaced] of operands(body.nodeOf(next), 'add'))
    for (const [z, old] of operands(body.nodeOf(kept), 'mul'))
      for (const [rest, candidate] of operands(body.nodeOf(replaced), 'mul')) {
        if (old !== body.h || !isRestOf(body, rest, z)) continue;
        const update = activated(body, z);
        const made = activated(body, candidate);
        const affine = update === null ? null : readBy(body, update, widthOf);
        if (update === null || made === null || made.piece !== null || !plain(affine)) continue;
        const found = candidateOf(body, made.operand, widthOf);
        if (found === null || !isAlike([update, found.reset], made)) continue;
        const resetAffine = readBy(body, found.reset, widthOf);
        if (!plain(resetAffine)) continue;
        return {
          ...base,
          operator: 'GRU',
          gates: [gateOf(affine), gateOf(resetAffine), found.gate],
          activations: [update.function, made.function],
          clip: made.clip,
          resetAfter: found.resetAfter,
        };
      }
  return null;
}

interface Candidate {
  readonly gate: Gate;
  readonly reset: Activated;
  readonly resetAfter: boolean;
}

/** What a candidate reads: a part without the state, and the state with a reset, applied to its product or to itself. */
function candidateOf(body: CellBody, value: ValueId, widthOf: BodyToMatch['widthOf']): Candidate | null {
  let part: Gate = { x: null, h: null, bias: null, recurrentBias: null };
  let reset: Activated | null = null;
  let resetAfter = false;
  for (const addend of addendsOf(body, value)) {
    const node = body.nodeOf(addend);
    const affine = affineOf(body, addend, widthOf);
    if (plain(affine) && affine.h === null) {
      part = { ...part, x: added(part.x, affine.x), bias: added(part.bias, affine.bias) };
      continue;
    }
    if (reset !== null || node === undefined) return null;
    if (node.op === 'matmul') {
      const before = resetBefore(body, node, widthOf);
      if (before === null) return null;
      reset = before.reset;
      part = { ...part, x: added(part.x, before.x), h: before.h };
      continue;
    }
    for (const [gate, product] of operands(node, 'mul')) {
      const found = activated(body, gate);
      const inner = affineOf(body, product, widthOf);
      if (found === null || !plain(inner) || inner.x !== null || inner.h === null) continue;
      reset = found;
      resetAfter = true;
      part = { ...part, h: inner.h, recurrentBias: inner.bias };
      break;
    }
    if (reset === null) return null;
  }
  return reset === null ? null : { gate: part, reset, resetAfter };
}

function addendsOf(body: CellBody, value: ValueId): readonly ValueId[] {
  const node = body.nodeOf(value);
  return node?.op === 'add' ? node.inputs.flatMap((input) => addendsOf(body, input)) : [value];
}

function resetBefore(
  body: CellBody,
  node: NodeOf<'matmul'>,
  widthOf: BodyToMatch['widthOf'],
): { readonly x: Numbers | null; readonly h: Numbers; readonly reset: Activated } | null {
  let x: Numbers | null = null;
  let found: { readonly h: Numbers; readonly reset: Activated } | null = null;
  for (const { value, matrix } of factorsOf(body, node, widthOf) ?? []) {
    if (value === body.x) {
      x = matrix;
      continue;
    }
    for (const [gate, state] of operands(body.nodeOf(value), 'mul')) {
      const reset = activated(body, gate);
      if (state === body.h && reset !== null) found = { h: matrix, reset };
    }
    if (found === null) return null;
  }
  return found === null ? null : { x, ...found };
}

interface StateNext {
  readonly param: ValueId;
  readonly next: ValueId;
}

/** c' = f * c + i * g, h' = o * activation(c'). */
function matchTwo(body: CellBody, h: StateNext, c: StateNext, widthOf: BodyToMatch['widthOf']): MatchedCell | null {
  for (const [kept, taken] of operands(body.nodeOf(c.next), 'add'))
    for (const [f, memory] of operands(body.nodeOf(kept), 'mul'))
      for (const [i, g] of operands(body.nodeOf(taken), 'mul'))
        for (const [o, seen] of operands(body.nodeOf(h.next), 'mul')) {
          const output = activated(body, seen);
          const [input, made, out] = [i, g, o].map((value) => activated(body, value));
          if (memory !== c.param || output?.operand !== c.next || output.clip !== null || output.piece !== null)
            continue;
          if (!input || !made || !out) continue;
          const inputForget = isRestOf(body, f, i);
          const forget = inputForget ? input : activated(body, f);
          if (forget === null || !isAlike([input, forget, out], made)) continue;
          const gates = [input, out, forget, made].map((gate) => readBy(body, gate, widthOf));
          const [gi, go, gf, gg] = gates;
          if (!gi || !go || !gf || !gg || gg.peepholes.length > 0) continue;
          const peepholes = [gi, go, ...(inputForget ? [] : [gf])].map(({ peepholes: all }) => all);
          const isSeen = peepholes.every(
            (all, at) => all.length <= 1 && all.every(({ of }) => of === (at === 1 ? c.next : c.param)),
          );
          if (!isSeen) continue;
          return {
            operator: 'LSTM',
            gates: [gi, go, gf, gg].map(gateOf),
            activations: [forget.function, made.function, output.function],
            clip: made.clip,
            peepholes: peepholes.some((all) => all.length > 0) ? peepholes.map((all) => all[0]?.by ?? null) : [],
            inputForget,
            resetAfter: false,
            h: h.param,
            c: c.param,
          };
        }
  return null;
}
