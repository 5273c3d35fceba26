import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, error, list, quote } from '../../../compiler/diagnostics/phrase.ts';
import { DIALECT_NAMES, type Dialect, type ForeignTensor } from './foreign-modules.ts';
import type { Obstacle } from './gate-weights.ts';
import type { WantedLayer } from './wanted-sites.ts';

const REFUSED = 'import-weights-refused';
const shown = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
const moduleName = (name: string): string => (name === '' ? 'the module without a name' : `the module ${quote(name)}`);

export const ownFile = (file: string): Diagnostic =>
  error(REFUSED, null, `"${file}" is a compiled model of rnnc`, {
    fix: 'its weights need no conversion: leave --from out',
  });
/** @param skeleton lines of a model, with `?` for what the file does not say */
export const noOrder = (file: string, skeleton: readonly string[]): Diagnostic =>
  error('import-no-order', null, `"${file}" has weights, and no model`, {
    expected: 'what its modules read and in which order they stand, which no state dict says',
    fix: [
      'export the model in Python, torch.onnx.export(model, example, "model.onnx", dynamo=True), and import that; or write it, from what names and shapes say:',
      ...skeleton,
      `with each "?" filled in, layers in their order, and functions, dropout and batch_first as in Python; then rnnc import ${file} --model model.yaml --from torch`,
    ].join('\n'),
  });
export const noTensor = (file: string, path: string, given: string, names: readonly string[]): Diagnostic =>
  error(REFUSED, null, `"${file}" has no tensor ${quote(given)} for ${path}`, {
    expected: list(names),
    ...fixOf(didYouMean(given, names)),
  });
export const noModule = (file: string, layer: string, given: string, names: readonly string[]): Diagnostic =>
  error(REFUSED, null, `"${file}" has no module ${quote(given)} for the layer "${layer}"`, {
    expected: list(names),
    ...fixOf(didYouMean(given, names)),
  });
export const mappedMisfit = (
  file: string,
  path: string,
  shape: readonly number[],
  given: string,
  found: readonly number[],
): Diagnostic =>
  error(REFUSED, null, `${quote(given)} of "${file}" does not fit ${path}`, {
    expected: shown(shape),
    found: shown(found),
  });
export const ownMisfit = (
  file: string,
  path: string,
  shape: readonly number[],
  { name, shape: found }: ForeignTensor,
): Diagnostic =>
  error(REFUSED, null, `${quote(name)} of "${file}" does not fit ${path}`, {
    expected: shown(shape),
    found: shown(found),
    fix:
      shape.length === 2 && found.join() === shape.toReversed().join()
        ? `if it is to be turned over, say so: --map ${path}=${name}.T`
        : 'save the weights of this model',
  });
/** A square matrix of a cell that the framework does not have. */
export const eitherWay = (file: string, path: string, shape: readonly number[], name: string): Diagnostic =>
  error(
    'import-weights-unclear',
    null,
    `${quote(name)} ${shown(shape)} of "${file}" would fit ${path} either way round, and nothing tells which is meant`,
    {
      fix: `say --map ${path}=${name} where it lies as the model has it, [in, out] for "x @ w", or --map ${path}=${name}.T to turn it over`,
    },
  );
export const unclear = (file: string, layer: string, modules: readonly string[]): Diagnostic =>
  error('import-weights-unclear', null, `more than one module of "${file}" may be the layer "${layer}"`, {
    found: list(modules),
    fix: `say which: --map ${layer}=${modules[0] ?? ''}`,
  });
export const notThatLayer = (file: string, layer: string, module: string, { reason, fix }: Obstacle): Diagnostic =>
  error(
    REFUSED,
    null,
    `${moduleName(module)} of "${file}" can't be the layer "${layer}" exactly: ${reason}`,
    fixOf(fix ?? null),
  );
export const noneFits = (
  file: string,
  { name, weights }: WantedLayer,
  from: Dialect,
  reasons: readonly { readonly module: string; readonly obstacle: Obstacle }[],
  namedLike: Dialect | null,
): Diagnostic => {
  const [first] = reasons;
  const other = namedLike === null ? null : `its names are those of ${DIALECT_NAMES[namedLike]}: --from ${namedLike}`;
  return error(REFUSED, null, `no module of "${file}" fits the layer "${name}"`, {
    expected: weights.map(({ path, shape }) => `${path} ${shown(shape)}`).join(', '),
    found:
      reasons.length === 0
        ? `nothing of its kind by the names of ${DIALECT_NAMES[from]}`
        : list(reasons.map(({ module, obstacle }) => `${moduleName(module)}: ${obstacle.reason}`)),
    ...fixOf(other ?? first?.obstacle.fix ?? null),
  });
};
export const nothingFor = (file: string, path: string, shape: readonly number[]): Diagnostic =>
  error(REFUSED, null, `nothing in "${file}" is ${path} ${shown(shape)}`, {
    fix: `name its tensor: --map ${path}=TENSOR`,
  });
export const mapsNothing = (name: string, names: readonly string[]): Diagnostic =>
  error(
    REFUSED,
    null,
    `--map names ${quote(name)}, but the model has no layer or weight of that name that is still without a module`,
    {
      expected: list(names),
      ...fixOf(didYouMean(name, names)),
    },
  );

const fixOf = (fix: string | null): { readonly fix?: string } => (fix === null ? {} : { fix });
