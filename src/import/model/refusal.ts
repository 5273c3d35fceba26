/** A reason why a file can't be converted, and where. */
export interface Obstacle {
  /** `node "name" (Op)`, `layer "name" (LSTM)`, `input "x"`. */
  readonly where: string;
  readonly reason: string;
  /** What the owner of the file can do. */
  readonly fix?: string;
}

/** Thrown where a part of a file can't be converted exactly. Caught once for each part. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly fix: string | undefined;
  constructor(reason: string, fix?: string) {
    super(reason);
    this.fix = fix;
  }
}
/** @param reason the end of a sentence, with what was found */
export const refuse = (reason: string, fix?: string): never => {
  throw new Refusal(reason, fix);
};
/** A refusal at a place of the file. @param otherwise a fix for those that have none of their own */
export const obstacleOf = (where: string, { message, fix }: Refusal, otherwise?: string): Obstacle => {
  const own = fix ?? otherwise;
  return { where, reason: message, ...(own === undefined ? {} : { fix: own }) };
};
/** What helps where a file is not as it was written. */
export const DAMAGED = 'save or download it again';

/** A name of the model language, near the one that is wanted, that is not in `taken` yet; it is then. */
export function freeName(wanted: string, taken: Set<string>): string {
  const letters = wanted.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^[^A-Za-z]+/, '');
  const base = (letters === '' ? 'value' : letters).slice(0, 56);
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base}_${i}`;
  taken.add(name);
  return name;
}

/** Text of a file for messages: quoted, and not too long. */
export const quoted = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
