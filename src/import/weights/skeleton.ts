import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { type ForeignModule, type ForeignTensor, foreignModules, type Roles, tensorsOf } from './foreign-modules.ts';
import { givenBySafetensors } from './map-weights.ts';
import * as say from './messages.ts';

/** Stands where a state dict does not say what belongs there. */
const OPEN = '?';

/**
 * A state dict makes no model: it does not say what its modules read, in which order they stand and what is between them.
 * @throws RnncError always: `weights-…` for a broken file, or `import-no-order` with the lines of a model that can be told
 */
export function refuseStateDict(bytes: Uint8Array, file: string): never {
  const { tensors } = givenBySafetensors(bytes, { from: 'torch', file, map: new Map() });
  throw new RnncError([say.noOrder(file, skeletonOf(tensors))]);
}

/**
 * The layers that the modules of a PyTorch state dict are by their names and shapes, with `?` for what the file does not say. Names: torch/nn/modules (2.15).
 * @returns lines of a model file
 */
export function skeletonOf(tensors: readonly ForeignTensor[]): readonly string[] {
  const seen = new Set<string>();
  const layers: string[] = [];
  // stacks that are made of numbered cells come after these
  for (const module of foreignModules(tensors, 'torch').modules) {
    const names = tensorsOf(module).map(({ name }) => name);
    const keys = names.some((name) => seen.has(name)) ? null : keysOf(module);
    if (keys === null) continue;
    for (const name of names) seen.add(name);
    layers.push(`  ${nameOf(module)}: ${keys}`);
  }
  const others = tensors.filter(({ name }) => !seen.has(name));
  return [
    'name: model',
    `inputs: {x: {shape: [batch, time, ${OPEN}]}}`,
    'layers:',
    ...layers,
    ...others.map(({ name, shape }) => `  # no layer by its name: ${name} [${shape.join(', ')}]`),
    `outputs: {y: ${OPEN}}`,
  ];
}

const nameOf = ({ name }: ForeignModule): string => {
  const plain = name.replace(/\W+/g, '_').replace(/^[^A-Za-z]+/, '');
  return plain === '' ? 'layer' : plain;
};

function keysOf({ kind, cells }: ForeignModule): string | null {
  const roles = cells[0]?.[0] ?? new Map();
  return kind === 'cell' ? recurrent(roles, cells.length, cells[0]?.length ?? 1) : plain(roles);
}

const CELLS: { readonly [blocks: number]: string } = { 1: 'torch.rnn', 3: 'torch.gru', 4: 'torch.lstm' };

function recurrent(roles: Roles, depth: number, directions: number): string | null {
  const [rows = 0, inputs = 0] = roles.get('weight_ih')?.shape ?? [];
  const projection = roles.get('weight_hr')?.shape;
  const units = projection?.[1] ?? roles.get('weight_hh')?.shape[1] ?? 0;
  const cell = CELLS[rows / units];
  if (cell === undefined) return null;
  const keys = [
    `units: ${units}`,
    ...(cell === 'torch.rnn' ? [`nonlinearity: ${OPEN}`] : []),
    ...(projection === undefined ? [] : [`proj_size: ${projection[0]}`]),
    ...(roles.has('bias_ih') ? [] : ['bias: false']),
  ];
  const more = [
    ...(depth > 1 ? [`depth: ${depth}`] : []),
    ...(directions > 1 ? ['direction: bidirectional', 'merge: concat'] : []),
  ];
  const written = ['type: recurrent', `input: ${OPEN}`, `cell: {${cell}: {${keys.join(', ')}}}`, ...more];
  return `{${written.join(', ')}}  # reads ${inputs} features`;
}

function plain(roles: Roles): string | null {
  const [rows, columns] = roles.get('weight')?.shape ?? [];
  const hasBias = roles.has('bias');
  if (rows === undefined || columns === undefined || roles.get('weight')?.shape.length !== 2) return null;
  if (hasBias) return `{type: dense, input: ${OPEN}, units: ${rows}}  # reads ${columns} features`;
  return `{type: ${OPEN}, input: ${OPEN}}  # embedding, vocabulary: ${rows}, units: ${columns}; or dense, units: ${rows}, bias: false, of ${columns} features`;
}
