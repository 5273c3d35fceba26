import { Command, Option } from 'commander';
import type { Sampling } from '../../answers/sampling.ts';
import { temperatureOption, topKOption, topPOption, wholeFrom0 } from '../inputs/decoding.ts';
import { openModel } from '../inputs/open-model.ts';
import {
  kernelsOption,
  type LoadingOptions,
  loadingOf,
  parseCount,
  pathOption,
  relaxedOption,
} from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';

interface GenerateCommandOptions extends LoadingOptions {
  readonly prompt: string;
  readonly length: number;
  readonly greedy?: boolean;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed: number;
  readonly json?: boolean;
}

export const generateCommand = (terminal: Terminal): Command =>
  new Command('generate')
    .description('Write text with a model that was trained to guess the next token.')
    .argument('<model>', 'compiled model, trained on a text')
    .option('-p, --prompt <text>', 'what the text begins with', '')
    .addOption(new Option('-n, --length <n>', 'tokens to write').argParser(parseCount).default(200))
    .option('--greedy', 'always the most probable token')
    .addOption(temperatureOption('for 0 use --greedy'))
    .addOption(topKOption())
    .addOption(topPOption())
    .addOption(new Option('--seed <n>', 'the same seed gives the same text').argParser(wholeFrom0).default(0))
    .option('--json', 'print one JSON object {"prompt", "text"}')
    .addOption(pathOption())
    .addOption(kernelsOption())
    .addOption(relaxedOption())
    .addHelpText(
      'after',
      `
Examples:
  rnnc generate characters.rnnc --prompt "The " --length 100
  rnnc generate characters.rnnc --temperature 0.7 --top-p 0.9 --seed 3
  rnnc generate characters.rnnc --greedy --json`,
    )
    .action(async (file: string, options: GenerateCommandOptions) => {
      const { prompt, length, seed, json = false } = options;
      const loading = loadingOf(options);
      const sampling = samplingOf(options);
      const { definition } = openModel(file, {}, terminal);
      const { load } = await import('../../load.ts');
      const model = await load(definition, { ...loading, onNotice: terminal.notice });
      try {
        const tokens = model.generate({ prompt, length, seed, sampling, onNote: terminal.notice });
        if (json) {
          terminal.result(JSON.stringify({ prompt, text: [...tokens].join('') }));
          return;
        }
        // a model that can't write, or does not know the prompt, says so at the first token: before that, nothing is printed
        const first = tokens.next();
        terminal.verbatim(prompt);
        if (first.done !== true) terminal.verbatim(first.value);
        for (const text of tokens) terminal.verbatim(text);
        terminal.verbatim('\n');
      } finally {
        model.dispose();
      }
    });

function samplingOf({ greedy = false, temperature, topK, topP }: GenerateCommandOptions): Sampling {
  if (!greedy) return { kind: 'random', temperature: temperature ?? 1, topK: topK ?? null, topP: topP ?? null };
  if (temperature !== undefined || topK !== undefined || topP !== undefined)
    throw new UsageError('--greedy leaves nothing to --temperature, --top-k and --top-p: give one or the other');
  return { kind: 'greedy' };
}
