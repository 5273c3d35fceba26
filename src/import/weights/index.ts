export { DIALECTS, type Dialect, type GivenWeights } from './foreign-modules.ts';
export {
  givenBySafetensors,
  type MappedWeights,
  type MappingOptions,
  type MappingTarget,
  mapGiven,
  mapWeights,
  OWN_LAYOUT,
} from './map-weights.ts';
export { mappingReport } from './report.ts';
export { refuseStateDict } from './skeleton.ts';
