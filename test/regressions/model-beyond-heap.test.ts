import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rnnc, temporaryFolder } from '../cli/command.ts';

const spec = `inputs: {x: {shape: [batch, 16777216]}}
layers: {m: {type: dense, input: x, units: 16777216}}
outputs: {m: m}
`;

test.each([[['compile', 'm.yaml']], [['inspect', 'm.yaml', '--stats']], [['run', 'm.yaml', '--input', 'x.json']]])(
  'a model beyond the 4 GiB heap is the mistake of the model, not a bug: %j',
  async (args) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'm.yaml'), spec);
    writeFileSync(join(cwd, 'x.json'), '{"x": [[1]]}');
    const { code, err } = await rnnc(args, { cwd });
    expect(err).not.toContain('has a bug');
    expect(err).toContain('4 GiB');
    expect(code).toBe(1);
    expect(existsSync(join(cwd, 'm.rnnc'))).toBe(false);
  },
);
