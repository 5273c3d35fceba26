import type { Reference } from '../../../compiler/1-read/spec/located.ts';
import type { OpenSize } from '../../../compiler/1-read/spec/spec.ts';
import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { oneClass, sizeUnclear } from '../../../compiler/diagnostics/messages/read/open-sizes.ts';
import type { FeedShape } from '../../data/dataset/dataset.ts';
import { product, windowSteps } from '../../data/encode/encode.ts';
import { vocabularySize } from '../../data/encode/vocabulary.ts';
import type { MeasuredData } from '../../data/open-dataset.ts';
import { labelsOf } from '../../data/table/preprocess.ts';
import type { Objective, Trainable } from './prepare.ts';

/** The feeds of a model with what differs between two numbers that stand in for open sizes left open. */
export const openShapes = (first: readonly FeedShape[], second: readonly FeedShape[]): readonly FeedShape[] =>
  first.map((shape, i) => {
    const other = second[i];
    const { classes, size, ...rest } = shape;
    return {
      ...rest,
      dims: shape.dims.map((dim, axis) => (dim === other?.dims[axis] ? dim : Number.NaN)),
      ...(classes === undefined || classes !== other?.classes ? {} : { classes }),
      ...(size === undefined || size.count !== other?.size?.count ? {} : { size }),
    };
  });

/**
 * The sizes that a model leaves to its data, by their keys.
 * @throws RnncError `size-open` for a size that nothing in the data tells
 */
export function sizesIn(
  open: readonly OpenSize[],
  { compiled, objective }: Trainable,
  shapes: readonly FeedShape[],
  data: MeasuredData,
): { readonly [key: string]: number } {
  const mistakes: Diagnostic[] = [];
  const sizes: { [key: string]: number } = {};
  for (const size of open) {
    const found = find(size);
    const only = size.kind === 'classes' && found === 1 ? targetFor(size.owner) : null;
    if (typeof only === 'string') mistakes.push(oneClass(size, only, labelsIn(only)[0] ?? null));
    else if (typeof found === 'number') sizes[size.key] = found;
    else mistakes.push(sizeUnclear(size, found, size.kind === 'classes' ? numbersFor(size.owner) : null));
  }
  if (mistakes.length > 0) throw new RnncError(mistakes, compiled.sources);
  return sizes;

  function find(size: OpenSize): number | string {
    switch (size.kind) {
      case 'columns':
        return columnsOf(size.owner);
      case 'vocabulary': {
        const layer = compiled.spec.layers.find(({ name }) => name === size.owner);
        const input = layer?.type === 'embedding' && layer.input.path.length === 0 ? layer.input.target : null;
        return input !== null && shapes.some(({ name, role }) => name === input && role === 'input')
          ? different(input)
          : `layer "${size.owner}" does not look up an input of the model`;
      }
      case 'classes':
        return classesFor(size.owner);
      default:
        return size.kind satisfies never;
    }
  }

  /** Columns, times what each gives, so that the steps of a window fill the shape. */
  function columnsOf(name: string): number | string {
    const shape = shapes.find((other) => other.name === name);
    const feed = data.preprocessing.feeds[name];
    const width = data.widths[name];
    if (shape === undefined || feed?.from !== 'columns' || width === undefined)
      return `"${name}" is not made of columns`;
    const sizes = shape.dims.filter((dim) => typeof dim === 'number');
    if (sizes.filter(Number.isNaN).length > 1) return `"${name}" leaves two sizes open`;
    const steps = typeof shape.dims[1] === 'string' ? 1 : windowSteps(feed, data.preprocessing.windows);
    const others = product(sizes.filter((dim) => !Number.isNaN(dim)));
    const count = (width * steps) / others;
    return Number.isInteger(count) ? count : `its columns give ${width * steps} numbers, no multiple of ${others}`;
  }

  /** What a layer is compared with. */
  function targetsOf(layer: string): readonly string[] {
    const compared = objective.losses.filter(hasTarget);
    const own = compared.filter(({ output }) => isOf(output, layer));
    return [...new Set((own.length > 0 ? own : compared).map(({ target }) => target.value))];
  }

  /** The column of numbers that a layer is compared with; null: there is none, or there are several. */
  function numbersFor(layer: string): string | null {
    const feed = data.preprocessing.feeds[targetsOf(layer)[0] ?? ''];
    const [column, ...more] = feed?.from === 'columns' ? feed.columns : [];
    return column !== undefined && more.length === 0 && data.preprocessing.columns[column]?.type === 'number'
      ? column
      : null;
  }

  /** Null: what is compared with the layer has no classes of its own. */
  function targetFor(layer: string): string | null {
    const [target] = targetsOf(layer);
    return shapes.some(({ name, dtype }) => name === target && dtype === 'int32') ? (target ?? null) : null;
  }

  function labelsIn(target: string): readonly string[] {
    return data.preprocessing.kind === 'batches' ? [] : (labelsOf(data.preprocessing, target) ?? []);
  }

  function classesFor(layer: string): number | string {
    const targets = targetsOf(layer);
    const [target, ...more] = targets;
    if (target === undefined) return 'no loss has a target';
    if (more.length > 0)
      return `the model has several targets, ${targets.join(', ')}, and none is compared with "${layer}"`;
    const shape = shapes.find(({ name }) => name === target);
    if (shape?.dtype === 'int32') return different(target);
    const width = data.widths[target];
    return shape?.meaning !== undefined && width !== undefined
      ? width
      : `the target "${target}" is made of numbers, which have no classes`;
  }

  /** How many different values a feed of whole numbers can have. */
  function different(name: string): number | string {
    const { preprocessing, greatest } = data;
    const feed = preprocessing.feeds[name];
    if (feed === undefined || feed.from === 'batches') return `nothing is known of "${name}"`;
    const [column, ...more] = feed.from === 'columns' ? feed.columns : [];
    if (more.length > 0) return `"${name}" is made of several columns`;
    const recipe = column === undefined ? undefined : preprocessing.columns[column];
    if (recipe?.type === 'category') return recipe.values.length;
    if (recipe?.type === 'text') return vocabularySize(recipe.vocabulary);
    if (feed.from === 'tokens')
      return preprocessing.vocabulary === null ? 'there is no vocabulary' : vocabularySize(preprocessing.vocabulary);
    const last = column === undefined ? undefined : greatest[column];
    return last === undefined ? `"${name}" has no numbers` : last + 1;
  }
}

const hasTarget = (loss: LossSpec): loss is Extract<Objective['losses'][number], { target: unknown }> =>
  'target' in loss;
const isOf = ({ target }: Reference, layer: string): boolean => target === layer;
