import { InternalError } from '../diagnostics/diagnostic.ts';
import * as schemaMessages from '../diagnostics/messages/read/schema.ts';
import * as treeMessages from '../diagnostics/messages/trees.ts';
import { checkCellCalls } from './cells/cell-calls.ts';
import { CellTable, libraryPrefixes } from './cells/cell-table.ts';
import { readImports } from './cells/imports.ts';
import { readData } from './data/data.ts';
import { readParameters, readParts, readWhole } from './model.ts';
import { type ReadContext, ReadingStopped, Report } from './scope/context.ts';
import { Sizes } from './scope/sizes.ts';
import { Usage } from './scope/usage.ts';
import { hasLoop, type ReadResult, type Spec } from './spec/spec.ts';
import { readTraining } from './training/training.ts';
import { checkUnused } from './unused.ts';
import { parseFile } from './yaml/parse.ts';
import { entriesOf, field, type Tree, textOf, textsIn } from './yaml/tree.ts';
import { validateFile } from './yaml/validate.ts';

export interface ReadOptions {
  /** The model's file as messages show it. */
  readonly file: string;
  /**
   * Text of a file that the model imports, or null. The path is relative to the model's folder, normalised, and never leaves it; whether a
   * link on disk leads outside is for the caller to check.
   */
  readonly resolve: (path: string) => string | null;
  /** Numbers that replace those under `parameters:`, and sizes that the model leaves to its data (`head.units`). */
  readonly set?: { readonly [parameter: string]: number };
  /** Replaces the file's `seed`. */
  readonly seed?: number;
  /** Replaces the file's `unroll`. */
  readonly unroll?: number;
  /** Which of two numbers stand in for sizes that the data will give; absent: the first. */
  readonly standIn?: 0 | 1;
}

/**
 * Phase 1: text → Spec. Never throws for what a user wrote: every mistake of the model and of the files it imports comes back at once, and
 * with them the largest part of the model that is whole, so that the next phase can look for more. Only without errors is it the model.
 */
export function readSpec(text: string, options: ReadOptions): ReadResult {
  const report = new Report();
  const sources = new Map([[options.file, text]]);
  const addSource = (file: string, source: string): void => {
    sources.set(file, source);
  };
  let spec: Spec | null = null;
  try {
    spec = readModel(text, options, report, addSource);
  } catch (stop) {
    if (!(stop instanceof ReadingStopped)) throw stop;
  }
  return { spec, diagnostics: report.sorted([...sources.keys()]), sources };
}

function readModel(
  text: string,
  options: ReadOptions,
  report: Report,
  addSource: (file: string, source: string) => void,
): Spec | null {
  const root = parseFile(options.file, text, report.add);
  if (root === null) return null;
  const strange = validateFile(root, 'model', report.add);
  const parameters = readParameters(root, options.set ?? {}, report.add);
  const context: ReadContext = {
    report: report.add,
    parameters,
    usage: new Usage(),
    sizes: new Sizes(options.set ?? {}, options.standIn ?? 0),
  };
  const imports = readImports(root, {
    file: options.file,
    resolve: options.resolve,
    reservedPrefixes: libraryPrefixes,
    report: report.add,
    addSource,
  });
  const cells = new CellTable(context, root, imports, addSource);
  const start = { file: options.file, start: 0, end: 0 };
  const seed = readWhole(context, root, 'seed', options.seed, start);
  const unroll = readWhole(context, root, 'unroll', options.unroll, start);
  const parts = readParts(context, root, cells);
  const overTrees = parts.layers.find((layer) => layer.type === 'recursive');
  if (unroll && overTrees !== undefined) {
    const written = options.unroll === undefined ? root.entries.get('unroll')?.key : undefined;
    report.add(treeMessages.unrolledTrees(written ?? null, overTrees));
  }
  if (unroll && parts.layers.length > 0 && !report.hasErrors && !parts.layers.some(hasLoop)) {
    const entry = root.entries.get('unroll');
    report.add(schemaMessages.noEffect(entry?.key ?? null, 'unroll', 'no layer goes over steps or trees', 'remove it'));
  }
  context.sizes.checkGiven(report.add);
  const data = readData(context, root);
  const training = readTraining(context, root, {
    references: parts.references,
    paths: parts.paths,
    outputs: parts.outputs,
    outputNames: new Set(entriesOf(field(root, 'outputs')).map((e) => e.name)),
    inputs: new Set(entriesOf(field(root, 'inputs')).map((e) => e.name)),
    whole: new Set([...parts.inputs, ...parts.trees, ...parts.layers].map((part) => part.name)),
    layers: parts.layers,
    data,
    unroll: overTrees === undefined ? (unroll?.value ?? null) : null,
  });
  // what a section with mistakes may have meant to use
  const section = field(root, 'training');
  if (section !== undefined && report.hasErrors) for (const text of textsIn(section)) context.usage.markWords(text);
  for (const tree of strange) for (const text of textsIn(tree)) context.usage.markWords(text);
  checkCellCalls(context, cells, parts.layers);
  checkUnused(context, root, parts.references, cells, imports);
  const spec: Spec = {
    name: textOf(field(root, 'name')) ?? fileStem(options.file),
    file: options.file,
    seed: seed?.value ?? 0,
    unroll: unroll ?? null,
    parameters,
    sizes: context.sizes.resolved,
    openSizes: context.sizes.open,
    inputs: parts.inputs,
    trees: parts.trees,
    cells: parts.cells,
    layers: parts.layers,
    outputs: parts.outputs,
    data,
    training,
  };
  if (!report.hasErrors) checkWhole(root.entries.get('layers')?.value, spec);
  return spec.outputs.length > 0 ? spec : null;
}

/** A part that was left out must have been reported. */
function checkWhole(layers: Tree | undefined, spec: Spec): void {
  const declared = entriesOf(layers).length;
  if (declared !== spec.layers.length || spec.outputs.length === 0)
    throw new InternalError('a part of the model was left out without a message');
}

const fileStem = (file: string): string => {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return base.replace(/\.ya?ml$/, '').slice(0, 64) || 'model';
};
