/** What is asked of an `AbortSignal`, which no library but those of pages and of Node declares. */
export interface Abort {
  readonly aborted: boolean;
}
