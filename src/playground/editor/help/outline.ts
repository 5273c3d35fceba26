/** What stands where in a text of YAML, also while it is written and no parser would take it. */

export type Path = readonly (string | number)[];

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A key, an item of a list, or words that stand alone where a key may become of them. */
export interface Entry {
  /** Keys and numbers of items from the top. */
  readonly path: Path;
  readonly key: Range | null;
  /** Of a scalar or a block of text. */
  readonly value: Range | null;
  /** The scalar without quotes, or the block of text. */
  readonly text: string | null;
  /** `text`: a block after `|` or `>`. `loose`: words on a line of their own. */
  readonly kind: 'entry' | 'text' | 'loose';
  readonly isFlow: boolean;
}

/** Block keys and items that are open, with their columns. */
interface Open {
  readonly column: number;
  readonly path: Path;
  readonly isItem: boolean;
  items: number;
}

const KEY = /^(?:"([^"\n]*)"|'([^'\n]*)'|([^\s'"{}[\],#|>][^:#\n]*?))\s*:(?=\s|$)/;
const TAG = /^[&!]\S*\s*/;

/** Every entry, in the order of the text. */
export function outlineOf(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  const open: Open[] = [{ column: -1, path: [], isItem: false, items: 0 }];
  const endOfLine = (at: number): number => {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  };
  for (let at = 0; at < text.length; ) {
    const end = endOfLine(at);
    const line = text.slice(at, end);
    const column = line.search(/[^ ]/);
    at =
      column < 0 || /^(?:#|---|\s*$)/.test(line.slice(column))
        ? end + 1
        : Math.max(block(at + column, column), end) + 1;
  }
  return entries;

  /** What begins at a column of a line. @returns where it ends, at the end of a line or in it */
  function block(at: number, column: number): number {
    const rest = text.slice(at, endOfLine(at));
    const dash = /^- *(?=\S|$)/.exec(rest)?.[0] ?? (rest === '-' ? rest : null);
    if (dash !== null && /^-(?: |$)/.test(rest)) {
      close((each) => each.column > column || (each.column === column && each.isItem));
      const list = open.at(-1);
      if (list === undefined) return at;
      const path = [...list.path, list.items++];
      open.push({ column, path, isItem: true, items: 0 });
      return dash.length === rest.length ? at + dash.length : block(at + dash.length, column + dash.length);
    }
    close((each) => each.column >= column);
    const path = open.at(-1)?.path ?? [];
    const found = KEY.exec(rest);
    if (found === null) return value(at, path, null, column, 'loose');
    const name = found[1] ?? found[2] ?? found[3] ?? '';
    const own = [...path, name];
    const key = { from: at, to: at + found[0].length - 1 };
    open.push({ column, path: own, isItem: false, items: 0 });
    const gap = /^ */.exec(text.slice(key.to + 1, endOfLine(at)))?.[0].length ?? 0;
    return value(key.to + 1 + gap, own, key, column, 'entry');
  }

  function close(isDone: (each: Open) => boolean): void {
    for (let last = open.at(-1); last !== undefined && last.column >= 0 && isDone(last); last = open.at(-1)) open.pop();
  }

  /** The value of a key or an item, or words alone. */
  function value(at: number, path: Path, key: Range | null, column: number, kind: 'entry' | 'loose'): number {
    const end = endOfLine(at);
    const start = at + (TAG.exec(text.slice(at, end))?.[0].length ?? 0);
    const rest = text.slice(start, end);
    if (/^(?:#|$)/.test(rest)) {
      entries.push({ path, key, value: null, text: null, kind: 'entry', isFlow: false });
      return end;
    }
    if (/^[|>]/.test(rest) && key !== null) {
      const to = endOfBlock(end + 1, column);
      const range = { from: Math.min(end + 1, to), to };
      entries.push({ path, key, value: range, text: text.slice(range.from, to), kind: 'text', isFlow: false });
      return to;
    }
    if (/^[{[]/.test(rest)) {
      if (key !== null) entries.push({ path, key, value: null, text: null, kind: 'entry', isFlow: false });
      return flow(start, path, column);
    }
    const { range, said } = scalar(start, rest, /^(?:(?! #).)*/);
    entries.push({ path, key, value: range, text: said, kind, isFlow: false });
    return range.to;
  }

  /** Lines that are indented deeper, and empty ones. */
  function endOfBlock(from: number, column: number): number {
    let at = from;
    while (at < text.length) {
      const end = endOfLine(at);
      const indentation = text.slice(at, end).search(/\S/);
      if (indentation >= 0 && indentation <= column) return at - 1;
      at = end + 1;
    }
    return text.length;
  }

  function scalar(at: number, rest: string, plain: RegExp): { readonly range: Range; readonly said: string } {
    const quoted = /^(["'])(.*?)(?:\1|$)/.exec(rest);
    if (quoted !== null) return { range: { from: at, to: at + quoted[0].length }, said: quoted[2] ?? '' };
    const said = (plain.exec(rest)?.[0] ?? '').trimEnd();
    return { range: { from: at, to: at + said.length }, said };
  }

  /** What stands in braces or brackets. @returns where they end, or where lines begin that belong to something else: they are not closed */
  function flow(opening: number, path: Path, column: number): number {
    const isMap = text[opening] === '{';
    let item = 0;
    for (let at = opening + 1; at < text.length; ) {
      const sign = text[at];
      if (sign === '}' || sign === ']') return at + 1;
      if (sign === '#' && /\s/.test(text[at - 1] ?? '')) at = endOfLine(at);
      else if (sign === '\n') {
        const next = text.slice(at + 1, endOfLine(at + 1));
        if (next.search(/[^ ]/) <= column && KEY.test(next.trimStart())) return at;
        at++;
      } else if (sign === ',') {
        item++;
        at++;
      } else if (/\s/.test(sign ?? '')) at++;
      else at = inFlow(at, path, isMap, item, column);
    }
    return text.length;
  }

  /** One pair of braces, or one item of brackets, which may be a pair too. */
  function inFlow(at: number, path: Path, isMap: boolean, item: number, column: number): number {
    const place = isMap ? path : [...path, item];
    if (/[{[]/.test(text[at] ?? '')) return flow(at, place, column);
    const { range, said } = scalar(at, text.slice(at, endOfLine(at)), /^(?:(?!: |:$| #)[^,{}[\]])*/);
    const after = range.to + (/^ */.exec(text.slice(range.to, endOfLine(range.to)))?.[0].length ?? 0);
    const isKey = text[after] === ':';
    if (!isKey && !isMap) {
      entries.push({ path: place, key: null, value: range, text: said, kind: 'entry', isFlow: true });
      return Math.max(range.to, at + 1);
    }
    const own = [...place, said];
    const start = after + 1 + (/^ */.exec(text.slice(after + 1, endOfLine(after)))?.[0].length ?? 0);
    const isNested = isKey && /[{[]/.test(text[start] ?? '');
    const rest =
      isKey && !isNested ? scalar(start, text.slice(start, endOfLine(start)), /^(?:(?! #)[^,{}[\]])*/) : null;
    const isEmpty = rest === null || rest.range.from === rest.range.to;
    entries.push({
      path: own,
      key: range,
      value: isEmpty ? null : rest.range,
      text: isEmpty ? null : rest.said,
      kind: 'entry',
      isFlow: true,
    });
    if (isNested) return flow(start, own, column);
    return Math.max(rest?.range.to ?? after, at + 1, isKey ? after + 1 : 0);
  }
}
