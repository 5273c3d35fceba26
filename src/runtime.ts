/** The small public surface (rnnc/runtime): loads and runs artifacts with the kernels in them; no YAML, no schemas, no compiler front end, no writing of kernels. */
export { type Diagnostic, InternalError, RnncError } from '../compiler/diagnostics/diagnostic.ts';
export type { RawRow } from './data/preprocess.ts';
export { readTreeRows } from './data/tree-rows.ts';
export type { Classification } from './runtime/classify.ts';
export type { ModelDefinition, WeightData } from './runtime/definition.ts';
export type { Feed, ShapedData, TensorLike } from './runtime/feed-values.ts';
export type { Feeds } from './runtime/feeds.ts';
export type { Forecast, ForecastOptions, ForecastRow } from './runtime/forecast.ts';
export type { GenerateOptions } from './runtime/generate.ts';
export { type LoadOptions, load, type ModelOrigin } from './runtime/load.ts';
export { Model, type Port, type RunOptions, type RunSizes, type Variant } from './runtime/model.ts';
export type { Nested, Output } from './runtime/output.ts';
export { Session, type SessionOptions, type Snapshot } from './runtime/session.ts';
export type { ModelStats, StepTime } from './runtime/stats.ts';
export type { StepFeeds, StepOutputs } from './runtime/stream-binding.ts';
