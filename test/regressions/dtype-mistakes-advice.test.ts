import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { compile } from '../../src/index.ts';
import { equations } from './given.ts';

test.each(['sin(a)', 'a / 2', 'mean(a)', 'where(a, 1, 0)', 'not a', 'sum(a > 0)'])(
  'a mistake of types is not answered with sizes: %s of an int32',
  (expression) => {
    const mistakes: string[] = [];
    try {
      compile(equations(expression, '[batch, 2]', 'int32'));
    } catch (error) {
      if (!(error instanceof RnncError)) throw error;
      mistakes.push(...error.diagnostics.map((d) => `${d.code}: ${d.fix}`));
    }
    expect(mistakes.length).toBe(1);
    expect(mistakes[0]).not.toMatch(/shape|size/);
  },
);
