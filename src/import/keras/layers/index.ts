import { CONDITIONS } from './conditions.ts';
import type { Convert } from './conversion.ts';
import { JOIN_LAYERS } from './join-layers.ts';
import { RECURRENT_LAYERS } from './recurrent-layers.ts';
import { SEQUENCE_LAYERS } from './sequence-layers.ts';
import { STEP_LAYERS } from './step-layers.ts';
import { timeDistributed } from './time-distributed.ts';

/** How each layer becomes layers of the model language: the one table to add a layer to, with its weights in `config/variables.ts`. */
export const LAYERS: { readonly [className: string]: Convert } = {
  ...STEP_LAYERS,
  ...JOIN_LAYERS,
  ...SEQUENCE_LAYERS,
  ...RECURRENT_LAYERS,
  ...CONDITIONS,
  TimeDistributed: timeDistributed,
  Identity: ({ inputs }) => inputs,
};
