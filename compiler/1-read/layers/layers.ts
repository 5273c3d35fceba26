import * as layerMessages from '../../diagnostics/messages/read/layers.ts';
import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import type { CellTable } from '../cells/cell-table.ts';
import { readEquations, readWeights } from '../cells/cells.ts';
import { readKeepProb, readVariational, withoutEffect } from '../cells/wrap.ts';
import type { ReadContext } from '../scope/context.ts';
import { checkName, NameTable } from '../scope/names.ts';
import type { References } from '../scope/references.ts';
import type { Located, Reference } from '../spec/located.ts';
import type { FunctionValue, LayerSpec, NamedFunction } from '../spec/spec.ts';
import { functionOf } from '../values/function-value.ts';
import { expressionOf, namesIn, numberOf, ranges } from '../values/numbers.ts';
import { sizeOf } from '../values/open-sizes.ts';
import {
  booleanOf,
  entriesOf,
  field,
  isIgnoredKey,
  isText,
  listOf,
  mapOf,
  type Tree,
  type TreeEntry,
  textOf,
} from '../yaml/tree.ts';
import { readConv1d } from './convolution.ts';
import { base, type LayerSite, type ReadLayer, readInput, readShared } from './layer-site.ts';
import { readMask } from './mask.ts';
import { readNorm } from './norm.ts';
import { readRecurrent, readRecursive } from './stack.ts';

/** Reads one layer. Null after a mistake, which has been reported. */
export function readLayer(
  context: ReadContext,
  references: References,
  cells: CellTable,
  entry: TreeEntry,
): ReadLayer | null {
  const map = mapOf(entry.value);
  if (map === null) return null;
  const site: LayerSite = { context, references, cells, name: entry.name, span: entry.key, map };
  const type = textOf(field(map, 'type'));
  const alone = (spec: LayerSpec | null): ReadLayer | null => (spec === null ? null : { spec, cells: [] });
  switch (type) {
    case 'recurrent':
      return readRecurrent(site);
    case 'recursive':
      return readRecursive(site);
    case 'embedding':
      return alone(readEmbedding(site));
    case 'dense':
      return alone(readDense(site));
    case 'dropout':
      return alone(readDropout(site));
    case 'activation':
      return alone(readActivation(site));
    case 'conv1d':
      return alone(readConv1d(site));
    case 'layer_norm':
    case 'batch_norm':
      return alone(readNorm(site, type));
    case 'repeat':
      return alone(readRepeat(site));
    case 'concat':
    case 'add':
    case 'multiply':
      return alone(readJoin(site, type));
    case 'equations':
      return alone(readEquationsLayer(site));
    case 'last':
    case 'mean':
    case 'max': {
      const input = readInput(site);
      const mask = readMask(site);
      const typeSpan = field(map, 'type')?.span ?? site.span;
      return alone(input === null || mask === 'broken' ? null : { type, typeSpan, ...base(site), input, mask });
    }
    default:
      return null;
  }
}

function readEmbedding(site: LayerSite): LayerSpec | null {
  const { context, map, name, span } = site;
  const input = readInput(site);
  const vocabulary = sizeOf(context, field(map, 'vocabulary'), {
    owner: name,
    key: 'vocabulary',
    kind: 'vocabulary',
    what: `vocabulary of layer "${name}"`,
  });
  const units = numberOf(context, field(map, 'units'), `units of layer "${name}"`, ranges.size);
  const keepProb = readTokenDropout(site);
  const shared = readShared(site, ['table']);
  if (input === null || vocabulary === null || units === null || keepProb === null || shared === null) return null;
  return { type: 'embedding', name, span, ...shared, input, vocabulary, units, keepProb };
}

/** Probability to keep a token; 1 without dropout. Null after a mistake, which has been reported. */
function readTokenDropout({ context, map, name }: LayerSite): number | null {
  const entry = map.entries.get('dropout');
  if (entry === undefined) return 1;
  const dropout = mapOf(entry.value);
  if (dropout === null) return null;
  const what = `dropout of layer "${name}"`;
  const keepProb = readKeepProb(context, dropout, what);
  return keepProb === 1 && withoutEffect(context, dropout, entry.key, what) === null ? null : keepProb;
}

function readDense(site: LayerSite): LayerSpec | null {
  const { context, map, name, span } = site;
  const input = readInput(site);
  const units = sizeOf(context, field(map, 'units'), {
    owner: name,
    key: 'units',
    kind: 'classes',
    what: `units of layer "${name}"`,
  });
  const biasTree = field(map, 'bias');
  const bias = biasTree === undefined ? true : booleanOf(biasTree);
  const function_ = field(map, 'activation');
  const activation: FunctionValue | null = function_ === undefined ? null : functionOf(context, function_);
  const shared = readShared(site, bias === false ? ['kernel'] : ['kernel', 'bias']);
  if (
    input === null ||
    units === null ||
    bias === null ||
    shared === null ||
    (function_ !== undefined && activation === null)
  )
    return null;
  return {
    type: 'dense',
    name,
    span,
    ...shared,
    input,
    units,
    bias,
    activation: isLinear(activation) ? null : activation,
  };
}

const isLinear = (value: FunctionValue | null): value is NamedFunction =>
  value?.kind === 'function' && value.name === 'linear';

function readDropout(site: LayerSite): LayerSpec | null {
  const { context, map, name, span } = site;
  const input = readInput(site);
  const keepProb = readKeepProb(context, map, `layer "${name}"`);
  if (keepProb === 1 && withoutEffect(context, map, span, `layer "${name}"`) === null) return null;
  if (input === null || keepProb === null) return null;
  return {
    type: 'dropout',
    ...base(site),
    input,
    keepProb,
    variational: readVariational(map),
  };
}

function readActivation(site: LayerSite): LayerSpec | null {
  const { context, map, name } = site;
  const input = readInput(site);
  const function_ = functionOf(context, field(map, 'function'));
  if (isLinear(function_)) {
    context.report(
      schemaMessages.noEffect(
        function_.span,
        `layer "${name}"`,
        'linear gives its input back',
        'choose another function, or remove the layer',
      ),
    );
    return null;
  }
  return input === null || function_ === null
    ? null
    : { type: 'activation', ...base(site), input, function: function_ };
}

const REPEAT_KEYS: ReadonlySet<string> = new Set(['type', 'input', 'along', 'times']);

/** `along: AXIS`, the time axis of an input, or `times: N`. */
function readRepeat(site: LayerSite): LayerSpec | null {
  const { context, map, name, span, references } = site;
  const input = readInput(site);
  const along = map.entries.get('along');
  const times = map.entries.get('times');
  if ((along === undefined) === (times === undefined)) {
    // an unknown key, which the schema has reported, may have meant one of them
    if ([...map.entries.keys()].every((key) => REPEAT_KEYS.has(key) || isIgnoredKey(key)))
      context.report(
        layerMessages.repeatSteps(along?.key ?? span, name, along === undefined ? null : (textOf(along.value) ?? ''), [
          ...references.axes.keys(),
        ]),
      );
    return null;
  }
  const steps = along === undefined ? null : axisOf(site, along.value);
  const count = times === undefined ? null : numberOf(context, times.value, `times of layer "${name}"`, ranges.size);
  const over = steps ?? count;
  return input === null || over === null ? null : { type: 'repeat', ...base(site), input, steps: over };
}

/** The name of the time axis of an input. Null after a mistake, which has been reported. */
function axisOf({ context, references, name }: LayerSite, tree: Tree): Located<string> | null {
  if (!isText(tree)) return null;
  const { value, span } = tree;
  const [owner] = references.axes.get(value) ?? [];
  if (owner === undefined) {
    const [own] = [...references.axes].find(([, inputs]) => inputs.includes(value)) ?? [];
    context.report(layerMessages.unknownAxis(span, name, value, [...references.axes.keys()], own ?? null));
    return null;
  }
  return { value, span };
}

function readJoin(site: LayerSite, type: 'concat' | 'add' | 'multiply'): LayerSpec | null {
  const items = listOf(field(site.map, 'inputs'))?.items ?? [];
  const inputs = items.map((item) => site.references.read(item, site.name));
  const whole = inputs.filter((i) => i !== null);
  return whole.length < Math.max(2, inputs.length) ? null : { type, ...base(site), inputs: whole };
}

function readEquationsLayer(site: LayerSite): LayerSpec | null {
  const { context, map, name, span, references } = site;
  const names = new NameTable(context.report);
  const read = new Set<string>();
  let whole = true;
  const claim = (entry: TreeEntry, what: string): boolean => {
    const good =
      checkName(entry.name, what, 'symbol', entry.key, context.report) && names.claim(entry.name, what, entry.key);
    if (!good) whole = false;
    return good;
  };
  const entries = entriesOf(field(map, 'inputs'));
  const inputs = new Map<string, Reference>();
  for (const entry of entries) {
    claim(entry, 'an input');
    const reference = references.read(entry.value, name);
    if (reference === null) whole = false;
    else inputs.set(entry.name, reference);
  }
  const weightTree = field(map, 'weights');
  const weights = readWeights(context, weightTree, claim, (expr) => {
    for (const n of namesIn(expr)) read.add(n);
  });
  const equations = readEquations(context, field(map, 'equations'), { inLine: true });
  const outputTree = field(map, 'output');
  const output = outputTree === undefined ? null : expressionOf(outputTree, context.report);
  const shared = readShared(
    site,
    entriesOf(weightTree).map((e) => e.name),
  );
  for (const expr of [...(equations ?? []).map((e) => e.value), ...(output === null ? [] : [output])])
    for (const n of namesIn(expr)) read.add(n);
  for (const n of read) if (!inputs.has(n)) context.usage.mark('parameter', n);
  if (!whole || weights === null || equations === null || output === null || shared === null || inputs.size === 0)
    return null;
  for (const { name: declared, key } of [...entries, ...entriesOf(weightTree)])
    if (!read.has(declared)) {
      context.report(
        schemaMessages.noEffect(
          key,
          `"${declared}" of layer "${name}"`,
          'no equation reads it',
          `use ${declared} or remove it`,
        ),
      );
      whole = false;
    }
  return whole ? { type: 'equations', name, span, ...shared, inputs, weights, equations, output } : null;
}
