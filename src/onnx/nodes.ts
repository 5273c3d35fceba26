import { printDim, staticSize } from '../../compiler/ir/dim.ts';
import type { Dtype, TensorType } from '../../compiler/ir/types.ts';
import {
  ATTRIBUTE_TYPES,
  DATA_TYPES,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
} from './format.ts';

export type AttributeValue =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly floats: readonly number[] }
  | { readonly float: number }
  | { readonly tensor: OnnxTensor }
  | { readonly graph: OnnxGraph };

const NOTHING = { floats: [], ints: [], strings: [] } as const;

function attribute(name: string, value: AttributeValue): OnnxAttribute {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  if ('int' in value) return { ...NOTHING, name, i: value.int, type: ATTRIBUTE_TYPES.int };
  if ('ints' in value) return { ...NOTHING, name, ints: value.ints, type: ATTRIBUTE_TYPES.ints };
  if ('text' in value) return { ...NOTHING, name, s: bytes(value.text), type: ATTRIBUTE_TYPES.string };
  if ('texts' in value) return { ...NOTHING, name, strings: value.texts.map(bytes), type: ATTRIBUTE_TYPES.strings };
  if ('floats' in value) return { ...NOTHING, name, floats: value.floats, type: ATTRIBUTE_TYPES.floats };
  if ('float' in value) return { ...NOTHING, name, f: value.float, type: ATTRIBUTE_TYPES.float };
  if ('tensor' in value) return { ...NOTHING, name, t: value.tensor, type: ATTRIBUTE_TYPES.tensor };
  return { ...NOTHING, name, g: value.graph, type: ATTRIBUTE_TYPES.graph };
}

export type Attributes = { readonly [name: string]: AttributeValue };

/** A node, which is called like its first result. @param domain '' for an operator of ONNX itself */
export const nodeOf = (
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Attributes = {},
  domain = '',
): OnnxNode => ({
  name: outputs.find((output) => output !== '') ?? '',
  opType,
  ...(domain === '' ? {} : { domain }),
  input: inputs,
  output: outputs,
  attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
});

export const ONNX_TYPES: { readonly [dtype in Dtype]: number } = {
  float32: DATA_TYPES.float,
  int32: DATA_TYPES.int32,
  bool: DATA_TYPES.bool,
};

export const valueInfo = (
  name: string,
  { dtype, shape }: { readonly dtype: Dtype | 'int64'; readonly shape: TensorType['shape'] },
): OnnxValueInfo => ({
  name,
  type: {
    tensorType: {
      elemType: dtype === 'int64' ? DATA_TYPES.int64 : ONNX_TYPES[dtype],
      shape: {
        dim: shape.map((d) => {
          const size = staticSize(d);
          return size === null ? { dimParam: printDim(d) } : { dimValue: size };
        }),
      },
    },
  },
});

const EMPTY_TENSOR = { floatData: [], int32Data: [], int64Data: [], externalData: [] } as const;

export function tensorOf(
  name: string,
  dtype: Dtype | 'int64',
  dims: readonly number[],
  data: ArrayLike<number>,
): OnnxTensor {
  const width = dtype === 'int64' ? 8 : dtype === 'bool' ? 1 : 4;
  const rawData = new Uint8Array(data.length * width);
  const view = new DataView(rawData.buffer);
  for (let i = 0; i < data.length; i++) {
    const x = data[i] ?? 0;
    if (dtype === 'float32') view.setFloat32(4 * i, x, true);
    else if (dtype === 'int32') view.setInt32(4 * i, x, true);
    else if (dtype === 'int64') view.setBigInt64(8 * i, BigInt(x), true);
    else view.setUint8(i, x);
  }
  const dataType = dtype === 'int64' ? DATA_TYPES.int64 : ONNX_TYPES[dtype];
  return { ...EMPTY_TENSOR, name, dims, dataType, rawData };
}
