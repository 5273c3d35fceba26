import { quoted, refuse } from '../../model/refusal.ts';
import { layerIn } from '../config/variables.ts';
import type { Convert, Use } from './conversion.ts';
import { RECURRENT_LAYERS } from './recurrent-layers.ts';
import { SEQUENCE_LAYERS } from './sequence-layers.ts';
import { onlyInput, STEP_LAYERS } from './step-layers.ts';
import type { Axis, Value } from './values.ts';

/** Layers along steps, which go along the inner axis of a sequence of sequences; those that make steps are not among them. */
const INNER: readonly string[] = ['Embedding', 'Conv1D', 'GlobalAveragePooling1D', 'GlobalMaxPooling1D'];

/**
 * The layer inside it, at every step: what does the same at all steps does so here, and a layer that goes along steps goes along the inner axis. Masks are
 * those of the inner steps, as Keras 3.15 hands them on; behind it the steps around have none.
 */
export function timeDistributed(use: Use): readonly Value[] {
  const { layer, weights } = use;
  const inner = layerIn(layer, 'layer') ?? refuse('its layer is not in the file');
  const value = onlyInput(use);
  const [outer, ...behind] = value.axes;
  if (outer === undefined || behind.length === 0 || !outer.become('steps'))
    return refuse('what it reads is no sequence');
  if (inner.className === 'SpatialDropout1D') return refuse('its layer drops within a step');
  const within = { ...use, layer: inner, weights: { get: (key: string) => weights.get(`layer/${key}`) } };
  const values = Object.hasOwn(STEP_LAYERS, inner.className)
    ? (STEP_LAYERS[inner.className] as Convert)(within)
    : alongInner(within, value, outer);
  const { unread } = inner.options;
  if (unread.length > 0) return refuse(`options of its layer are not known: ${unread.join(', ')}`);
  return values;
}

function alongInner(use: Use, value: Value, outer: Axis): readonly Value[] {
  const { layer, conversion } = use;
  const { className } = layer;
  const convert =
    className === 'TimeDistributed'
      ? timeDistributed
      : INNER.includes(className)
        ? SEQUENCE_LAYERS[className]
        : Object.hasOwn(RECURRENT_LAYERS, className)
          ? RECURRENT_LAYERS[className]
          : undefined;
  if (convert === undefined)
    return refuse(`its layer ${quoted(layer.name)} is a ${className}, which has no equal along an inner axis`);
  if (use.states.length > 0) return refuse('its layer gets initial states');
  const { mask } = value;
  // a mask of tokens has the axes of the tokens, so that it is one of the inner steps
  const isInner = mask !== null && mask !== 'unclear' && mask.isTokens && conversion.dialect === 'keras3';
  if (mask !== null && !isInner) return refuse('it reads a masked sequence of sequences');
  const given = convert({ ...use, inputs: [{ ...value, axes: value.axes.slice(1) }] });
  return given.map((each) => {
    const axes = [outer, ...each.axes];
    return {
      ...each,
      axes,
      mask: each.mask === null && mask === null ? null : axes.length > 2 ? each.mask : 'unclear',
    };
  });
}
