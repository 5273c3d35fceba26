import { axesIn } from '../../../compiler/ir/dim.ts';

interface Axes {
  readonly dims: readonly (string | number)[];
}

/** Whether samples are sequences of sequences. */
export const isNested = ({ dims }: Axes): boolean => axesIn(dims).length > 1;

/** The axes of time along which a row by itself has steps: all of a sample, and where a row is one step, those within it. */
export const rowAxes = ({ dims, part }: Axes & { readonly part: string }): readonly string[] =>
  axesIn(dims).slice(part === 'row' ? 0 : 1);

/** Of a column that these feeds read: how many axes of time there are in a cell around the innermost one. */
export const depthIn = (feeds: readonly (Axes & { readonly part: string })[]): number =>
  feeds.reduce((most, feed) => Math.max(most, rowAxes(feed).length - 1), 0);
