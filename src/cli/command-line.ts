import { Command, CommanderError } from 'commander';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { checkCommand } from './commands/check.ts';
import { compileCommand } from './commands/compile.ts';
import { configCommand } from './commands/config.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/exchange/export.ts';
import { importCommand } from './commands/exchange/import.ts';
import { forecastCommand } from './commands/forecast.ts';
import { generateCommand } from './commands/generate.ts';
import { gradcheckCommand } from './commands/gradcheck.ts';
import { graphCommand } from './commands/graph.ts';
import { initCommand } from './commands/init.ts';
import { inspectCommand } from './commands/inspect.ts';
import { plotCommand } from './commands/plot.ts';
import { classifyCommand, predictCommand } from './commands/predict.ts';
import { runCommand } from './commands/run.ts';
import { traceCommand } from './commands/trace.ts';
import { trainCommand } from './commands/train.ts';
import { PACKAGE_VERSION } from './files/package-files.ts';
import type { Listener } from './inputs/open-model.ts';
import { Terminal } from './inputs/terminal.ts';
import { UsageError } from './inputs/usage.ts';
import { playgroundCommand } from './page/playground.ts';

/** What the process ends with. */
export const EXIT = { ok: 0, mistake: 1, usage: 2, bug: 70 } as const;

/** Runs one command. @returns the exit code; every error has been printed. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const terminal = new Terminal();
  try {
    await program(terminal).parseAsync([...args], { from: 'user' });
    // a command that ran to its end says by the exit code how it went
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.ok;
  } catch (error) {
    return reportError(error, terminal, Boolean(process.env.RNNC_DEBUG));
  }
}

function program(terminal: Terminal): Command {
  const commands = [
    initCommand,
    importCommand,
    exportCommand,
    checkCommand,
    compileCommand,
    runCommand,
    traceCommand,
    trainCommand,
    evaluateCommand,
    generateCommand,
    predictCommand,
    classifyCommand,
    forecastCommand,
    gradcheckCommand,
    inspectCommand,
    graphCommand,
    plotCommand,
    playgroundCommand,
    configCommand,
  ];
  const rnnc = new Command('rnnc')
    .description('Compiles recurrent models written in YAML, and runs them on WebAssembly.')
    .version(PACKAGE_VERSION)
    .showSuggestionAfterError()
    .showHelpAfterError('Try --help for what there is.')
    .exitOverride();
  for (const command of commands) {
    const sub = command(terminal);
    sub.copyInheritedSettings(rnnc);
    rnnc.addCommand(sub);
  }
  return rnnc.addHelpText(
    'after',
    `
Examples:
  rnnc init first              write a model to start from, first.yaml
  rnnc check first.yaml        find its mistakes
  rnnc compile first.yaml      make first.rnnc, one file that runs in Node and in a page
  rnnc run first.rnnc --input series.csv

The keys of a model file: schema/model.schema.json of the package describes each, with its default. Editors that know JSON Schema show
them beside models from rnnc init; the README shows them at work.

Exit code: 0 done, 1 a mistake in your files, 2 a mistake on the command line, 70 a bug of rnnc,
130 training interrupted.`,
  );
}

/** Prints an error. @returns the exit code. @param debug print where a bug happened. */
export function reportError(error: unknown, terminal: Listener, debug: boolean): number {
  if (error instanceof RnncError) {
    terminal.warn(error.diagnostics, error.sources);
    return EXIT.mistake;
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) {
    terminal.notice(`error: ${error.message}\nTry --help for what there is.`);
    return EXIT.usage;
  }
  terminal.notice(bugReport(error, debug));
  return EXIT.bug;
}

function bugReport(error: unknown, debug: boolean): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = debug && error instanceof Error ? `\n${error.stack}` : '';
  return `rnnc ${PACKAGE_VERSION} has a bug: ${what}${stack}
Nothing is wrong with your files. Please report it, with this line, the command and the model;
RNNC_DEBUG=1 prints where it happened.`;
}
