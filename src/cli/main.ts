#!/usr/bin/env node
import { reportError, runCommandLine } from './command-line.ts';
import { Terminal } from './terminal.ts';

// a reader that has seen enough, as in `rnnc … | head`, is no mistake
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
process.on('uncaughtException', (error) => {
  process.exit(reportError(error, new Terminal(), Boolean(process.env.RNNC_DEBUG)));
});
process.exitCode = await runCommandLine(process.argv.slice(2));
