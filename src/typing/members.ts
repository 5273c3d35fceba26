/** A property of an interface. */
export interface Member {
  readonly name: string;
  readonly type: string;
  /** What its comment says. */
  readonly note?: string;
  readonly isOptional?: boolean;
}

/** A text as it is written in TypeScript. */
export const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

/** `'a' | 'b'`; of nothing `never`. */
export const unionOf = (texts: readonly string[]): string =>
  texts.length === 0 ? 'never' : [...new Set(texts)].map(quoted).join(' | ');

/** Members in braces. @param indent of the line that it begins on */
export function block(members: readonly Member[], indent: number): string {
  if (members.length === 0) return 'Record<never, never>';
  const space = ' '.repeat(indent + 2);
  const lines = members.flatMap(({ name, type, note, isOptional = false }) => [
    ...(note === undefined ? [] : [`${space}/** ${note.replaceAll('*/', '*\\/')} */`]),
    `${space}${keyOf(name)}${isOptional ? '?' : ''}: ${type};`,
  ]);
  return `{\n${lines.join('\n')}\n${' '.repeat(indent)}}`;
}
