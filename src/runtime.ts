/** The small public surface (rnnc/runtime): loads and runs artifacts with the kernels in them; no YAML, no schemas, no compiler front end, no writing of kernels. */
export { type Diagnostic, InternalError, RnncError } from '../compiler/diagnostics/diagnostic.ts';
export type { Classification, ClassifyOptions } from './answers/classify.ts';
export type { DecodeOptions, PredictedValue, Prediction } from './answers/decode.ts';
export type { Forecast, ForecastOptions, ForecastRow } from './answers/forecast.ts';
export type { GenerateOptions } from './answers/generate.ts';
export type { ColumnSummary, DataSummary, TrainingSummary } from './answers/inspect.ts';
export type { EncodeOptions } from './answers/predict/encode.ts';
export type { PredictOptions } from './answers/predict/predicted.ts';
export { RawSession } from './answers/raw-session.ts';
export type { ModelDefinition, WeightData } from './artifact/definition.ts';
export type { NoteOptions } from './data/batches/sample-notes.ts';
export { readTreeRows } from './data/rows/tree-rows.ts';
export type { RawRow } from './data/table/preprocess.ts';
export type { ModelStats, StepTime } from './engine/stats.ts';
export { type LoadOptions, load, type ModelOrigin } from './load-model.ts';
export type { Variant } from './model/executable-cache.ts';
export type { Feed, ShapedData, TensorLike } from './model/feeds/feed-values.ts';
export type { Feeds } from './model/feeds/feeds.ts';
export type { Port } from './model/feeds/ports.ts';
export type { RunSizes } from './model/measure-runs.ts';
export type {
  AnyModel,
  FeedsOf,
  Input,
  ModelAddress,
  ModelTypes,
  OfTypes,
  RawNumber,
  RawText,
  TreeInput,
} from './model/model-types.ts';
export type { Nested, Output, OutputOf } from './model/output.ts';
export type { RunOptions } from './model/runnable-model.ts';
export { Session, type SessionOptions, type Snapshot } from './model/session.ts';
export type { StepFeeds, StepOutputs } from './model/stream-binding.ts';
export { Model, type RawSessionOptions } from './model.ts';
