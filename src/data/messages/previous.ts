/** Texts about inputs that read a target one step later (`part: previous`). One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error } from '../../../compiler/diagnostics/phrase.ts';

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

export const previousTarget = (span: Span | null, feed: string): Diagnostic =>
  error('data-feeds', span, `"${feed}" is a target, and part: previous is for an input that reads one a step later`, {
    expected: 'an input of the model',
    found: `the target "${feed}"`,
    fix: 'remove part:, or write it at the input that the decoder reads',
  });
export const previousTimeless = (span: Span | null, feed: string): Diagnostic =>
  error('data-feeds', span, `"${feed}" reads a target step by step, and has no time axis`, {
    expected: 'inputs: {NAME: {shape: [batch, TIME, …]}}',
    found: 'a shape without a time axis',
    fix: 'give the input a time axis of its own, which the output has too: [batch, ahead, 1]',
  });
/** Rows that are the steps of a sequence, and a column that can't begin as 0. */
export const previousOfSteps = (
  span: Span | null,
  feed: string,
  column: string,
  type: string,
  dtype: string,
): Diagnostic =>
  error(
    'data-feeds',
    span,
    `"${feed}" has nothing to read before the first row of a sequence: column "${column}" is of type ${type}, in ${dtype}`,
    {
      expected: 'numbers or a category in a float32 input, [batch, time, columns]: before the first row all of it is 0',
      found: `${type} in ${dtype}`,
      fix:
        type === 'number' || type === 'category'
          ? 'declare the input as [batch, time, columns], without dtype'
          : `write columns: {${column}: {type: category}} and declare the input as [batch, time, columns], without dtype`,
    },
  );
export const previousAlone = (span: Span | null, feed: string, time: string): Diagnostic =>
  error(
    'data-feeds',
    span,
    `"${feed}" reads what the model says, and nothing else is known of the steps of "${time}"`,
    {
      expected: `an input along "${time}" of other columns, which says how many steps there are`,
      found: 'none',
      fix: 'add such an input; or write each sequence in one row, as lists or text',
    },
  );
export const previousNodes = (span: Span | null, feed: string): Diagnostic =>
  error('data-feeds', span, `"${feed}" reads a target step by step, and nodes of a tree have no order`, {
    expected: 'a sequence',
    found: 'a value at every node',
    fix: 'remove part: previous',
  });
export const previousOfNothing = (
  span: Span | null,
  feed: string,
  columns: readonly string[],
  time: string,
  targets: readonly string[],
): Diagnostic =>
  error(
    'data-feeds',
    span,
    `"${feed}" reads a target of ${list(columns)} a step later, and there is none along "${time}"`,
    {
      expected: `a target of ${list(columns)} along "${time}"`,
      found: targets.length === 0 ? 'no target' : `targets ${list(targets)} of other columns or along other axes`,
      fix: 'name the columns of the target, and give the input the time axis of the output that is compared with it',
    },
  );
export const previousType = (span: Span | null, feed: string, column: string, type: string): Diagnostic =>
  error(
    'data-feeds',
    span,
    `"${feed}" has nothing to read before the first step: column "${column}" is of type ${type}`,
    {
      expected: 'a text, which has a start mark, or numbers in a float32 input, which start at 0',
      found: type,
      fix: `write columns: {${column}: {type: text}}, whose tokens may be the elements of a list`,
    },
  );
export const previousLead = (span: Span | null, feed: string, lead: number): Diagnostic =>
  error(
    'data-feeds',
    span,
    `"${feed}" reads the row before each target, and with lead: ${lead} the first of them is not known`,
    {
      expected: 'windows: {lead: 0}',
      found: `lead: ${lead}`,
      fix: 'remove lead: from windows, or let the horizon begin right after the window',
    },
  );
export const previousPart = (span: Span | null, feed: string, target: string): Diagnostic =>
  error(
    'data-feeds',
    span,
    `"${feed}" reads a target of the horizon a step later, and "${target}" is of another part`,
    {
      expected: 'part: horizon',
      found: `the target "${target}"`,
      fix: `write part: horizon at the feed "${target}"`,
    },
  );
