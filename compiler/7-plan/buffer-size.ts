import { at } from '../diagnostics/invariants.ts';
import { evaluateDim, type SizeBinding } from '../ir/dim.ts';
import { bytesOf } from '../ir/types.ts';
import type { Buffer, BufferId } from '../program/buffer.ts';
import type { Program } from '../program/program.ts';

export const elementCount = ({ shape }: Buffer, sizes: SizeBinding): number =>
  shape.reduce((count, d) => count * evaluateDim(d, sizes), 1);

export const bufferBytes = (buffer: Buffer, sizes: SizeBinding): number =>
  elementCount(buffer, sizes) * bytesOf(buffer.dtype);

/** The same for a buffer of the program, given by its number. */
export const elementsOf = (program: Program, id: BufferId, sizes: SizeBinding): number =>
  elementCount(at(program.buffers, id), sizes);
