/** What a text is painted with. */
export type Colours = Readonly<Record<keyof typeof CODES, (text: string) => string>>;

/** What starts and ends each in a terminal (SGR codes). */
const CODES = { bold: [1, 22], red: [31, 39], yellow: [33, 39], cyan: [36, 39], gray: [90, 39] } as const;

/** @param colour whether the texts get codes at all: nothing here asks the environment, which a program may not be allowed to read */
export function coloursOf(colour: boolean): Colours {
  const painter =
    ([on, off]: readonly [number, number]) =>
    (text: string): string =>
      colour ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: painter(CODES.bold),
    red: painter(CODES.red),
    yellow: painter(CODES.yellow),
    cyan: painter(CODES.cyan),
    gray: painter(CODES.gray),
  };
}
