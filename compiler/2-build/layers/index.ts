import type { LayerSpec } from '../../1-read/spec/spec.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import { buildConv1d } from './convolution.ts';
import { buildBatchNorm, buildLayerNorm } from './norm.ts';
import { buildOverTime } from './over-time.ts';
import {
  buildActivation,
  buildDense,
  buildDropout,
  buildEmbedding,
  buildEquationLayer,
  buildJoin,
  buildRepeat,
} from './pointwise.ts';
import { buildRecurrent } from './recurrent.ts';
import { buildRecursive } from './recursive.ts';

/** Builds one layer. Null where the layer has results but none under its own name (`merge: none`). */
export function buildLayer(context: BuildContext, layer: LayerSpec): Flow | null {
  switch (layer.type) {
    case 'recurrent':
      return buildRecurrent(context, layer);
    case 'recursive':
      return buildRecursive(context, layer);
    case 'embedding':
      return buildEmbedding(context, layer);
    case 'dense':
      return buildDense(context, layer);
    case 'dropout':
      return buildDropout(context, layer);
    case 'activation':
      return buildActivation(context, layer);
    case 'conv1d':
      return buildConv1d(context, layer);
    case 'batch_norm':
      return buildBatchNorm(context, layer);
    case 'layer_norm':
      return buildLayerNorm(context, layer);
    case 'repeat':
      return buildRepeat(context, layer);
    case 'concat':
    case 'add':
    case 'multiply':
      return buildJoin(context, layer);
    case 'equations':
      return buildEquationLayer(context, layer);
    case 'last':
    case 'mean':
    case 'max':
      return buildOverTime(context, layer);
  }
}
