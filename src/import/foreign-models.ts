/** A file of a model that is not read, and what its owner can do. */
export interface ForeignModel {
  /** As the object of a sentence: "a PyTorch file". */
  readonly kind: string;
  readonly fix: string;
}

const TORCH =
  'export it in Python: torch.onnx.export(model, example, "model.onnx", dynamo=True), then rnnc import model.onnx -o model.yaml; of a state dict alone save safetensors.torch.save_file(state_dict, "weights.safetensors"), of which rnnc import weights.safetensors --from torch says the layers';
const KERAS =
  'export it in Python: keras.saving.load_model(file).export("model.onnx", format="onnx"), then rnnc import model.onnx -o model.yaml';
const WEIGHTS =
  'a file of weights has no layers: rnnc import FILE --from torch says which those of a PyTorch state dict are; write a model with them, and name it and whose weights they are: rnnc import FILE --model model.yaml --from torch';

const ARRAYS =
  'arrays have no layers: save them in Python by their names, safetensors.numpy.save_file(dict(numpy.load(file)), "weights.safetensors"), write a model, and name both: rnnc import weights.safetensors --model model.yaml --from torch';

const begins = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, i) => bytes[i] === byte);

export const isHdf5 = (bytes: Uint8Array): boolean => begins(bytes, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
export const isZip = (bytes: Uint8Array): boolean =>
  begins(bytes, [0x50, 0x4b, 0x03, 0x04]) || begins(bytes, [0x50, 0x4b, 0x05, 0x06]);

/** JSON with a model of TensorFlow.js. */
export const isTfjs = (bytes: Uint8Array): boolean =>
  /^\s*\{/.test(ascii(bytes.subarray(0, 64))) && /"(?:modelTopology|weightsManifest)"/.test(ascii(bytes));

/** The bytes as characters of one byte each, of which every search for ASCII may be made. */
const ascii = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** Bytes that are searched for the names of what is packed, from either end. */
const SEARCHED = 65536;

/**
 * Recognises by content the files that people have of other frameworks and that are no ONNX model.
 * @returns null where it may be an ONNX model
 */
export function foreignModel(bytes: Uint8Array): ForeignModel | null {
  if (bytes.length === 0) return { kind: 'an empty file', fix: 'name an ONNX model' };
  if (isHdf5(bytes)) return { kind: 'an HDF5 file, as Keras writes', fix: KERAS };
  if (isZip(bytes)) return packed(bytes);
  if (begins(bytes, [0x80]) && (bytes[1] ?? 255) <= 5 && (bytes[1] ?? 0) >= 2)
    return { kind: 'a pickle of Python, as older PyTorch writes', fix: TORCH };
  if (begins(bytes, [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59])) return { kind: 'an array of NumPy', fix: ARRAYS };
  if (begins(bytes, [0x1f, 0x8b])) return { kind: 'a file compressed with gzip', fix: 'unpack it with gunzip first' };
  if (ascii(bytes.subarray(4, 8)) === 'TFL3')
    return { kind: 'a TensorFlow Lite model', fix: 'export the model it was made of as ONNX' };
  if (isSafetensors(bytes)) return { kind: 'a safetensors file', fix: WEIGHTS };
  return asText(bytes);
}

/** Whether bytes that are nothing else may be an ONNX model, which begins with its version. */
const mayBeOnnx = (bytes: Uint8Array): boolean => bytes[0] === 0x08 && (bytes[1] ?? 255) < 32;

/**
 * Recognises by content the files of other frameworks that people give where a model of rnnc is wanted, and says how to make one of them.
 * @returns null for what is not of another framework, and for safetensors, as compiled models are
 */
export function foreignSource(bytes: Uint8Array, file: string): ForeignModel | null {
  const foreign = isSafetensors(bytes) ? null : foreignModel(bytes);
  const kind = foreign?.kind ?? (!isSafetensors(bytes) && mayBeOnnx(bytes) ? 'an ONNX model' : '');
  if (IMPORTED.has(kind)) return { kind, fix: `make a model of it: rnnc import ${file} -o model.yaml` };
  return foreign !== null && WEIGHTS_FIXES.has(kind) ? foreign : null;
}
const IMPORTED: ReadonlySet<string> = new Set([
  'an ONNX model',
  'an HDF5 file, as Keras writes',
  'a Keras model',
  'a model of TensorFlow.js',
]);

function packed(bytes: Uint8Array): ForeignModel {
  const names = ascii(bytes.subarray(0, SEARCHED)) + ascii(bytes.subarray(Math.max(0, bytes.length - SEARCHED)));
  if (/data\.pkl|torch/.test(names)) return { kind: 'a PyTorch file', fix: TORCH };
  if (/config\.json|model\.weights\.h5/.test(names)) return { kind: 'a Keras model', fix: KERAS };
  if (/\.npy/.test(names)) return { kind: 'an archive of NumPy arrays', fix: ARRAYS };
  return { kind: 'a ZIP file', fix: 'unpack it, and name the ONNX model in it' };
}

export function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10) return false;
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigUint64(0, true);
  return bytes[8] === 0x7b && length <= 100_000_000n;
}

function asText(bytes: Uint8Array): ForeignModel | null {
  const head = ascii(bytes.subarray(0, 512));
  if (/[^\t\n\r\x20-\x7e\x80-\xff]/.test(head)) return null;
  if (/^\s*<(?:!doctype|html)/i.test(head))
    return { kind: 'an HTML page', fix: 'download the file itself: the address gave a page about it' };
  if (head.startsWith('version https://git-lfs'))
    return { kind: 'a pointer of Git LFS', fix: 'fetch the file itself: git lfs pull' };
  if (/^\s*\{/.test(head))
    return /modelTopology|weightsManifest/.test(ascii(bytes.subarray(0, SEARCHED)))
      ? { kind: 'a model of TensorFlow.js', fix: 'export the Keras model it was made of as ONNX' }
      : { kind: 'JSON', fix: 'name an ONNX model' };
  return { kind: 'text', fix: 'name an ONNX model; a YAML model needs no import: rnnc check FILE' };
}

const STATE_DICT =
  'save its state dict in Python: safetensors.torch.save_file(model.state_dict(), "weights.safetensors"), and give that with --from torch';
const KERAS_WEIGHTS = 'say that they are of Keras: --from keras';
const ARCHIVE =
  'save it in Python: safetensors.numpy.save_file(dict(numpy.load(file)), "weights.safetensors"), and give that, with --from keras, torch or tf1 where its names and layouts are theirs';

/**
 * Recognises by content the files of other frameworks that people give as weights.
 * @returns null for safetensors, and for what is not of another framework
 */
export function foreignWeights(bytes: Uint8Array): ForeignModel | null {
  if (isSafetensors(bytes)) return null;
  const model = foreignModel(bytes);
  if (model === null)
    return mayBeOnnx(bytes)
      ? {
          kind: 'an ONNX model',
          fix: 'say that they are of ONNX, --from onnx, or make a model of it with its weights: rnnc import FILE.onnx',
        }
      : null;
  const fix = WEIGHTS_FIXES.get(model.kind);
  return fix === undefined ? null : { kind: model.kind, fix };
}

const WEIGHTS_FIXES: ReadonlyMap<string, string> = new Map([
  ['a PyTorch file', STATE_DICT],
  ['a pickle of Python, as older PyTorch writes', STATE_DICT],
  ['an HDF5 file, as Keras writes', KERAS_WEIGHTS],
  ['a Keras model', KERAS_WEIGHTS],
  ['an archive of NumPy arrays', ARCHIVE],
  ['an array of NumPy', 'save all weights by their names as one safetensors file'],
  ['a TensorFlow Lite model', 'save the weights it was made of as a safetensors file'],
  ['a model of TensorFlow.js', KERAS_WEIGHTS],
]);
