import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { Command, InvalidArgumentError, Option } from 'commander';
import { compileModel } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { pageMissing } from '../files/messages.ts';
import { PLAYGROUND_FOLDER } from '../files/package-files.ts';
import { type ModelSource, openSource } from '../inputs/open-model.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { serveFolder } from './serve-folder.ts';

interface PlaygroundOptions {
  readonly port: number;
  readonly open?: boolean;
}

export const playgroundCommand = (terminal: Terminal): Command =>
  new Command('playground')
    .description('Serve a page to write, see, run and train models in, to this machine alone, until Ctrl-C.')
    .argument('[model]', 'a model to start with; the page has a copy, and writes no file')
    .addOption(
      new Option('--port <n>', 'where to serve it (default: a free port)')
        .argParser(parsePort)
        .default(0, 'a free one'),
    )
    .option('--open', 'open it in the browser, too')
    .addHelpText(
      'after',
      `
Examples:
  rnnc playground
  rnnc playground model.yaml --port 8080 --open

The page is a folder, dist/playground of the package: any file server can serve it, under any path. Nothing that is written there leaves the page.`,
    )
    .action(async (file: string | undefined, { port, open = false }: PlaygroundOptions) => {
      if (!existsSync(join(PLAYGROUND_FOLDER, 'index.html'))) throw new RnncError([pageMissing(PLAYGROUND_FOLDER)]);
      const hash = file === undefined ? '' : hashOf(openSource(file, {}));
      const served = await serveFolder(PLAYGROUND_FOLDER, port);
      terminal.result(`${served.address}${hash}`);
      terminal.notice('The playground is there until Ctrl-C.');
      if (open) openBrowser(`${served.address}${hash}`, terminal);
      await interrupted();
      await served.close();
    });

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a whole number up to 65535.');
  return port;
}

/** The part of the address behind `#`: the model, with the files that it imports. The page reads it (`src/playground/share.ts`). */
function hashOf({ text, file, resolve, sources }: ModelSource): string {
  const files: { [path: string]: string } = {};
  if (sources === null) {
    const keep = (path: string): string | null => {
      const found = resolve(path);
      if (found !== null) files[path] = found;
      return found;
    };
    try {
      compileModel(text, { file, resolve: keep });
    } catch (cause) {
      // the page tells what is wrong with the model
      if (!(cause instanceof RnncError)) throw cause;
    }
  } else for (const [path, content] of sources) if (path !== file) files[path] = content;
  const shared = { model: text, ...(Object.keys(files).length === 0 ? {} : { files }) };
  return `#m=${deflateRawSync(JSON.stringify(shared), { level: 9 }).toString('base64url')}`;
}

/** Ctrl-C, or the end of what reads the output. */
const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

const OPENERS: { readonly [platform: string]: readonly [string, ...string[]] } = {
  darwin: ['open'],
  win32: ['explorer'],
};

function openBrowser(address: string, terminal: Terminal): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => terminal.notice(`no browser could be opened: open ${address} yourself`));
  child.unref();
}
