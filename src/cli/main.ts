#!/usr/bin/env node
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { reportError, runCommandLine } from './command-line.ts';
import { outputFailed } from './files/files.ts';
import { Terminal } from './inputs/terminal.ts';

let readerGone = false;
/** A reader that has seen enough, as in `rnnc … | head`, is no mistake; a training ends as with Ctrl-C, with a checkpoint. */
function readerEnded(): void {
  if (process.listenerCount('SIGINT') > 0) process.emit('SIGINT', 'SIGINT');
  else if (!readerGone) process.exit();
  readerGone = true;
}
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return readerEnded();
    if (error.code === undefined) throw error;
    process.exit(reportError(new RnncError([outputFailed(error.code)]), new Terminal(), false));
  });
process.on('uncaughtException', (error) => {
  process.exit(reportError(error, new Terminal(), Boolean(process.env.RNNC_DEBUG)));
});
process.exitCode = await runCommandLine(process.argv.slice(2));
