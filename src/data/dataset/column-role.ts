import type { CalendarFeature } from '../time/calendar-features.ts';
import type { LearnedForm } from '../time/learn-form.ts';

/** A column of a table before it is fitted. */
export interface ColumnRole {
  readonly name: string;
  readonly type: 'number' | 'category' | 'time' | 'text' | 'tree' | 'ignore';
  /** What a task means it for; null: nothing is known. */
  readonly role: 'input' | 'target' | null;
  /** Whether it has a value for every node of a tree, or one for the whole; null: nothing is known. */
  readonly over: 'nodes' | 'tree' | null;
  /** It has no name in the file, or tells how many steps of another count, so no feed is made of it unless it is written. */
  readonly nameless?: true;
  /** It tells where this column has no value. */
  readonly maskOf?: { readonly column: string; readonly type: ColumnRole['type'] };
  /** It is what another column, of times, is in the calendar. */
  readonly calendar?: { readonly column: string; readonly feature: CalendarFeature };
  /** It has the letters of the words of this column. */
  readonly lettersOf?: { readonly column: string; readonly of: 'characters' | 'bytes' };
  /** Of a column of times: how they are written. */
  readonly times?: LearnedForm;
  /** Of a column of text: what stands between numbers in texts that would be lists of numbers otherwise. */
  readonly markers?: readonly string[];
  /** Its type was found, and might as well be another. */
  readonly doubt?: Doubt;
}

/** What many cells of a column are, though not nearly all of them. */
export interface Doubt {
  readonly kind: 'number' | 'time';
  /** Cells that are such, and those that say something. */
  readonly count: number;
  readonly all: number;
  /** The different ones that are none. */
  readonly others: readonly string[];
  /** `FILE:LINE` of some of those. */
  readonly places: readonly string[];
}

/** What the form of a file says of a column. */
export interface KnownColumn {
  readonly name: string;
  /** Null: its values tell. */
  readonly type: ColumnRole['type'] | null;
  readonly over: 'nodes' | 'tree';
}

/** X for `root.X`, the column of values over the nodes that it is taken from. */
export const columnOfRoot = (name: string): string | null => (name.startsWith('root.') ? name.slice(5) : null);
