import { compileModel } from '../../compiler/compile.ts';
import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import { isNamed, type Kind, like, type OptionTable, oneOf, whole } from '../arguments/kinds.ts';
import { checkArgument, readOptions } from '../arguments/read-options.ts';
import type { Artifact } from '../artifact/artifact.ts';
import type { Feeds } from '../model/feeds/feeds.ts';
import { type Trace, type TracedModel, type TraceOptions, traceCompiled } from './trace.ts';

/** A model with its sources: what `compile` or `readArtifact` gives. */
export type TraceableModel = Pick<
  Artifact,
  'file' | 'sources' | 'parameters' | 'seed' | 'unroll' | 'weights' | 'training'
>;

/** Options of `trace` and of `CompiledModel.trace`, checked. @throws RnncError */
export const readTraceOptions = (options: TraceOptions): TraceOptions => readOptions('trace()', options, TRACE_OPTIONS);

const isStep = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const TRACE_OPTIONS: OptionTable<TraceOptions> = {
  layers: like(
    'a list of names of layers, or of paths in them',
    (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
    (value) => (typeof value === 'string' ? `write ['${value}']` : null),
  ),
  row: whole(1),
  steps: like(
    'a step, or [first, last]',
    (value) => isStep(value) || (Array.isArray(value) && value.length === 2 && value.every(isStep)),
  ),
  nan: oneOf('error', 'allow'),
};
export const traceable: Kind<TraceableModel> = {
  expected: 'what compile() or readArtifact() gives',
  fits: (value) => isNamed(value) && value.sources instanceof Map && typeof value.file === 'string',
  fixFor: (value) =>
    value instanceof Uint8Array
      ? 'read the bytes first: trace(readArtifact(bytes), feeds)'
      : isNamed(value) && typeof value.run === 'function'
        ? 'a loaded model has no equations: give what it was loaded from'
        : null,
};

/**
 * Every equation of every step, with its value: of all layers, cells and directions, in the order in which they are computed. The numbers are those of
 * the reference evaluator, which computes in float64; those of `run` are within roundings of float32. What a mask of dropout would do in training is not shown.
 * Nothing is loaded, so it works without the backend.
 * @param model what `compile` or `readArtifact` gives
 * @param feeds as `run` takes them
 * @throws RnncError for feeds as `run` does, `trace-row`, `trace-steps` and `trace-unknown` for what is not there, `trace-too-large`, and `size-open`
 */
export function trace(model: TraceableModel, feeds: Feeds, options: TraceOptions = {}): Trace {
  checkArgument('trace()', 'the model', model, traceable);
  return traceCompiled(tracedModel(model), feeds, readTraceOptions(options));
}

/** A model keeps its sources, from which the compiler makes the same again. */
export function tracedModel({
  file,
  sources,
  parameters,
  seed,
  unroll,
  weights,
  training,
}: TraceableModel): TracedModel {
  const text = sources.get(file);
  if (text === undefined) throw new InternalError('a model without its text');
  const compiled = compileModel(text, {
    file,
    resolve: (path) => sources.get(path) ?? null,
    set: parameters,
    seed,
    ...(unroll === null ? {} : { unroll }),
  });
  return { compiled, weights, training: training ?? null };
}
