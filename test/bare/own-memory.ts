import type { Block } from '../../src/engine/backend/backend.ts';
import { OwnMemory } from '../../src/engine/backend/own-memory.ts';

/** Memory in which whoever reads before writing is found out: what lies in a new block is no number. */
export class MarkedMemory extends OwnMemory {
  override allocate(bytes: number, purpose: string): Block {
    const block = super.allocate(bytes, purpose);
    const behind = 64 * (Math.ceil(bytes / 64) + 1);
    this.heap().u8.fill(0xff, block.start, block.pointer + behind);
    return block;
  }
}
