import { type Dim, dim, shapeOf } from '../../compiler/ir/dim.ts';
import type { Dtype } from '../../compiler/ir/types.ts';
import type { Buffer, BufferId, Storage } from '../../compiler/program/buffer.ts';
import type { KernelCall, Program, ProgramInput, Step } from '../../compiler/program/program.ts';

type Dims = readonly (number | string | Dim)[];

/** Writes small programs by hand. */
export class ProgramBuilder {
  readonly buffers: Buffer[] = [];
  readonly prepare: Step[] = [];
  readonly main: Step[] = [];
  readonly inputs: ProgramInput[] = [];
  readonly weights: Program['weights'][number][] = [];
  readonly outputs: Program['outputs'][number][] = [];

  buffer(name: string, dims: Dims, storage: Storage, dtype: Dtype = 'float32'): BufferId {
    this.buffers.push({ name, dtype, shape: shapeOf(...dims), storage });
    return (this.buffers.length - 1) as BufferId;
  }
  feed(name: string, dims: Dims, dtype: Dtype = 'float32'): BufferId {
    const buffer = this.buffer(name, dims, { kind: 'own', role: 'input' }, dtype);
    this.inputs.push({ role: 'feed', name, buffer, limit: null });
    return buffer;
  }
  weight(path: string, shape: readonly number[]): BufferId {
    const buffer = this.buffer(path, shape, { kind: 'own', role: 'weight' });
    this.weights.push({ path, buffer, shape, init: { kind: 'constant', value: 0 } });
    return buffer;
  }
  constant(values: readonly number[], dims: Dims, dtype: Dtype = 'float32'): BufferId {
    return this.buffer('constant', dims, { kind: 'own', role: 'constant', values }, dtype);
  }
  prepared(dims: Dims): BufferId {
    return this.buffer('prepared', dims, { kind: 'own', role: 'prepared' });
  }
  temporary(dims: Dims, dtype: Dtype = 'float32'): BufferId {
    return this.buffer('temporary', dims, { kind: 'own', role: 'temporary' }, dtype);
  }
  output(name: string, dims: Dims, dtype: Dtype = 'float32'): BufferId {
    const buffer = this.buffer(name, dims, { kind: 'own', role: 'output' }, dtype);
    this.outputs.push({ name, buffer });
    return buffer;
  }
  view(of: BufferId, offset: number | string | Dim, dims: Dims, dtype: Dtype = 'float32'): BufferId {
    return this.buffer('view', dims, { kind: 'view', of, offset: dim(offset) }, dtype);
  }
  element(of: BufferId, loop: number, dims: Dims, dtype: Dtype = 'float32'): BufferId {
    return this.buffer('element', dims, { kind: 'element', of, loop }, dtype);
  }
  call(call: KernelCall, steps: Step[] = this.main): this {
    steps.push({ kind: 'kernel', call });
    return this;
  }
  build(): Program {
    const { buffers, prepare, main, inputs, weights, outputs } = this;
    return {
      name: 'test',
      variant: 'inference',
      fullLength: true,
      buffers,
      prepare,
      main,
      update: [],
      slots: [],
      inputs,
      weights,
      outputs,
      streaming: null,
    };
  }
}
