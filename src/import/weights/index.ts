export { DIALECTS, type Dialect } from './foreign-modules.ts';
export { type MappedWeights, mapWeights, OWN_LAYOUT } from './map-weights.ts';
export { mappingReport } from './report.ts';
