import { Command } from 'commander';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { placeOf, sortDiagnostics } from '../../../compiler/diagnostics/format.ts';
import { openSizeInWords } from '../../../compiler/diagnostics/messages/read/open-sizes.ts';
import { weightCount } from '../../artifact/artifact.ts';
import { noTraining } from '../../train/messages.ts';
import { shownName } from '../files/files.ts';
import { noData } from '../files/messages.ts';
import { checkData } from '../inputs/check-data.ts';
import { openModel } from '../inputs/open-model.ts';
import { type ModelOptions, setOption, unrollOption } from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { dataFound, dataLeftOut } from '../reports/data-found.ts';
import * as say from '../stream/messages.ts';
import { stepMistakes } from '../summary/steps-check.ts';
import { printStepping, steppingOf } from '../summary/summary.ts';
import { modelFiles } from '../watch/model-files.ts';
import { runOrWatch } from '../watch/rerun.ts';

interface CheckOptions extends ModelOptions {
  /** True: the model's own. */
  readonly data?: string | true;
  readonly stream?: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
}

export const checkCommand = (terminal: Terminal): Command =>
  new Command('check')
    .description('Find every mistake of a model and of its data, without running it.')
    .argument('<models...>', 'YAML models, or compiled ones')
    .option('--data [path]', "read the data and tell what was found: the model's own, or this file or folder")
    .option('--stream', 'find out too whether the model runs step by step, and what of it prevents that')
    .option('--json', 'print one JSON object for each model: {"file", "ok", "size", "stream", "mistakes"}')
    .option('--watch', 'run again whenever the model or a file that it reads changes, until Ctrl-C')
    .addOption(setOption())
    .addOption(unrollOption())
    .addHelpText(
      'after',
      `
Examples:
  rnnc check model.yaml
  rnnc check prices.yaml --data
  rnnc check models/*.yaml --set units=256
  rnnc check prices.yaml --stream
  rnnc check prices.yaml --stream --json
  rnnc check prices.yaml --watch

It finds what rnnc train would find before its first step. Data that lie in the folder of the model are read; --data reads others too.
With --stream the exit code is 1 where a model can't run step by step, as rnnc run --stream runs it: each key, reference or name that prevents it is told.`,
    )
    .action(async (files: readonly string[], { watch = false, ...options }: CheckOptions) => {
      const read = async (): Promise<readonly string[]> => [
        ...(await Promise.all(files.map(modelFiles))).flat(),
        ...(typeof options.data === 'string' ? [options.data] : []),
      ];
      await runOrWatch(watch, { files: read, run: () => checkAll(files, options, terminal) }, terminal);
    });

async function checkAll(
  files: readonly string[],
  { data: given, stream = false, json = false, ...options }: CheckOptions,
  terminal: Terminal,
): Promise<void> {
  const asked = given ?? null;
  const failed: RnncError[] = [];
  const tell = (text: string): void => {
    if (!json) terminal.result(text);
  };
  for (const file of files) {
    try {
      const opened = openModel(file, options, terminal);
      const checked = await checkData(opened, file, asked);
      if (checked === null && asked !== null)
        throw new RnncError([
          opened.compiled().spec.data === null ? noData(shownName(file)) : noTraining(shownName(file)),
        ]);
      const { openSizes: open = [] } = checked?.trainable.compiled ?? opened.compiled();
      const size =
        open.length > 0
          ? `training finds ${open.map(openSizeInWords).join(', ')}`
          : weightCount((checked?.trainable.compiled ?? opened.definition).graphs);
      tell(`${shownName(file)}: ok, ${size}`);
      const told: { [key: string]: unknown } = { file: shownName(file), ok: true, size };
      if (stream) {
        const compiled = checked?.trainable.compiled ?? opened.compiled();
        const mistakes = stepMistakes(compiled, false);
        if (mistakes.length > 0) throw new RnncError(mistakes, compiled.sources);
        const { stepping } = steppingOf(compiled.graphs.inference);
        tell(say.runsByStep(shownName(file), printStepping(stepping)));
        told.stream = { delay: 0, over: stepping };
      }
      if (json) terminal.result(JSON.stringify(told));
      if (checked === null || asked === null) continue;
      const { data, trainable } = checked;
      const { spec } = trainable.compiled;
      tell([dataFound(data, spec.data, trainable.objective.losses), ...dataLeftOut(data)].join('\n'));
    } catch (error) {
      if (!(error instanceof RnncError)) throw error;
      failed.push(error);
      if (json) terminal.result(JSON.stringify({ file: shownName(file), ok: false, mistakes: mistakesOf(error) }));
    }
  }
  if (failed.length > 0) throw together(failed);
}

/** Mistakes as data, with lines and columns from 1. */
const mistakesOf = ({ diagnostics, sources }: RnncError): readonly object[] =>
  sortDiagnostics(diagnostics).map(({ code, message, span, expected, found, fix }) => {
    const place = placeOf(span, sources);
    const { line, column } = place?.position ?? {};
    return { code, message, ...(place === null ? {} : { file: place.file, line, column }), expected, found, fix };
  });

function together(errors: readonly RnncError[]): RnncError {
  const diagnostics: Diagnostic[] = errors.flatMap((error) => error.diagnostics);
  return new RnncError(diagnostics, new Map(errors.flatMap((error) => [...error.sources])));
}
