/**
 * Texts about binary files: weights and artifacts. One function per mistake; `file` is the name shown to the user. Such a file has no lines:
 * places are byte offsets and tensor names.
 */

import { describeValue, isPromise } from '../../compiler/diagnostics/describe-value.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { quote } from '../../compiler/diagnostics/phrase.ts';
import { closest } from '../../compiler/diagnostics/suggest.ts';
import type { SchemaError } from './check-schema.ts';
import type { SafetensorsEntry, SafetensorsProblem } from './safetensors.ts';

type Detail = Pick<Diagnostic, 'expected' | 'found' | 'fix'>;
const error = (code: string, message: string, detail: Detail = {}): Diagnostic => ({
  code,
  severity: 'error',
  message,
  span: null,
  notes: [],
  ...detail,
});
const MAX_SIZES = 16;
const sizes = (shape: readonly number[]): string =>
  `[${shape.slice(0, MAX_SIZES).join(', ')}${shape.length > MAX_SIZES ? ', …' : ''}]`;
const detailOf = ({ expected, found }: SafetensorsProblem): Detail => ({
  ...(expected === undefined ? {} : { expected }),
  ...(found === undefined ? {} : { found }),
});

// weights files

const FILE_CODES: { readonly [rule in SafetensorsProblem['rule']]: string } = {
  'too-short': 'truncated',
  'header-length': 'header',
  'header-text': 'header',
  'header-json': 'header',
  'duplicate-key': 'header',
  metadata: 'header',
  entry: 'header',
  dtype: 'header',
  shape: 'header',
  offsets: 'header',
  size: 'header',
  overlap: 'overlap',
  hole: 'overlap',
  truncated: 'truncated',
  'trailing-bytes': 'header',
};
const FILE_FIXES: { readonly [kind: string]: string } = {
  truncated: 'copy or download the file again: it is not complete',
  header:
    'write the file with a safetensors library; the format is described at https://github.com/huggingface/safetensors',
  overlap: 'write the file with a safetensors library: every byte must belong to one tensor',
};

/** Codes `weights-truncated`, `weights-overlap`, `weights-header`. */
export const badWeightsFile = (file: string, problem: SafetensorsProblem): Diagnostic => {
  const kind = FILE_CODES[problem.rule];
  return error(`weights-${kind}`, `weights file "${file}": ${problem.message}`, {
    ...detailOf(problem),
    fix: FILE_FIXES[kind] ?? '',
  });
};
export const weightMissing = (
  file: string,
  path: string,
  shape: readonly number[],
  found: readonly string[],
  count: number,
): Diagnostic => {
  const near = closest(path, found);
  return error('weight-missing', `weights file "${file}": the weight "${path}" is missing`, {
    expected: `"${path}" ${sizes(shape)}`,
    found:
      found.length === 0
        ? 'no tensors'
        : near.length > 0
          ? near.map((n) => `"${n}"`).join(', ')
          : `${count} tensors of other names`,
    fix: `give every weight of the model; "rnnc inspect --json" lists them`,
  });
};
export const weightsExtra = (file: string, count: number): Diagnostic =>
  error('weight-unknown', `weights file "${file}": ${count} more tensors are no weights of the model`, {
    expected: 'the weights that "rnnc inspect --json" lists',
    found: `${count} tensors beside those named`,
    fix: 'use weights made for this model',
  });
/** @param where a file or a call */
export const weightNotFinite = (where: string, path: string, place: readonly number[], found: number): Diagnostic =>
  error('weight-not-finite', `${where}: the weight "${path}" is no finite number at ${sizes(place)}`, {
    expected: 'numbers up to 3.4e38, as float32 has them',
    found: `${found}`,
    fix: 'use weights from before the training went wrong, or replace the number',
  });
const TORCH = /(?:weight|bias)_(?:ih|hh)_l\d+(?:_reverse)?$/;
/** Whether a tensor is called as those of PyTorch's recurrent layers. */
export const isOfTorch = (name: string): boolean => TORCH.test(name);
const MOST_NAMED = 8;
const someOf = (paths: readonly string[]): string =>
  `${paths.slice(0, MOST_NAMED).join(', ')}${paths.length > MOST_NAMED ? `, and ${paths.length - MOST_NAMED} more` : ''}`;
export const weightsOfTorch = (file: string, found: readonly string[], missing: readonly string[]): Diagnostic =>
  error('weight-unknown', `weights file "${file}": its recurrent weights are laid out as PyTorch has them`, {
    expected: missing.length === 0 ? 'the weights of the model alone' : someOf(missing),
    found: `${someOf(found)}: gates stacked in rows, [gates * units, inputs], and two biases`,
    fix:
      missing.length === 0
        ? `leave ${someOf(found)} out`
        : 'say whose they are: --from torch converts them (rnnc import FILE --model MODEL --from torch shows of what each weight is made)',
  });
/** How weights of another framework lie, told by their names. Null where the name tells nothing. */
const layoutOf = (path: string): string | null =>
  /:0$/.test(path) ? `name it without ":0", by the path that "rnnc inspect --json" lists` : null;
export const weightExtra = (file: string, path: string, known: readonly string[]): Diagnostic => {
  const near = closest(path, known);
  return error('weight-unknown', `weights file "${file}": the model has no weight ${quote(path)}`, {
    expected:
      known.length <= 12
        ? `one of ${known.join(', ')}`
        : `one of the ${known.length} weights that "rnnc inspect --json" lists`,
    found: quote(path),
    fix:
      near.length > 0
        ? `did you mean ${near.map((n) => `"${n}"`).join(' or ')}?`
        : (layoutOf(path) ?? `leave ${quote(path)} out`),
  });
};
export const weightMisshapen = (
  file: string,
  path: string,
  expected: readonly number[],
  found: readonly number[],
): Diagnostic => {
  const reversed = expected.length > 1 && expected.join() === [...found].reverse().join();
  return error('weight-shape', `weights file "${file}": the weight "${path}" has the wrong shape`, {
    expected: sizes(expected),
    found: sizes(found),
    fix: reversed ? 'transpose it: the model multiplies rows by [inputs, outputs]' : 'use weights made for this model',
  });
};
export const weightDtype = (file: string, path: string, dtype: string): Diagnostic =>
  error('weight-dtype', `weights file "${file}": the weight "${path}" holds no plain numbers`, {
    expected: 'F32, F16, BF16, F64 or an integer type',
    found: dtype,
    fix: 'store it as F32',
  });

/** A weight that has scales is an int16 matrix. */
export const scaledNoMatrix = (file: string, path: string, found: SafetensorsEntry): Diagnostic =>
  error(
    'weight-scales',
    `weights file "${file}": the weight "${path}" has scales, but is no matrix of 16-bit integers`,
    {
      expected: 'I16 [rows, columns]',
      found: `${found.dtype} ${sizes(found.shape)}`,
      fix: 'take its scales away, or store it as I16',
    },
  );
export const scalesMissing = (file: string, name: string, size: number): Diagnostic =>
  error('weight-scales', `weights file "${file}": the scales "${name}" of a weight in 16 bits are missing`, {
    expected: `"${name}" F32 [${size}]`,
    found: 'no such tensor',
    fix: 'write the model again with "rnnc compile --weights int16"',
  });
export const scalesMisfit = (file: string, name: string, size: number, found: SafetensorsEntry): Diagnostic =>
  error('weight-scales', `weights file "${file}": the scales "${name}" do not fit the weight they are for`, {
    expected: `F32 [${size}]`,
    found: `${found.dtype} ${sizes(found.shape)}`,
    fix: 'write the model again with "rnnc compile --weights int16"',
  });
export const scaleNoNumber = (file: string, name: string, index: number, found: number): Diagnostic =>
  error('weight-scales', `weights file "${file}": entry ${index} of the scales "${name}" is no scale`, {
    expected: 'a finite number that is not negative',
    found: `${found}`,
    fix: 'write the model again with "rnnc compile --weights int16"',
  });
export const scalesTooLarge = (file: string, path: string): Diagnostic =>
  error('weight-scales', `weights file "${file}": the scales of the weight "${path}" give numbers beyond float32`, {
    expected: 'numbers up to 3.4e38',
    found: 'larger ones',
    fix: 'write the model again with "rnnc compile --weights int16"',
  });

// artifacts

/** Code `artifact-truncated` or `artifact-invalid`. */
export const badArtifactFile = (file: string, problem: SafetensorsProblem): Diagnostic => {
  const truncated = FILE_CODES[problem.rule] === 'truncated';
  return error(truncated ? 'artifact-truncated' : 'artifact-invalid', `"${file}": ${problem.message}`, {
    ...detailOf(problem),
    fix: truncated
      ? 'copy or download the file again: it is not complete'
      : 'copy the file again, or compile the model again',
  });
};
const FOREIGN_FIXES: { readonly [kind: string]: string } = {
  'an HTML page': 'check the address: servers answer a wrong one with a page',
  YAML: 'compile it first: `rnnc compile`, or load(compile(text)) with "rnnc"',
  'a file compressed with gzip': 'unpack it, or have the server say "Content-Encoding: gzip"',
  'a pointer of Git LFS, not the file itself': 'fetch the file with `git lfs pull`',
};
/** @param kind what `foreignKind` calls it */
export const foreignArtifact = (file: string, kind: string): Diagnostic =>
  error('artifact-invalid', `"${file}" is ${kind}, no compiled model`, {
    expected: 'a file made by "rnnc compile"',
    found: kind,
    fix: FOREIGN_FIXES[kind] ?? 'give the file that "rnnc compile" wrote',
  });
export const notAnArtifact = (file: string): Diagnostic =>
  error('artifact-invalid', `"${file}" is a safetensors file, but no compiled model`, {
    expected: 'a file made by "rnnc compile"',
    fix: 'give weights with --weights and the model itself as .yaml or .rnnc',
  });
export const artifactChanged = (file: string, expected: string, found: string): Diagnostic =>
  error('artifact-changed', `"${file}" is damaged or was changed: its checksum does not fit its bytes`, {
    expected: `SHA-256 ${expected}`,
    found: found,
    fix: 'copy the file again, or compile the model again',
  });
/** `what`: "file format" or "graph". */
export const artifactVersion = (file: string, what: string, known: string, found: string): Diagnostic =>
  error('artifact-version', `"${file}" was made by another version of rnnc: its ${what} has version ${found}`, {
    expected: `${known.split('.')[0] ?? known}.x`,
    found,
    fix: 'update rnnc, or compile the model again with this version ("rnnc inspect FILE --spec" of the other version prints its sources)',
  });
export const artifactContent = (file: string, where: string, problem: string): Diagnostic =>
  error('artifact-invalid', `"${file}" holds no valid model: ${where} ${problem}`, { fix: 'compile the model again' });
/** The part of a sentence that follows a place in an artifact and says what the value there must be. */
export function schemaProblem({ keyword, params }: SchemaError): string {
  const list = (values: unknown): string => (Array.isArray(values) ? values.join(', ') : String(values));
  switch (keyword) {
    case 'type':
      return `must be ${list(params.type)}`;
    case 'required':
      return `must have the property "${params.missingProperty}"`;
    case 'additionalProperties':
      return `must not have the property "${params.additionalProperty}"`;
    case 'const':
      return `must be ${params.allowedValue}`;
    case 'enum':
      return `must be one of ${list(params.allowedValues)}`;
    case 'discriminator':
      return `has an unknown "${params.tag}"`;
    case 'pattern':
      return `must match ${params.pattern}`;
    default:
      return `does not fit the schema (${keyword}${params.limit === undefined ? '' : ` ${params.limit}`})`;
  }
}
export const artifactWeights = (file: string, problem: Diagnostic): Diagnostic => ({
  ...problem,
  code: 'artifact-invalid',
  message: problem.message.replace(/^weights file /, ''),
  fix: `compile "${file}" again`,
});
export const tooLarge = (name: string, problem: SafetensorsProblem): Diagnostic =>
  error('artifact-too-large', `the model "${name}" does not fit into one file: ${problem.message}`, {
    ...detailOf(problem),
    fix: 'make the model smaller',
  });

/** An entry of weights or states that a caller gave by path. */
export const weightForm = (call: string, path: string, found: unknown): Diagnostic =>
  error('weight-form', `${call}: ${quote(path)} is no {shape, data}`, {
    expected: '{shape, data} with whole numbers and a Float32Array',
    found: describeValue(found),
    fix: 'give it as weights() and state give them: {shape: [2, 3], data: new Float32Array(6)}',
  });

// where a model comes from

const DISK_REASONS: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENAMETOOLONG: 'its name is too long',
  ERR_INVALID_FILE_URL_HOST: 'the address names another machine',
  ERR_INVALID_FILE_URL_PATH: 'the address has a path that no file can have',
  ERR_INVALID_ARG_VALUE: 'no file can have such a path',
};
export const modelUnreadable = (address: string, code: string): Diagnostic =>
  error('load-failed', `can't read the model ${quote(address)}: ${DISK_REASONS[code] ?? code}`, {
    expected: 'a file made by "rnnc compile", by a path relative to the folder that the program runs in',
    found: DISK_REASONS[code] ?? code,
    fix: 'check the path',
  });
const ORIGINS = 'the bytes of an artifact, its path or address, a Response, a Blob, or what compile() gave';
export const originForm = (found: unknown): Diagnostic => {
  const isText = typeof found === 'string' && found.includes('\n');
  return error(
    'argument-kind',
    `load(): ${found === undefined ? 'the model is missing' : isText ? 'a text is no model yet' : `a model can't be ${describeValue(found)}`}`,
    {
      expected: ORIGINS,
      found: describeValue(found),
      fix: isPromise(found)
        ? '`await` it first: load(await …)'
        : isText
          ? 'compile it first: load(compile(text))'
          : `give ${ORIGINS}`,
    },
  );
};
export const bodyUsed = (name: string): Diagnostic =>
  error('load-failed', `can't read the model ${quote(name)}: its body was read already`, {
    expected: 'a Response that nobody has read',
    found: 'one with bodyUsed: true',
    fix: 'give the bytes that were read, or fetch it again',
  });
