/** A name as a key or an item of flow-style YAML: in quotes where it would be read as something else. */
export const quotedName = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*(?: [\p{L}\p{N}_]+)*$/u.test(name) && !/^(?:true|false|null)$/i.test(name)
    ? name
    : JSON.stringify(name);
