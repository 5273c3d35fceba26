import { extname } from 'node:path';
import { Command, Option } from 'commander';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Diagram } from '../../diagrams/diagram.ts';
import type { SampleTree } from '../../diagrams/draw-tree.ts';
import { graphOfModel } from '../../diagrams/graph-of-model.ts';
import { notOverTrees } from '../../diagrams/messages.ts';
import { placeDiagram } from '../../diagrams/placed/place-by-graphviz.ts';
import { toDot } from '../../diagrams/placed/to-dot.ts';
import { toMermaid } from '../../diagrams/placed/to-mermaid.ts';
import { toSvg } from '../../diagrams/placed/to-svg.ts';
import { sampleTree } from '../../diagrams/sample-tree.ts';
import { treeSpecs } from '../../model/feeds/feed-trees.ts';
import { checkEnding } from '../files/check-ending.ts';
import { checkNotInput, checkWritable, STDIN, shownName, writeWhole } from '../files/files.ts';
import { readBatch } from '../inputs/given-batch.ts';
import { type OpenedModel, openModel } from '../inputs/open-model.ts';
import { type ModelOptions, parseCount, parseName, setOption } from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';

const FORMATS = ['svg', 'dot', 'mermaid', 'json'] as const;
type Format = (typeof FORMATS)[number];

/** Endings that say what is written. */
const ENDINGS: { readonly [F in Format]: readonly string[] } = {
  svg: ['.svg'],
  dot: ['.dot', '.gv'],
  mermaid: ['.mmd', '.mermaid'],
  json: ['.json'],
};

interface GraphCommandOptions extends ModelOptions {
  readonly unrolled?: number;
  readonly cell?: string;
  readonly input?: string;
  readonly row?: number;
  readonly shapes?: boolean;
  readonly params?: boolean;
  readonly format?: Format;
  readonly out?: string;
}

export const graphCommand = (terminal: Terminal): Command =>
  new Command('graph')
    .description(
      'Draw a model: rolled, with its loops; unrolled, as copies of its steps that share their weights; or the inside of a cell.',
    )
    .argument('<model>', 'YAML model or compiled one')
    .addOption(new Option('--unrolled <n>', 'draw copies of so many steps side by side').argParser(parseCount))
    .option('--cell <name>', 'draw the inside of a cell, by its name or a place where it stands (encoder.0.forward)')
    .option('-i, --input <file>', 'draw the tree of a sample in this file, which is one that rnnc run takes')
    .addOption(new Option('--row <n>', 'the row of the batch, counted from 1 (default: 1)').argParser(parseCount))
    .option('--shapes', 'write the shapes of values at the lines')
    .option('--params', 'write weights with their shapes into the boxes')
    .addOption(
      new Option('--format <format>', 'what to write (default: as the ending of --out says, else svg)').choices(
        FORMATS,
      ),
    )
    .addOption(new Option('-o, --out <file>', 'write there instead of printing').argParser(parseName))
    .addOption(setOption())
    .addHelpText(
      'after',
      `
Examples:
  rnnc graph model.yaml -o model.svg
  rnnc graph model.yaml --unrolled 4 --shapes -o unrolled.svg
  rnnc graph model.yaml --cell memory -o cell.svg
  rnnc graph trees.yaml --input trees.json -o tree.svg
  rnnc graph model.yaml --format mermaid

Blue lines are states, from step to step; dashed green ones are uses of shared weights; dotted boxes are dropout, which acts in training alone.
Mermaid is what many pages and editors draw from text.`,
    )
    .action(async (file: string, options: GraphCommandOptions) => {
      const { unrolled, cell, input, row, out, shapes = false, params = false } = options;
      refuseTogether(options);
      if (input === STDIN && file === STDIN)
        throw new UsageError('only one of model and input can come from standard input');
      const format = options.format ?? formatOf(out);
      if (out !== undefined) {
        if (options.format === undefined)
          checkEnding(out, 'a picture, or a text for other programs', Object.values(ENDINGS).flat());
        else checkEnding(out, NAMES[format], ENDINGS[format]);
        checkNotInput(out, [file, ...(input === undefined ? [] : [input])]);
        checkWritable(out);
      }
      const opened = openModel(file, options.set === undefined ? {} : { set: options.set }, terminal);
      const diagram = graphOfModel(opened.compiled(), {
        ...(unrolled === undefined ? {} : { unrolled }),
        ...(cell === undefined ? {} : { cell }),
        ...(input === undefined ? {} : { tree: treeIn(opened, input, row ?? 1) }),
        shapes,
        params,
      });
      const text = await textOf(diagram, format);
      if (out === undefined) terminal.verbatim(text);
      else {
        writeWhole(out, text);
        terminal.notice(`wrote ${NAMES[format]} to ${shownName(out)}`);
      }
    });

const NAMES: { readonly [F in Format]: string } = {
  svg: 'a picture (SVG)',
  dot: 'a graph for Graphviz',
  mermaid: 'a flowchart of Mermaid',
  json: 'JSON',
};

const formatOf = (out: string | undefined): Format => {
  const ending = extname(out ?? '').toLowerCase();
  return FORMATS.find((format) => ENDINGS[format].includes(ending)) ?? 'svg';
};

/** @throws UsageError for options that draw different pictures, or change nothing */
function refuseTogether({ unrolled, cell, input, row, shapes, params }: GraphCommandOptions): void {
  const pictures = [unrolled, cell, input].filter((option) => option !== undefined);
  if (pictures.length > 1)
    throw new UsageError('give one of --unrolled, --cell and --input: each draws a picture of its own');
  if (row !== undefined && input === undefined) throw new UsageError('--row needs --input, which has the samples');
  if (cell !== undefined && (shapes || params))
    throw new UsageError(
      '--shapes and --params change nothing in the picture of a cell, which names its weights always',
    );
}

function treeIn({ definition }: OpenedModel, input: string, row: number): SampleTree {
  const { inference } = definition.graphs;
  if (treeSpecs(inference).length === 0) throw new RnncError([notOverTrees()]);
  const { feeds, shapeFor } = readBatch(input, inference, definition.unroll);
  // says what is wrong with the file, with places
  shapeFor(inference);
  return sampleTree(inference, feeds, row);
}

async function textOf(diagram: Diagram, format: Format): Promise<string> {
  switch (format) {
    case 'svg':
      return toSvg(await placeDiagram(diagram));
    case 'dot':
      return toDot(diagram);
    case 'mermaid':
      return toMermaid(diagram);
    case 'json':
      return `${JSON.stringify(diagram, null, 2)}\n`;
  }
}
