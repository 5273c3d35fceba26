import { InternalError } from './diagnostic.ts';

/** Ends in an `InternalError`: something is missing that an earlier check or the way it was made guarantees. `map.get(key) ?? lost()`. */
export function lost(what = 'a value'): never {
  throw new InternalError(`${what} is missing that must be there`);
}

/** The entry of a list at an index that the list is known to have. @throws InternalError where it has not. */
export function at<T>(list: readonly T[], i: number): T {
  const item = list[i];
  return item === undefined ? lost(`entry ${i} of a list of ${list.length}`) : item;
}

/** The entry of a list that is known to have one. @throws InternalError for any other number. */
export function only<T>(list: readonly T[]): T {
  if (list.length !== 1) throw new InternalError(`a list of ${list.length} where there is one entry`);
  return at(list, 0);
}
