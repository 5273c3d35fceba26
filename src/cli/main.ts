#!/usr/bin/env node
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { reportError, runCommandLine } from './command-line.ts';
import { outputFailed } from './files.ts';
import { Terminal } from './terminal.ts';

// a reader that has seen enough, as in `rnnc … | head`, is no mistake
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    if (error.code === undefined) throw error;
    process.exit(reportError(new RnncError([outputFailed(error.code)]), new Terminal(), false));
  });
process.on('uncaughtException', (error) => {
  process.exit(reportError(error, new Terminal(), Boolean(process.env.RNNC_DEBUG)));
});
process.exitCode = await runCommandLine(process.argv.slice(2));
