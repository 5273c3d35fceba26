/**
 * The lesson in models/lesson, in both languages: its commands run as they stand there, print what stands below them, and draw the pictures that are
 * shown. `vitest run test/lesson -u` draws the pictures anew.
 */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { models, rnnc, temporaryFolder } from '../cli/command.ts';

/** Milliseconds for all commands, also on a machine that does much else. */
const RUNNING = 120_000;

const lesson = join(models, 'lesson');
const texts = ['README.md', 'README.zh.md'];
const textOf = (name: string): string => readFileSync(join(lesson, name), 'utf8');

interface Block {
  readonly language: string;
  readonly text: string;
}
const blocksOf = (name: string): readonly Block[] =>
  [...textOf(name).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
const commandsOf = (name: string): readonly string[] =>
  blocksOf(name).flatMap(({ language, text }) =>
    language === 'sh' ? text.split('\n').filter((line) => line.startsWith('rnnc ')) : [],
  );

let folder = '';
let remove = (): void => {};
beforeAll(async () => {
  folder = temporaryFolder((done) => {
    remove = done;
  });
  cpSync(models, join(folder, 'models'), { recursive: true });
  for (const command of commandsOf('README.md')) {
    const { code, err } = await inLesson(command);
    expect(`${command}: ${code === 0 ? '' : err}`).toBe(`${command}: `);
  }
}, RUNNING);
afterAll(() => remove());

const inLesson = (command: string) => rnnc(command.split(' ').slice(1), { cwd: join(folder, 'models/lesson') });

test('both languages have the same commands, programs and pictures', () => {
  const [english = [], chinese = []] = texts.map(blocksOf);
  expect(chinese).toEqual(english);
  const picturesOf = (name: string): readonly string[] =>
    [...textOf(name).matchAll(/!\[.+?\]\((.+?)\)/g)].map(([, path = '']) => path);
  expect(picturesOf('README.zh.md')).toEqual(picturesOf('README.md'));
});

describe('pictures are those that the commands draw', () => {
  const shown = [...textOf('README.md').matchAll(/!\[.+?\]\((.+?)\)/g)].map(([, path = '']) => path);

  test.each(shown)('%s', async (path) => {
    await expect(readFileSync(join(folder, 'models/lesson', path), 'utf8')).toMatchFileSnapshot(join(lesson, path));
  });

  test('none is left over', () => {
    const files = readdirSync(join(lesson, 'pictures')).map((name) => `pictures/${name}`);
    expect(files.sort()).toEqual([...shown].sort());
  });
});

describe('commands print what stands below them', () => {
  const printed = blocksOf('README.md').filter(({ language }) => language === 'console');

  test.each(printed.map(({ text }): [string, string] => [text.split('\n')[0] ?? '', text]))(
    '%s',
    async (line, text) => {
      const { code, out } = await inLesson(line.slice(2));
      expect(code).toBe(0);
      expect(`${line}\n${out.trimEnd()}\n`).toBe(text);
    },
  );
});

test('the table of the forward pass has the numbers that the program prints', () => {
  // what it prints is known: the two steps of the table
  const table = blocksOf('README.md').find(({ text }) => text.startsWith('$ rnnc trace ../seed-rnn.yaml'));
  for (const number of ['0.53704957', '0.46211716', '1.56128388', '0.85973818', '0.88366641', '2.72707101'])
    expect(table?.text).toContain(number);
});
