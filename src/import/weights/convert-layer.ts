import { type CellLayout, type Family, kerasLayout, TF1_PEEPHOLES, tf1Layout, torchLayout } from './cell-layout.ts';
import { type ConvertedWeight, madeOf, sized } from './converted-weight.ts';
import { DIALECT_NAMES, type Dialect, type ForeignModule, type Roles } from './foreign-modules.ts';
import {
  differenceBetween,
  isObstacle,
  type Obstacle,
  obstacleBetween,
  readGates,
  writeGates,
} from './gate-weights.ts';
import { convertPlain } from './plain-layers.ts';
import { type CellSite, isStart, type WantedLayer } from './wanted-sites.ts';

/** All weights of a layer of the model from a module; an obstacle where the module is not that layer, exactly. */
export function convertLayer(
  layer: WantedLayer,
  module: ForeignModule,
  dialect: Dialect,
): readonly ConvertedWeight[] | Obstacle {
  const made = layer.kind === 'cells' ? convertStack(layer, module, dialect) : convertPlain(layer, module, dialect);
  if (isObstacle(made)) return made;
  const byPath = new Map(made.map((weight) => [weight.path, weight]));
  const wanted = layer.weights.filter(({ path }) => !isStart(path));
  for (const { path, shape } of wanted) {
    const found = byPath.get(path);
    if (found === undefined) return { reason: `nothing in it is ${path}` };
    if (found.shape.join() !== shape.join())
      return { reason: `of ${found.from} comes ${sized(found.shape)}, ${path} is ${sized(shape)}` };
  }
  return wanted.flatMap(({ path }) => byPath.get(path) ?? []);
}

function convertStack(
  { name, sites }: WantedLayer,
  module: ForeignModule,
  dialect: Dialect,
): readonly ConvertedWeight[] | Obstacle {
  const count = new Set(sites.map(({ index }) => index)).size;
  if (module.kind !== 'cell') return { reason: `it has no weights of a cell, as "${name}" has` };
  if (module.cells.length !== count)
    return {
      reason: `it has ${module.cells.length === 1 ? 'one cell' : `${module.cells.length} cells above each other`}, "${name}" has ${count}`,
      ...(module.cells.length < count
        ? { fix: `name its cells from the bottom up: --map ${name}=${Array(count).fill('MODULE').join()}` }
        : {}),
    };
  const made: ConvertedWeight[] = [];
  for (const [index, directions] of module.cells.entries()) {
    const own = sites.filter((site) => site.index === index);
    if (own.length !== directions.length)
      return {
        reason: `it has ${directions.length === 1 ? 'one direction' : 'two directions'}, "${name}" has ${own.length === 1 ? 'one' : 'two'}`,
      };
    for (const site of own) {
      const { told } = module;
      const way = told?.directions?.[site.direction];
      if (way !== undefined && !site.path.endsWith(`.${way}`))
        return { reason: `it goes ${way} over the steps, ${site.path} the other way` };
      const layout = told?.layouts[index]?.[site.direction];
      const converted = convertCell(site, directions[site.direction] ?? new Map(), dialect, layout);
      if (isObstacle(converted)) return converted;
      made.push(...converted);
    }
  }
  return made;
}

/** @param roles the tensors of one cell in one direction */
function convertCell(
  site: CellSite,
  roles: Roles,
  dialect: Dialect,
  told: CellLayout | undefined,
): readonly ConvertedWeight[] | Obstacle {
  const to = site.layout;
  if (to === null) return { reason: `no rule leads from ${DIALECT_NAMES[dialect]} to the cell ${site.cell}` };
  const from = told ?? layoutOf(dialect, roles, to);
  if (isObstacle(from)) return from;
  const weights = readGates(from, roles);
  if (isObstacle(weights)) return weights;
  const isOwn = told === undefined && site.cell.startsWith(`${dialect}.`);
  const obstacle = obstacleBetween(from, to, weights) ?? (isOwn ? null : differenceBetween(from, to));
  if (obstacle !== null) return obstacle;
  const made = [...writeGates(weights, from, to)];
  const used = new Set(made.flatMap(([, { sources }]) => sources));
  const spare = [...roles].find(([role]) => !used.has(role));
  if (spare !== undefined) return { reason: `its ${spare[1].name} has no place in ${to.name}` };
  return made.map(([name, { shape, data, sources, done }]) => {
    const tensors = [...new Set(sources)].flatMap((role) => roles.get(role) ?? []);
    return {
      path: `${site.path}.${name}`,
      shape,
      data,
      from: madeOf(tensors, done),
      sources: tensors.map((t) => t.name),
    };
  });
}

const FAMILY_BY_BLOCKS: { readonly [blocks: number]: Family } = { 1: 'rnn', 3: 'gru', 4: 'lstm' };

/** How a framework has laid out the tensors of a cell, told by their names and shapes. */
function layoutOf(dialect: Dialect, roles: Roles, to: CellLayout): CellLayout | Obstacle {
  const size = (role: string, axis: number): number => roles.get(role)?.shape[axis] ?? 0;
  if (dialect === 'torch') {
    const projected = roles.has('weight_hr');
    const blocks = size('weight_ih', 0) / (projected ? size('weight_hr', 1) : size('weight_hh', 1));
    const family = FAMILY_BY_BLOCKS[blocks];
    if (family === undefined) return { reason: 'its weight_ih and weight_hh are not those of an RNN, GRU or LSTM' };
    return torchLayout(family, { projected, hasBias: roles.has('bias_ih') || roles.has('bias_hh') });
  }
  if (dialect === 'onnx') return { reason: 'it is no RNN, GRU or LSTM node' };
  if (dialect === 'keras') {
    const family = FAMILY_BY_BLOCKS[size('kernel', 1) / size('recurrent_kernel', 0)];
    if (family === undefined)
      return { reason: 'its kernel and recurrent_kernel are not those of a SimpleRNN, GRU or LSTM' };
    const hasBias = roles.has('bias');
    return kerasLayout(family, { hasBias, reset: roles.has('recurrent_bias') ? 'after' : hasBias ? 'before' : null });
  }
  if (roles.has('gates_kernel')) return tf1Layout('gru');
  const name = roles.get('kernel')?.name ?? '';
  if (!/lstm_cell/.test(name)) return tf1Layout('rnn');
  return tf1Layout('lstm', {
    projection: roles.has('projection_kernel') ? 'projection_kernel' : null,
    peepholes: roles.has('w_f_diag') ? TF1_PEEPHOLES : null,
    // the file does not hold it: a cell of TensorFlow 1 has the model's
    forgetBias: to.name.startsWith('tf1.') ? to.forgetBias : null,
  });
}
