import { expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { followed } from './followed.ts';

function mistakesOf(text: string): readonly Diagnostic[] {
  try {
    compileModel(text, { file: 'model.yaml', resolve: () => null });
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics.filter(({ severity }) => severity === 'error');
    throw error;
  }
  return [];
}

/** The advice is followed to the letter: what it says is written, nothing else is changed, and the model compiles. */
test.each(followed)('$name: what the message says works', ({ model, fix, edits }) => {
  const [mistake, ...others] = mistakesOf(model);
  expect(others.map(({ message }) => message)).toEqual([]);
  expect(mistake?.fix).toContain(fix);
  expect(mistake?.fix).not.toMatch(/^remove it/);
  const corrected = edits.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, () => to);
  }, model);
  expect(mistakesOf(corrected).map(({ message, fix: next }) => `${message} → ${next}`)).toEqual([]);
});
