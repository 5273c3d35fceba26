import type { NodeReader } from '../conversion.ts';
import { type ReadBeside, readTensor } from '../tensors.ts';
import { type Constant, refuse } from '../values.ts';

/** What a node Constant gives. @throws Refusal */
export function constantOf(node: NodeReader, beside: ReadBeside): Constant {
  const name = node.node.output[0] ?? '';
  const tensor = node.tensor('value');
  if (tensor !== null) return readTensor(tensor, name, beside);
  if (node.has('value_float'))
    return { kind: 'constant', name, dims: [], dtype: 'float32', data: [Math.fround(node.float('value_float', 0))] };
  if (node.has('value_int'))
    return { kind: 'constant', name, dims: [], dtype: 'int', data: [node.int('value_int', 0)] };
  const ints = node.ints('value_ints');
  if (ints !== null) return { kind: 'constant', name, dims: [ints.length], dtype: 'int', data: ints };
  if (node.has('value_floats')) {
    const floats = node.numbers('value_floats');
    return { kind: 'constant', name, dims: [floats.length], dtype: 'float32', data: Float32Array.from(floats) };
  }
  return refuse('its value is no tensor and no number');
}
