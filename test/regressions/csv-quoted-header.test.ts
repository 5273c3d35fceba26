import { expect, test } from 'vitest';
import { readFeedFile } from '../../src/model/feed-files/feed-file.ts';

const inputs = [{ name: 'x', dtype: 'float32', dims: ['batch', 'time', '2'] }] as const;

test.each([['"a","b"\n1,2\n'], ['"1","2"\n'], ['"a";"b"\n1;2\n']])('%j from standard input is CSV', (text) => {
  expect(readFeedFile({ file: '<stdin>', text }, inputs, { nan: 'error' }).feeds).toEqual({ x: [[[1, 2]]] });
});
