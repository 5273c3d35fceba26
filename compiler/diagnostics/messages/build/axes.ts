/** Texts about axes of values in equations: those of one sample or a weight, which are counted behind batch and time. */
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { error } from '../../phrase.ts';

/** Numbers of `count` axes. */
const range = (count: number): string => (count === 1 ? '0 or -1' : `0..${count - 1}, or -1..-${count} from the end`);

/** @param found the axes of the value with names and sizes: `[heads 4, 8]`. */
export const axisOutOfRange = (span: Span, axis: number, found: string, count: number): Diagnostic =>
  error('axis-range', span, `this value has no axis ${axis}`, {
    expected: `${range(count)}; batch and time are not counted`,
    found: `${axis}, of a value ${found}`,
    fix: 'count the axes of one sample',
  });
export const noAxisOfName = (span: Span, name: string, found: string, count: number): Diagnostic =>
  error('axis-name', span, `no axis of this value is called "${name}"`, {
    expected: `a name that a declared shape gives to one of its axes, or a number: ${range(count)}`,
    found: `"${name}", of a value ${found}`,
    fix: 'write the number of the axis',
  });
export const axisTwice = (span: Span, name: string, found: string, places: readonly number[]): Diagnostic =>
  error('axis-name', span, `${places.length} axes of this value are called "${name}"`, {
    expected: 'a name of one axis, or a number',
    found: `"${name}", of a value ${found}`,
    fix: `write axis=${places.join(' or axis=')}`,
  });

/** A second value where an axis may stand, which is how other languages write the larger of two values. */
export const axisByPlace = (span: Span, callee: string): Diagnostic =>
  error('axis-by-place', span, `${callee} takes one value; its axis is given by name`, {
    expected: `${callee}(x), or ${callee}(x, axis=…)`,
    found: 'a second argument without a name',
    fix:
      callee === 'max'
        ? 'write maximum(a, b) for the larger of two values, or max(x, axis=…)'
        : `write ${callee}(x, axis=…)`,
  });

// subscripts

export const subscriptCount = (span: Span, given: number, count: number): Diagnostic =>
  error('subscripts', span, `${given} of the ${count} axes of this value have a subscript`, {
    expected:
      count === 0
        ? 'a value with an axis of known size'
        : `[${Array(count).fill(':').join(', ')}], or START:END on the last axis`,
    found: `${given}`,
    fix: count === 0 ? 'use a vector' : 'write a subscript for every axis, : for all of one',
  });
export const noAxisLeft = (span: Span, count: number): Diagnostic =>
  error('subscripts', span, 'this takes away the last axis of a sample', {
    expected: 'a value with one axis or more',
    found: `${count} ${count === 1 ? 'index' : 'indices'}`,
    fix: 'keep an axis of size 1: [0:1], or [-1:]',
  });
export const indexOutOfRange = (span: Span, index: number, size: number): Diagnostic =>
  error('slice-range', span, `there is no place ${index} on an axis of size ${size}`, {
    expected: `0..${size - 1}, or -1..-${size} from the end`,
    found: `${index}`,
    fix: 'change the index',
  });
