import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rnnc, temporaryFolder } from '../cli/command.ts';

const spec = `imports: [none.yaml, cells/link.yaml]
inputs: {x: {shape: [batch, time, 2]}}
layers: {m: {type: dense, input: y, units: 3}}
outputs: {m: m}
`;

test('an import that is a link to the outside has a place in the file and hides no other mistake', async () => {
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'c.yaml'), 'cells: {}\n');
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'cells'));
  symlinkSync(join(outside, 'c.yaml'), join(cwd, 'cells', 'link.yaml'));
  writeFileSync(join(cwd, 'm.yaml'), spec);
  const { code, err } = await rnnc(['check', 'm.yaml'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain('m.yaml:1:22 error[import-path]');
  expect(err).toContain('m.yaml:1:11 error[import-missing]');
  expect(err).toContain('m.yaml:3:34 error[unknown-reference]');
});
