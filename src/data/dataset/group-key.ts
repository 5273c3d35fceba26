/**
 * The name of a series, as its column writes it. A whole number is one name however it is written: tables that pass through floating point
 * have `1.0` for `1`.
 */
export const groupKey = (value: unknown): string =>
  String(value ?? '')
    .trim()
    .normalize()
    .replace(/^([+-]?\d+)\.0+$/, '$1');
