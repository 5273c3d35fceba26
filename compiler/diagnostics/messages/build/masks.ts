/**
 * Texts about masks of steps. One function per mistake; each takes the place of what is wrong. Every text says what is wrong with what; `expected`,
 * `found` and `fix` complete it.
 */
import { printShape, type Shape } from '../../../ir/dim.ts';
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { error } from '../../phrase.ts';

export const maskWithoutSteps = (span: Span, layer: string, time: string): Diagnostic =>
  error('mask', span, `the mask of layer "${layer}" has no steps`, {
    expected: `a sequence [batch, ${time}]`,
    found: 'one value per sequence',
    fix: `name a sequence over "${time}"`,
  });
export const maskOfOtherSteps = (span: Span, layer: string, time: string, found: string): Diagnostic =>
  error('mask', span, `the mask of layer "${layer}" runs over other steps than its input`, {
    expected: `a sequence over "${time}"`,
    found: `"${found}"`,
    fix: 'use one symbol if both always have as many steps',
  });
/** A mask with one value where the layer has a sequence along an inner axis. @param mask as it is written */
export const maskAround = (span: Span, layer: string, time: string, found: string | null, mask: string): Diagnostic =>
  error('mask', span, `the mask of layer "${layer}" has one value for all steps of a sequence over "${time}"`, {
    expected: `a sequence over "${time}"`,
    found: found === null ? 'one value per sample' : `one value per step of "${found}"`,
    fix: `repeat it: write NAME: {type: repeat, input: ${mask}, along: ${time}} and let the mask name that; or write the mask at a layer that goes along ${found === null ? 'the outer axis' : `"${found}"`}`,
  });
/** A mask over an inner axis of a layer that goes along the axis around it. @param summary a layer that takes one value of it per sequence, as it is written */
export const maskWithin = (span: Span, layer: string, time: string, found: string, summary: string): Diagnostic =>
  error('mask', span, `the mask of layer "${layer}" has a sequence over "${found}" at each of its steps`, {
    expected: `one value per step of "${time}"`,
    found: `a sequence over "${found}"`,
    fix: `take one value per step first, as a layer ${summary} does, and let the mask name that; or write the mask at a layer that goes along "${found}"`,
  });
export const maskOfFeatures = (span: Span, layer: string, [time = {}, batch = {}, ...features]: Shape): Diagnostic =>
  error('mask', span, `the mask of layer "${layer}" has several numbers per step`, {
    expected: `${printShape([batch, time])}, one number per step`,
    found: printShape([batch, time, ...features]),
    fix: 'to leave out the steps whose features are all one number, write mask: {input: …, value: …}',
  });
/** @param layer with statistics */
export const maskAfterStatistics = (span: Span, layer: string, reader: string): Diagnostic =>
  error(
    'mask',
    span,
    `the steps that this mask of "${reader}" leaves out are to be left out of the statistics of "${layer}" too`,
    {
      expected: `a mask that is computed before "${layer}"`,
      found: `one that is computed after it, or from it`,
      fix: `write the layers that make the mask above "${layer}", or normalise by layer_norm, which has no statistics of batches`,
    },
  );
export const maskValueOfBools = (span: Span, layer: string): Diagnostic =>
  error('mask', span, `the mask of layer "${layer}" compares true and false with a number`, {
    expected: 'a sequence of numbers',
    found: 'bool',
    fix: 'name the sequence alone: mask: NAME',
  });
export const maskValueNotWhole = (span: Span, layer: string, value: number): Diagnostic =>
  error('mask', span, `the value of the mask of layer "${layer}" is none that the input can have`, {
    expected: 'a whole number from -2147483648 to 2147483647, since the input is int32',
    found: `${value}`,
    fix: 'write the number that stands for a step without content',
  });
export const maskValueTooLarge = (span: Span, layer: string, value: number): Diagnostic =>
  error('mask', span, `the value of the mask of layer "${layer}" is none that the input can have`, {
    expected: 'a number below 3.4e38, since the input is float32',
    found: `${value}`,
    fix: 'write the number that stands for a step without content',
  });
/** `what`: which output of the layer needs the step before. */
export const maskOfCarried = (span: Span, layer: string, what: 'last' | 'previous'): Diagnostic =>
  error(
    'mask',
    span,
    `carry: true takes states from batch to batch, and layer "${layer}" with its mask needs outputs too`,
    {
      expected:
        what === 'last'
          ? `no ${layer}.last of a masked layer`
          : 'padding: zero, so that a masked step needs no output before it',
      found: what === 'last' ? `${layer}.last` : 'padding: previous',
      fix:
        what === 'last'
          ? 'read the sequence or a final state, or train without carry'
          : 'write padding: zero at the layer, or train without carry',
    },
  );
