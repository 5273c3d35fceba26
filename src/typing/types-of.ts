import { type SteppedAxis, steppedAxes } from '../../compiler/graph/split-at-steps.ts';
import { BATCH, type Dim, plainSymbol, printDim, type Shape, staticSize } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { pathFinder } from '../../compiler/ir/paths.ts';
import type { Dtype } from '../../compiler/ir/types.ts';
import type { ModelDefinition } from '../artifact/definition.ts';
import { axesAround } from '../model/feeds/feed-sizes.ts';
import { type FeedSpec, feedSpecs } from '../model/feeds/feed-specs.ts';
import { treeSpecs } from '../model/feeds/feed-trees.ts';
import { block, type Member, unionOf } from './members.ts';
import { rawMembers } from './raw-members.ts';

export interface TypesOptions {
  /** Name of the interface; default the model's own as `PascalCase`. */
  readonly name?: string;
  /** What the first line says that it was written by. */
  readonly by?: string;
  /** Whether the file stands for a module whose default export is the model, as `rnnc/vite` makes one of a YAML file. */
  readonly isModule?: boolean;
}

/** `seed-rnn` as `SeedRnn`. */
export function typeName(model: string): string {
  const words = model.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
  return /^[A-Z]/.test(name) ? name : `Model${name}`;
}

/**
 * The declarations of one model, as the text of a `.d.ts` file: an interface with its inputs, outputs, states and, where it was trained, columns and
 * classes. With `load<Name>(…)` a wrong name is then a mistake for the TypeScript compiler. Sizes that the model leaves open are `number`; comments name them.
 * @throws RnncError `size-open` where the model leaves sizes to its data
 */
export function declareTypes(model: ModelDefinition, options: TypesOptions = {}): string {
  const { name = typeName(model.name), by = 'rnnc', isModule = false } = options;
  const { inference, training } = model.graphs;
  const members: readonly Member[] = [
    { name: 'inputs', type: block(inputMembers(inference), 2) },
    { name: 'optional', type: block(optionalMembers(inference, training), 2) },
    { name: 'outputs', type: block(outputMembers(inference), 2) },
    { name: 'states', type: unionOf(stateNames(inference)) },
    { name: 'step', type: block(stepMembers(inference), 2), ...stepRefusal(inference) },
    ...rawMembers(model.training ?? null),
  ];
  return `// Written by ${by}; what is changed here is lost.
import type * as rnnc from 'rnnc/runtime';

export interface ${name} extends rnnc.ModelTypes ${block(members, 0)}
${isModule ? `\ndeclare const model: rnnc.ModelAddress<${name}>;\nexport default model;\n` : ''}`;
}

const sizeType = (dim: Dim): string => `${staticSize(dim) ?? 'number'}`;
const shapeType = (shape: Shape): string => `[${shape.map(sizeType).join(', ')}]`;
const described = (dtype: Dtype, shape: Shape): string => `${dtype} [${shape.map(printDim).join(', ')}]`;

const inputMember = ({ name, dtype, shape }: FeedSpec, isOptional: boolean): Member => ({
  name,
  type: `rnnc.Input<${shapeType(shape)}>`,
  note: described(dtype, shape),
  isOptional,
});

/** What must be fed. Values over the nodes of trees may stand in the trees. */
function inputMembers(graph: Graph): readonly Member[] {
  const trees = treeSpecs(graph);
  const axes = new Set(trees.map(({ axis }) => axis));
  const values = feedSpecs(graph).filter(({ required }) => required);
  return [
    ...values.map((spec) => inputMember(spec, axes.has(plainSymbol(spec.shape[1] ?? {}) ?? ''))),
    ...trees.map(({ name, axis }) => ({ name, type: 'rnnc.TreeInput', note: `trees over the axis ${axis}` })),
  ];
}

function optionalMembers(inference: Graph, training: Graph | null): readonly Member[] {
  const specs = [inference, ...(training === null ? [] : [training])].flatMap(feedSpecs);
  const free = new Map(specs.filter(({ required }) => !required).map((spec) => [spec.name, spec]));
  const axes = new Map([
    ...axesAround(feedSpecs(inference)),
    ...treeSpecs(inference).map(({ axis }) => [axis, []] as const),
  ]);
  const short = shortNames(stateNames(inference));
  return [
    ...[...axes].map(([axis, around]) => {
      const rows = [BATCH, ...around];
      const outer = around.at(-1);
      return {
        name: `${axis}.lengths`,
        type: `rnnc.Input<[${rows.map(() => 'number').join(', ')}]>`,
        note: `how much of the axis ${axis} each ${outer === undefined ? 'sample' : `step of ${outer}`} has: int32 [${rows.join(', ')}]`,
      };
    }),
    ...[...free.values()].flatMap((spec) => [
      inputMember(spec, false),
      ...(short.get(spec.name) ?? []).map((name) => ({ ...inputMember(spec, false), name })),
    ]),
  ];
}

const typeOf = (graph: Graph, value: number): { readonly dtype: Dtype; readonly shape: Shape } =>
  graph.values[value]?.type ?? { dtype: 'float32', shape: [] };

const outputMembers = (graph: Graph): readonly Member[] =>
  graph.outputs.map(({ name, value }) => {
    const { dtype, shape } = typeOf(graph, value);
    return { name, type: `rnnc.OutputOf<'${dtype}', ${shapeType(shape)}>`, note: described(dtype, shape) };
  });

/** Full paths, and after them short ones. */
function stateNames(graph: Graph): readonly string[] {
  const paths = graph.inputs.flatMap((input) => (input.role === 'state' ? [input.name] : []));
  return [...paths, ...[...shortNames(paths).values()].flat()];
}

/** `memory.h` for `memory.0.forward.h`, where nothing else can be meant by it. */
function shortNames(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const find = pathFinder(paths);
  return new Map(
    paths.map((path) => {
      const parts = path.split('.');
      const short = `${parts[0]}.${parts.at(-1)}`;
      return [path, short !== path && find(short).length === 1 ? [short] : []];
    }),
  );
}

/** The axes whose steps a session can take. */
const ableAxes = (graph: Graph): readonly SteppedAxis[] =>
  steppedAxes(graph).filter(({ stepping }) => stepping.kind !== 'refused');

function stepRefusal(graph: Graph): Pick<Member, 'note'> {
  if (ableAxes(graph).length > 0) return {};
  const reasons = steppedAxes(graph).flatMap(({ stepping }) => (stepping.kind === 'refused' ? [stepping.reason] : []));
  const why = reasons.length > 0 ? reasons.join('; ') : (graph.streaming?.reason ?? 'it has no axis of steps');
  return { note: `no steps: ${why}` };
}

/** What a step takes and gives: as the inputs and outputs, without the axis whose steps are taken. */
function stepMembers(graph: Graph): readonly Member[] {
  const able = ableAxes(graph);
  const [one, ...others] = able;
  if (one === undefined)
    return [
      { name: 'inputs', type: 'never' },
      { name: 'outputs', type: 'Record<never, never>' },
    ];
  const { axis, stepping } = one;
  const starts = new Set(
    graph.inputs.flatMap((input) => (input.role === 'state' && input.start !== null ? [input.start] : [])),
  );
  const given = new Set(stepping.kind === 'split' ? stepping.given : []);
  // with several axes the session says over which one it steps
  const isFree = (name: string): boolean => others.length > 0 || given.has(name);
  const isFed = ({ name, required }: FeedSpec): boolean =>
    required &&
    !starts.has(name) &&
    (others.length > 0 || !given.has(name) || (stepping.kind === 'split' && stepping.wholeFits));
  const withoutAxis = (shape: Shape): Shape =>
    shape.filter((dim, at) => at === 0 || (others.length > 0 ? plainSymbol(dim) === null : plainSymbol(dim) !== axis));
  const inputs = feedSpecs(graph)
    .filter(isFed)
    .map(({ name, dtype, shape }) => ({
      name,
      type: 'Float32Array | Int32Array',
      note: described(dtype, withoutAxis(shape)),
      isOptional: isFree(name),
    }));
  const outputs = graph.outputs.map(({ name, value }) => {
    const { dtype, shape } = typeOf(graph, value);
    const kept = withoutAxis(shape);
    // a step gives its numbers as float32
    const type = others.length > 0 ? 'rnnc.Output' : `rnnc.OutputOf<'float32', ${shapeType(kept)}>`;
    return { name, type, note: described(dtype, kept) };
  });
  return [
    { name: 'inputs', type: block(inputs, 4) },
    { name: 'outputs', type: block(outputs, 4) },
  ];
}
