import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { compile } from '../../src/index.ts';

const thrown = (() => {
  try {
    compile('name: m\nlayers: {}\nlayer: 3\n', { file: 'a.yaml' });
  } catch (error) {
    if (error instanceof RnncError) return error;
  }
  throw new Error('nothing was thrown');
})();

test('an error comes through postMessage with its diagnostics and sources', async () => {
  const { port1, port2 } = new MessageChannel();
  const came = new Promise((resolve) => port2.once('message', resolve));
  port1.postMessage(thrown.toJSON());
  const error = RnncError.from(await came);
  port1.close();
  expect(error).toBeInstanceOf(RnncError);
  expect([error.message, error.diagnostics, error.sources]).toEqual([
    thrown.message,
    thrown.diagnostics,
    thrown.sources,
  ]);
});

test('and through JSON', () => {
  expect(RnncError.from(JSON.parse(JSON.stringify(thrown))).message).toBe(thrown.message);
});

test.each([[null], ['RnncError'], [{}], [new Error('x')], [{ name: 'RnncError', diagnostics: [1], sources: {} }]])(
  'other data are refused: %j',
  (data) => {
    expect(() => RnncError.from(data)).toThrowError(TypeError);
  },
);
