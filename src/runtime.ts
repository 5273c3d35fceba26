/** The small public surface (rnnc/runtime): loads and runs artifacts with the kernels in them; no YAML, no schemas, no compiler front end, no writing of kernels. */
export { type Diagnostic, InternalError, RnncError } from '../compiler/diagnostics/diagnostic.ts';
export type { Classification } from './answers/classify.ts';
export type { Forecast, ForecastOptions, ForecastRow } from './answers/forecast.ts';
export type { GenerateOptions } from './answers/generate.ts';
export type { ModelDefinition, WeightData } from './artifact/definition.ts';
export { readTreeRows } from './data/rows/tree-rows.ts';
export type { RawRow } from './data/table/preprocess.ts';
export type { ModelStats, StepTime } from './engine/stats.ts';
export { type LoadOptions, load, type ModelOrigin } from './load-model.ts';
export type { Feed, ShapedData, TensorLike } from './model/feeds/feed-values.ts';
export type { Feeds } from './model/feeds/feeds.ts';
export type { Nested, Output } from './model/output.ts';
export { Model, type Port, type RunOptions, type RunSizes, type Variant } from './model/runnable-model.ts';
export { Session, type SessionOptions, type Snapshot } from './model/session.ts';
export type { StepFeeds, StepOutputs } from './model/stream-binding.ts';
