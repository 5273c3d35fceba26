import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Feeds } from '../feeds/feeds.ts';

/** Feeds that were read out of a file. */
export interface LocatedFeeds {
  readonly feeds: Feeds;
  /** The mistakes that the runtime found in these feeds, with their places in the file. */
  readonly locate: (mistake: Diagnostic) => Diagnostic;
}
