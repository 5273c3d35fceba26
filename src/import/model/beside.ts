/** Reads a file that lies beside the model; null where there is none. */
export type ReadBeside = (name: string) => Uint8Array | null;

/** Whether a file of this name lies in the folder of the model or below it. */
export const isBeside = (name: string): boolean =>
  name !== '' && !/^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/.test(name);
