import { type Entry, outlineOf, type Path } from './outline.ts';

/** Where the cursor stands, and the word there. */
export interface Place {
  /** `key`: of a mapping at `path`. `value`: of what is at `path`. `either`: alone on a line, where both can be. `text`: in equations. */
  readonly kind: 'key' | 'value' | 'either' | 'text';
  readonly path: Path;
  readonly isFlow: boolean;
  /** Of the word. */
  readonly from: number;
  readonly to: number;
  /** Of all but the word. */
  readonly outline: readonly Entry[];
}

/** In the place of the word: a sign of no language. */
const MARK = '\uE000';

/** @returns null: in a comment, or in the middle of something else */
export function placeAt(text: string, at: number): Place | null {
  const from = at - (/[A-Za-z_][\w.']*$/.exec(text.slice(0, at))?.[0].length ?? 0);
  const to = at + (/^[\w.']*/.exec(text.slice(at))?.[0].length ?? 0);
  // an empty line ends where the cursor stands
  const marked = outlineOf(`${text.slice(0, from)}${MARK}${text.slice(to)}`);
  const found = marked.find(({ path, text: said }) => path.at(-1) === MARK || said?.includes(MARK));
  if (found === undefined) return null;
  const { path, key, isFlow, kind } = found;
  const outline = marked.filter((each) => each !== found);
  const place = { isFlow, from, to, outline };
  if (path.at(-1) === MARK && key !== null) return { ...place, kind: 'key', path: path.slice(0, -1) };
  if (kind === 'text' || path.at(-1) === 'equations') return { ...place, kind: 'text', path };
  if (found.text !== MARK) return null;
  if (key !== null || isFlow) return { ...place, kind: 'value', path };
  const hasKeys = outline.some((each) => typeof each.path[path.length] === 'string' && begins(each.path, path));
  return { ...place, kind: hasKeys ? 'key' : 'either', path };
}

/** Whether a path leads through another one. */
export const begins = (path: Path, other: Path): boolean => other.every((step, i) => path[i] === step);
