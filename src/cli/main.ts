#!/usr/bin/env node
import { runCommandLine } from './command-line.ts';

// a reader that has seen enough, as in `rnnc … | head`, is no mistake
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
process.exitCode = await runCommandLine(process.argv.slice(2));
