/** Texts about `training.scheduled_sampling`. One function per mistake. */
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { error } from '../../phrase.ts';

export const samplingNothing = (span: Span, hasData: boolean): Diagnostic =>
  error('no-effect', span, 'scheduled_sampling has no effect: no input reads the step before of a target', {
    expected: 'part: previous at the feed of an input',
    found: hasData ? 'no such feed' : 'no section data',
    fix: 'write data: {feeds: {INPUT: {columns: [TARGET], part: previous}}}, or remove scheduled_sampling',
  });
export const samplingOverSteps = (span: Span): Diagnostic =>
  error('missing-argument', span, 'scheduled_sampling counts steps, and nothing says over how many', {
    expected: '{over: 1000, unit: step}',
    found: 'unit: step alone',
    fix: 'write over: with the number of steps, or remove unit: to count epochs',
  });
export const samplingRises = (span: Span, from: number, to: number): Diagnostic =>
  error('out-of-range', span, `to of scheduled_sampling is ${to}, above from: both are shares of right steps`, {
    expected: `a number from 0 to ${from}`,
    found: `${to}`,
    fix: `write {from: ${to}, to: ${from}}`,
  });
export const samplingToNothing = (span: Span): Diagnostic =>
  error('out-of-range', span, 'to of scheduled_sampling is 0, which an exponential decay never reaches', {
    expected: 'a number above 0',
    found: '0',
    fix: 'write to: 0.01, or decay: linear',
  });
