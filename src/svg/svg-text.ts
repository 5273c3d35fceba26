/** @param kind class of the element, `''` for none. */
export const text = (kind: string, x: number, y: number, anchor: 'start' | 'middle' | 'end', content: string): string =>
  `<text${kind === '' ? '' : ` class="${kind}"`} x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(content)}</text>`;

/** A place with two decimals, which is less than can be seen. */
export const round = (value: number): string => String(Number(value.toFixed(2)));

/** XML allows neither control characters nor lone surrogates, so they are replaced. */
export const escaped = (content: string): string =>
  content
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
