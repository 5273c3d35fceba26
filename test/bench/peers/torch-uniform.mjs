import { prepareTrees } from './torch.mjs';

export { packages, start } from './torch.mjs';

/** PyTorch with one product for the words of all nodes, leaves and inner nodes alike. */
export const prepare = (testCase) => prepareTrees(testCase, 'uniform');
