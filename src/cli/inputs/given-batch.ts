import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { symbolsOf } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { readFeedFile } from '../../model/feed-files/feed-file.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import { inputPorts } from '../../model/feeds/ports.ts';
import { type RunShape, runShape } from '../../model/feeds/run-shape.ts';
import { readText, shownName } from '../files/files.ts';

/** What a file feeds, of which sizes and trees count. */
export interface GivenBatch {
  /** The file as it was named. */
  readonly shown: string;
  readonly feeds: Feeds;
  /** @throws RnncError with the places of mistakes in the file */
  readonly shapeFor: (graph: Graph) => RunShape;
}

/**
 * @param inference the graph that the file is fed to
 * @throws RnncError where the file can't be read as feeds
 */
export function readBatch(input: string, inference: Graph, unroll: number | null): GivenBatch {
  const shown = shownName(input);
  const { feeds, locate, sources } = readFeedFile({ file: shown, text: readText(input) }, inputPorts(inference), {
    nan: 'allow',
  });
  const shapeFor = (graph: Graph): RunShape => {
    try {
      return runShape(graph, inference, feeds, unroll);
    } catch (error) {
      if (!(error instanceof RnncError)) throw error;
      throw new RnncError(error.diagnostics.map(locate), sources);
    }
  };
  return { shown, feeds, shapeFor };
}

/** Sizes that the shapes of the inputs have. */
export function inputSizes(graph: Graph, { sizes }: RunShape): { readonly [symbol: string]: number } {
  const fed = graph.inputs.filter(({ role }) => role !== 'structure' && role !== 'roots');
  const symbols = new Set(fed.flatMap(({ value }) => (graph.values[value]?.type.shape ?? []).flatMap(symbolsOf)));
  return Object.fromEntries([...symbols].map((symbol) => [symbol, sizes[symbol] ?? 0]));
}
