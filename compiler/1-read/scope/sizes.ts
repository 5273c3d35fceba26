import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import * as say from '../../diagnostics/messages/read/open-sizes.ts';
import type { OpenSize } from '../spec/spec.ts';

/** Numbers that stand in for what the data will give. A mistake that is there with both is one of the model. */
const STAND_INS: { readonly [K in OpenSize['kind']]: readonly [number, number] } = {
  classes: [5, 7],
  vocabulary: [11, 13],
  columns: [3, 4],
};

/** Whether an entry of `--set` names a size that is left to the data, such as `head.units`, and not a parameter. */
export const isSizeKey = (name: string): boolean => name.includes('.');

/** The sizes that a model leaves to its data. */
export class Sizes {
  readonly #given: { readonly [name: string]: number };
  readonly #standIn: 0 | 1;
  /** Those that nothing gave. */
  readonly open: OpenSize[] = [];
  /** Those that were given, by their keys. */
  readonly resolved = new Map<string, number>();

  constructor(given: { readonly [name: string]: number }, standIn: 0 | 1) {
    this.#given = given;
    this.#standIn = standIn;
  }

  /** The number as it was given, or one that stands in for it. */
  take(size: Omit<OpenSize, 'standIn'>): number {
    const value = Object.hasOwn(this.#given, size.key) ? this.#given[size.key] : undefined;
    if (value !== undefined) {
      this.resolved.set(size.key, value);
      return value;
    }
    const standIn = STAND_INS[size.kind][this.#standIn];
    this.open.push({ ...size, standIn });
    return standIn;
  }

  /** Reports what was given for sizes that the model does not leave open. */
  checkGiven(report: (diagnostic: Diagnostic) => void): void {
    const known = [...this.open.map(({ key }) => key), ...this.resolved.keys()];
    for (const name of Object.keys(this.#given))
      if (isSizeKey(name) && !this.resolved.has(name)) report(say.unknownSizeSet(name, known));
  }
}
