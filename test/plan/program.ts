import { type Shape, shapeOf, symbolDim } from '../../compiler/ir/dim.ts';
import type { Dtype } from '../../compiler/ir/types.ts';
import type { Buffer, BufferId, Storage } from '../../compiler/program/buffer.ts';
import type { Program, Step } from '../../compiler/program/program.ts';

export interface BufferParts {
  readonly storage?: Storage;
  readonly dtype?: Dtype;
  readonly shape?: Shape;
}

/** A program over buffers by name: float32 [time, 4], temporary, unless said otherwise. */
export function programOf<Name extends string>(
  parts: { readonly [name in Name]: BufferParts },
  of: (id: (name: Name) => BufferId) => Partial<Program>,
): { readonly program: Program; readonly names: readonly string[]; readonly id: (name: Name) => BufferId } {
  const names = Object.keys(parts);
  const id = (name: Name): BufferId => names.indexOf(name) as BufferId;
  const buffers = Object.entries<BufferParts>(parts).map(
    ([name, { storage = own('temporary'), dtype = 'float32', shape = shapeOf('time', 4) }]): Buffer => ({
      name,
      dtype,
      shape,
      storage,
    }),
  );
  const program: Program = {
    name: 'p',
    variant: 'inference',
    fullLength: true,
    prepare: [],
    main: [],
    update: [],
    inputs: [],
    weights: [],
    outputs: [],
    slots: [],
    streaming: null,
    ...of(id),
    buffers,
  };
  return { program, names, id };
}

export const own = (role: 'weight' | 'slot' | 'prepared' | 'input' | 'temporary' | 'output'): Storage => ({
  kind: 'own',
  role,
});
export const element = (of: number, number: number): Storage => ({ kind: 'element', of: of as BufferId, loop: number });

export const copy = (from: BufferId, to: BufferId): Step => ({ kind: 'copy', from, to });
export const loop = (number: number, ...body: readonly Step[]): Extract<Step, { kind: 'loop' }> => ({
  kind: 'loop',
  loop: number,
  length: symbolDim('time'),
  direction: 'forward',
  body,
  name: 'l',
  ragged: [],
});
