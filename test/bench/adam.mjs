/** Adam as every peer is told to run it: epsilon is added to the root of the corrected mean, as in PyTorch and tfjs. */
export const adam = { rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Optimiser steps after which losses and weights are compared, before anything is timed. */
export const checkedSteps = 3;
