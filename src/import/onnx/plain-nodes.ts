import { reduceAxis } from './axis-nodes.ts';
import { foldConstants } from './constants/fold-constants.ts';
import type { Conversion, NodeReader } from './conversion.ts';
import { FEATURE_NODES } from './feature-nodes.ts';
import { convertConditions } from './layers/conditions.ts';
import { convertOrder } from './layers/row-order.ts';
import { convertLengths } from './length-nodes.ts';
import { SHAPE_NODES } from './shape-nodes.ts';
import { refuse, type Value } from './values.ts';

const REDUCTIONS: ReadonlySet<string> = new Set(['ReduceSum', 'ReduceMean', 'ReduceMax']);

/** Converts a node with one result and no body. @throws Refusal */
export function convertPlain(node: NodeReader, conversion: Conversion): Value {
  const operator = node.node.opType ?? '';
  const ofOrder = convertOrder(node, conversion);
  if (ofOrder !== null) return ofOrder;
  const ofLengths = convertLengths(node, conversion);
  if (ofLengths !== null) return ofLengths;
  const ofConditions = convertConditions(node, conversion);
  if (ofConditions !== null) return ofConditions;
  const folded = foldConstants(node);
  if (folded !== null) return folded;
  if (REDUCTIONS.has(operator)) return reduceAxis(node, conversion);
  const table = Object.hasOwn(SHAPE_NODES, operator) ? SHAPE_NODES : FEATURE_NODES;
  const convert =
    (Object.hasOwn(table, operator) ? table[operator] : undefined) ?? refuse('this operator is not converted');
  return convert(node, conversion);
}
