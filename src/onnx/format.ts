import protobuf from 'protobufjs/light.js';

/** What is read of an ONNX file, and written. Fields that the file does not have are undefined. */
export interface OnnxModel {
  readonly irVersion?: number;
  readonly producerName?: string;
  readonly producerVersion?: string;
  readonly graph?: OnnxGraph;
  readonly opsetImport: readonly OnnxOpset[];
  /** Operators that the file defines itself. */
  readonly functions: readonly OnnxFunction[];
}
export interface OnnxOpset {
  readonly domain?: string;
  readonly version?: number;
}
/** An operator by the nodes that it stands for. */
export interface OnnxFunction {
  readonly name?: string;
  readonly domain?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly string[];
  readonly node: readonly OnnxNode[];
  readonly opsetImport: readonly OnnxOpset[];
  readonly docString?: string;
}
export interface OnnxGraph {
  readonly name?: string;
  readonly node: readonly OnnxNode[];
  readonly initializer: readonly OnnxTensor[];
  readonly sparseInitializer: readonly unknown[];
  readonly input: readonly OnnxValueInfo[];
  readonly output: readonly OnnxValueInfo[];
}
export interface OnnxNode {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name?: string;
  readonly opType?: string;
  readonly domain?: string;
  readonly attribute: readonly OnnxAttribute[];
}
export interface OnnxAttribute {
  readonly name?: string;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly t?: OnnxTensor;
  /** The body of a node such as Scan. */
  readonly g?: OnnxGraph;
  readonly floats: readonly number[];
  readonly ints: readonly number[];
  readonly strings: readonly Uint8Array[];
  /** Which of the fields holds the value: `ATTRIBUTE_TYPES`. */
  readonly type?: number;
}
export interface OnnxTensor {
  readonly name?: string;
  readonly dims: readonly number[];
  readonly dataType?: number;
  readonly floatData: readonly number[];
  readonly int32Data: readonly number[];
  readonly int64Data: readonly number[];
  readonly rawData?: Uint8Array;
  readonly externalData: readonly { readonly key?: string; readonly value?: string }[];
  /** 1: the numbers lie in another file. */
  readonly dataLocation?: number;
}
export interface OnnxValueInfo {
  readonly name?: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType?: number;
      readonly shape?: { readonly dim: readonly { readonly dimValue?: number; readonly dimParam?: string }[] };
    };
  };
}

/** Numbers of `TensorProto.DataType`. */
export const DATA_TYPES = { float: 1, int32: 6, int64: 7, bool: 9 } as const;
/** Numbers of `AttributeProto.AttributeType`. */
export const ATTRIBUTE_TYPES = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;
const TYPE_NAMES =
  'undefined float32 uint8 int8 uint16 int16 int32 int64 string bool float16 float64 uint32 uint64 complex64 complex128 bfloat16'.split(
    ' ',
  );
export const typeName = (type: number | undefined): string => TYPE_NAMES[type ?? 0] ?? `type ${type}`;

/** Field names of the format with their types and numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (IR version 13). */
const MESSAGES = {
  ModelProto:
    'irVersion int64 1, producerName string 2, producerVersion string 3, graph GraphProto 7, opsetImport OperatorSetIdProto* 8, functions FunctionProto* 25',
  FunctionProto:
    'name string 1, input string* 4, output string* 5, attribute string* 6, node NodeProto* 7, docString string 8, opsetImport OperatorSetIdProto* 9, domain string 10',
  OperatorSetIdProto: 'domain string 1, version int64 2',
  GraphProto:
    'node NodeProto* 1, name string 2, initializer TensorProto* 5, input ValueInfoProto* 11, output ValueInfoProto* 12, sparseInitializer SparseTensorProto* 15',
  SparseTensorProto: 'dims int64* 3',
  NodeProto:
    'input string* 1, output string* 2, name string 3, opType string 4, attribute AttributeProto* 5, domain string 7',
  AttributeProto:
    'name string 1, f float 2, i int64 3, s bytes 4, t TensorProto 5, g GraphProto 6, floats float* 7, ints int64* 8, strings bytes* 9, type int32 20',
  TensorProto:
    'dims int64* 1, dataType int32 2, floatData float* 4, int32Data int32* 5, int64Data int64* 7, name string 8, rawData bytes 9, externalData StringStringEntryProto* 13, dataLocation int32 14',
  StringStringEntryProto: 'key string 1, value string 2',
  ValueInfoProto: 'name string 1, type TypeProto 2',
  TypeProto: 'tensorType TensorTypeProto 1',
  TensorTypeProto: 'elemType int32 1, shape TensorShapeProto 2',
  TensorShapeProto: 'dim DimensionProto* 1',
  DimensionProto: 'dimValue int64 1, dimParam string 2',
} as const;

function typeOf(message: keyof typeof MESSAGES): protobuf.Type {
  const nested = Object.entries(MESSAGES).map(([message, text]) => {
    const fields = text.split(', ').map((field) => {
      const [name = '', type = '', id = ''] = field.split(' ');
      const many = type.endsWith('*');
      return [name, { type: type.replace('*', ''), id: Number(id), ...(many ? { rule: 'repeated' } : {}) }];
    });
    return [message, { fields: Object.fromEntries(fields) }];
  });
  return protobuf.Root.fromJSON({ nested: Object.fromEntries(nested) }).lookupType(message);
}

/** @returns null where the bytes are no message of the format; fields that are not known are passed over, as the format wants. */
export function readOnnx(bytes: Uint8Array): OnnxModel | null {
  const type = typeOf('ModelProto');
  let message: protobuf.Message;
  try {
    message = type.decode(bytes);
  } catch {
    // whatever the reader says of bytes that it can't read
    return null;
  }
  return type.toObject(message, { longs: Number, arrays: true }) as OnnxModel;
}

/** The bytes of a model. @param model lists that are empty may be left out nowhere: they are part of the type */
export function writeOnnx(model: OnnxModel): Uint8Array {
  const type = typeOf('ModelProto');
  return type.encode(type.fromObject(model)).finish();
}

/** The bytes of a function, without what it says about itself in words: of two that are equal the nodes are. */
export function functionBytes(made: OnnxFunction): Uint8Array {
  const type = typeOf('FunctionProto');
  return type.encode(type.fromObject({ ...made, docString: '' })).finish();
}
