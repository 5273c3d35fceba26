import type { Hdf5File } from '../files/hdf5.ts';

/** Groups of a model that list its layers: of Keras 3, and of Keras 2 from 2.12. */
const LISTS: ReadonlySet<string> = new Set(['layers', '_layer_checkpoint_dependencies']);
/** Groups of what is in a layer, by the options that have it there. */
const INNER: ReadonlySet<string> = new Set(['cell', 'layer', 'forward_layer', 'backward_layer']);

/** What the variables of a layer are, by its class and their number; of other numbers it depends on options, which no weights tell. */
const ROLES: { readonly [className: string]: readonly (readonly string[])[] } = {
  dense: [['kernel'], ['kernel', 'bias']],
  conv1d: [['kernel'], ['kernel', 'bias']],
  embedding: [['embeddings']],
  layer_normalization: [['gamma', 'beta']],
  batch_normalization: [
    ['moving_mean', 'moving_variance'],
    ['gamma', 'beta', 'moving_mean', 'moving_variance'],
  ],
};
const CELL_ROLES = ['kernel', 'recurrent_kernel', 'bias'];
/** Blocks of columns of SimpleRNN, GRU and LSTM. */
const BLOCKS: readonly number[] = [1, 3, 4];

/**
 * The name that Keras gives a variable, `encoder/forward_layer/kernel`, by its place in a file of weights alone, `layers/bidirectional/forward_layer/cell/vars/0`, as
 * `model.save_weights("….weights.h5")` writes it: names of classes lead there, and the layer's own name is written beside. Layers that are attributes of a model of
 * Python code have the names of these.
 * Source: keras/src/saving/saving_lib.py, Keras 3.15.
 * @param path of the dataset, from `/` on
 * @param shapeOf the shape of another dataset
 * @returns null for a variable whose place does not say what it is
 */
export function variableName(
  file: Pick<Hdf5File, 'members' | 'text'>,
  path: string,
  shapeOf: (path: string) => readonly number[],
): string | null {
  const [, place = '', index = ''] = /^\/(.+)\/vars\/(\d+)$/.exec(path) ?? [];
  if (place === '') return null;
  const segments = place.split('/');
  const given = (count: number): string | null => {
    const at = `/${segments.slice(0, count).join('/')}/vars`;
    return file.members(at.slice(0, -'/vars'.length)).includes('vars') ? file.text(at, 'name') : null;
  };
  const names: string[] = [];
  for (const [at, segment] of segments.entries()) {
    if (LISTS.has(segment)) continue;
    if (!INNER.has(segment)) names.push((LISTS.has(segments[at - 1] ?? '') ? given(at + 1) : null) ?? segment);
    else if (segment.endsWith('_layer')) names.push(segment);
  }
  const group = `/${place}/vars`;
  const shapes = file.members(group).map((_, at) => shapeOf(`${group}/${at}`));
  const last = segments.at(-1) ?? '';
  const isListed = LISTS.has(segments.at(-2) ?? '');
  const named = isListed ? last : (given(segments.length) ?? last);
  // of what is in TimeDistributed Keras 2 writes no name
  const isDense = named === 'layer' && shapes[0]?.length === 2 && shapes[1]?.length === 1;
  const className = isDense ? 'dense' : named.replace(/_\d+$/, '');
  const roles =
    last === 'cell'
      ? isCell(shapes) && CELL_ROLES
      : Object.hasOwn(ROLES, className) && ROLES[className]?.find(({ length }) => length === shapes.length);
  const role = roles ? roles[Number(index)] : undefined;
  return role === undefined ? null : [...names, role].join('/');
}

/** Whether variables of these shapes are those of a cell of Keras. */
function isCell([kernel = [], recurrent = [], bias, ...others]: readonly (readonly number[])[]): boolean {
  const [units = 0, columns = 0] = recurrent;
  return (
    others.length === 0 &&
    kernel.length === 2 &&
    recurrent.length === 2 &&
    kernel[1] === columns &&
    BLOCKS.some((blocks) => blocks * units === columns) &&
    (bias === undefined || bias.at(-1) === columns)
  );
}
