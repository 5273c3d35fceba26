import fc from 'fast-check';
import { type Children, rootsOf } from '../../src/trees/walk-nodes.ts';
import { numbers } from '../passes/equal.ts';
import { withAllNamed } from './all-named.ts';
import { chainOf, indented, type Smoothness, smooth } from './cells.ts';

/** A random model with recursive layers, as its YAML, and trees for its nodes. */
export interface TreeModel {
  readonly yaml: string;
  /** Whether it draws masks: its variant for training must be run. */
  readonly noisy: boolean;
  /** By tree input: the children of every node of every sample. */
  readonly trees: ReadonlyMap<string, readonly Children[]>;
  readonly seed: number;
  readonly toString: () => string;
}

export interface TreeOptions extends Smoothness {
  /** The largest size of a vector, and of a tree. */
  readonly size: number;
  readonly nodes: number;
}

type Names = readonly string[] | null;

interface Cell {
  readonly states: readonly string[];
  readonly weights: readonly string[];
  readonly lines: readonly string[];
  readonly children: Names;
  /** Width of its output. */
  readonly units: number;
}

const joins = ['sum_children', 'mean_children', 'max_children'];

/** Cells over lists of children or named ones, with states of several sizes, products, gates and attention per child, norms and joins. */
function cellOf(options: TreeOptions): fc.Arbitrary<Cell> {
  const size = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: options.size }));
  const chain = chainOf(options);
  return fc
    .record({
      children: fc.constantFrom<Names>(null, null, null, ['left', 'right'], ['first', 'second', 'third'], ['only']),
      units: size,
      memory: fc.option(size),
      table: fc.boolean(),
      counts: fc.boolean(),
      gates: fc.integer({ min: 1, max: 3 }),
      joined: fc.boolean(),
      bias: fc.boolean(),
      norm: fc.boolean(),
      attention: fc.boolean(),
      perChild: fc.constantFrom('no', 'no', 'product', 'join', 'slice', 'chain', 'joined with x'),
      times: fc.boolean(),
      ofNew: fc.boolean(),
      join: fc.tuple(fc.constantFrom(...joins), fc.constantFrom(...joins), fc.constantFrom(...joins)),
      chains: fc.tuple(chain, chain, chain),
      gate: fc.constantFrom(...smooth),
    })
    .map((m): Cell => {
      const { children, units, memory } = m;
      const [first, second, third] = m.join;
      const [chainA, chainB, chainC] = m.chains;
      const weights: string[] = [];
      const weight = (name: string, ...shape: readonly (number | string)[]): string => {
        weights.push(`${name}: {shape: [${shape.join(', ')}], init: {uniform: {low: -1, high: 1}}}`);
        return name;
      };
      const states = [`h: [${units}]`];
      const lines: string[] = [];
      const wide = m.gates * units;
      const parts: string[] = [];
      const olds = children?.map((name) => `${name}.h`) ?? [`${first}(h)`];
      if (m.joined) parts.push(`[x, ${olds.join(', ')}] @ ${weight('kernel', `n + ${olds.length * units}`, wide)}`);
      else
        parts.push(
          `x @ ${weight('w', 'n', wide)}`,
          ...olds.map((old, i) => `${old} @ ${weight(`u${i}`, units, wide)}`),
        );
      if (m.bias) parts.push(weight('bias', wide));
      lines.push(`z = ${parts.join(' + ')}`);
      if (m.norm) lines.push(`normed = layer_norm(z, ${weight('gamma', wide)}, ${weight('beta', wide)}, epsilon=0.1)`);
      const whole = m.norm ? 'normed' : 'z';
      const names = Array.from({ length: m.gates }, (_, i) => `g${i}`);
      lines.push(m.gates === 1 ? `g0 = ${whole}` : `${names.join(', ')} = split(${whole})`);
      lines.push('r = sigmoid(g0)');
      let inner = names.at(-1) ?? 'g0';
      if (children === null) {
        if (m.attention) {
          lines.push(
            `weight = softmax_children(sum(tanh(h @ ${weight('ua', units, 3)} + x @ ${weight('wa', 'n', 3)}) * ${weight('va', 3)}))`,
          );
          inner = `${inner} + sum_children(weight * h)`;
        }
        const width = Math.max(1, Math.floor(units / 2));
        const perChild = {
          no: null,
          product: `${second}(tanh(h @ ${m.perChild === 'product' ? weight('each', units, units) : ''} + g0))`,
          join: `${second}([h, tanh(h)] @ ${m.perChild === 'join' ? weight('each', 2 * units, units) : ''})`,
          slice: `${second}(h[:${width}] @ ${m.perChild === 'slice' ? weight('each', width, units) : ''})`,
          chain: `${second}(${chainB('h')})`,
          'joined with x': `${second}(tanh([x, h, r] @ ${m.perChild === 'joined with x' ? weight('each', `n + ${2 * units}`, units) : ''}))`,
        }[m.perChild];
        if (perChild !== null) {
          lines.push(`each_child = ${perChild}`);
          inner = `${inner} + 0.5 * each_child`;
        }
        if (m.times) inner = `${inner} * mean_children(r * h)`;
      } else if (m.times) inner = `${inner} + ${children.map((name) => `${name}.h`).join(' * ')}`;
      lines.push(`a = ${inner}`, `b = ${chainA('a')}`);
      const kept = children === null ? `${third}(r * h)` : `r * ${children[0]}.h`;
      if (memory !== null) {
        states.push(`c: [${memory}]`);
        const old =
          children === null
            ? `sum_children(sigmoid(x @ ${weight('wf', 'n', memory)} + h @ ${weight('uf', units, memory)}) * c)`
            : children
                .map((name, i) => `sigmoid(${name}.h @ ${weight(`uf${i}`, units, memory)}) * ${name}.c`)
                .join(' + ');
        lines.push(`c' = 0.5 * (${old}) + tanh(x @ ${weight('wc', 'n', memory)})`);
        lines.push(
          `b2 = b + ${m.gate.replaceAll('#', `(${m.ofNew ? "c'" : `tanh(c')`} @ ${weight('out', memory, units)})`)}`,
        );
      }
      lines.push(`h' = 0.5 * ${kept} + (1 - r) * tanh(${memory === null ? 'b' : 'b2'})`);
      if (m.table) {
        states.push('q: [2, 3]');
        const shape = [2, 3];
        const old =
          children === null
            ? `${second}(q * ${weight('p', ...shape)})`
            : `${children.at(-1)}.q * ${weight('p', ...shape)}`;
        lines.push(`table = tanh(${old} + ${weight('p1', ...shape)})`, "q' = table");
      }
      if (m.counts) {
        states.push('size: []');
        lines.push(
          `size' = 1 + ${children === null ? `${second}(size)` : children.map((name) => `${name}.size`).join(' + ')}`,
        );
      }
      lines.push(`y = ${chainC("(h' + r)")}`);
      return { children, units, states, weights, lines };
    });
}

type Shape = 'any' | 'chain' | 'wide' | 'binary' | 'deep graph' | 'one' | 'none';

interface Limits {
  /** Named children of a node; null: any number in a list. */
  readonly most: number | null;
  /** Whether a node is the child of one at most. */
  readonly oneParent: boolean;
}

/** A tree, a forest or an acyclic graph whose nodes have any numbers. */
function forest(shape: Shape, nodes: number, limits: Limits, single: boolean, next: () => number): Children {
  const { most, oneParent } = limits;
  const upTo = (n: number): number => Math.floor(((next() + 1) / 2) * (n - 1e-9));
  const count = shape === 'none' ? 0 : shape === 'one' ? 1 : 1 + upTo(nodes);
  const wishes = Array.from({ length: count }, (_, n): (number | null)[] => {
    switch (shape) {
      case 'binary':
        return [2 * n + 1, 2 * n + 2].filter((child) => child < count);
      case 'chain':
        return n === 0 ? [] : [n - 1];
      case 'wide':
        return n === count - 1 ? Array.from({ length: n }, (_, i) => i) : [];
      case 'deep graph':
        return n === 0 ? [] : [n - 1, upTo(n), upTo(n)];
      default:
        return n === 0 ? [] : Array.from({ length: upTo(4) }, () => (most !== null && next() > 0.5 ? null : upTo(n)));
    }
  });
  const taken = new Set<number | null>();
  const children = wishes.map((list) =>
    (most === null ? list : list.slice(0, most)).map((child) => {
      if (oneParent && taken.has(child)) return null;
      taken.add(child);
      return child;
    }),
  );
  const kept = single ? below(children) : children.map((_, n) => n);
  const order = kept.map((n) => ({ n, key: next() })).sort((a, b) => a.key - b.key);
  const place = new Map(order.map(({ n }, i) => [n, i]));
  return order.map(({ n }) => (children[n] ?? []).map((c) => (c === null ? null : (place.get(c) ?? null))));
}

/** The last root and all that is below it. */
function below(children: Children): readonly number[] {
  const found = new Set(rootsOf(children).slice(-1));
  for (const node of found) for (const child of children[node] ?? []) if (child !== null) found.add(child);
  return [...found];
}

const forestsOf = (options: TreeOptions): fc.Arbitrary<readonly (readonly [Shape, number, number])[]> =>
  fc.array(
    fc.tuple(
      fc.constantFrom<Shape[]>('any', 'any', 'any', 'chain', 'wide', 'binary', 'deep graph', 'one', 'none'),
      fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: options.nodes })),
      fc.nat(1_000_000),
    ),
    { minLength: 1, maxLength: 5 },
  );

/** Models of such cells: stacks, directions, merges, wrappers, starts, layers that share, words that are missing, two trees over the same nodes. */
export function treeModel(options: TreeOptions): fc.Arbitrary<TreeModel> {
  return fc
    .record({
      cell: cellOf(options),
      n: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: options.size })),
      depth: fc.constantFrom(1, 1, 1, 2),
      direction: fc.constantFrom('up', 'up', 'down', 'both'),
      merge: fc.constantFrom('concat', 'sum', 'mul', 'ave', 'none'),
      wrap: fc.constantFrom('no', 'no', 'no', 'residual', 'dropout', 'variational', 'per sample', 'zoneout'),
      initial: fc.boolean(),
      stackShares: fc.boolean(),
      below: fc.constantFrom('x', 'x', 'words', 'recurrent'),
      above: fc.constantFrom('no', 'dense', 'mean', 'max', 'share', 'second tree', 'decoder'),
      single: fc.boolean(),
      forests: forestsOf(options),
      seed: fc.integer({ min: 1, max: 1_000_000 }),
    })
    .map((m): TreeModel => {
      const { cell, depth, below } = m;
      const { children, units } = cell;
      const direction = children !== null && children.length > 1 ? 'up' : m.direction;
      const both = direction === 'both';
      // of every state there is one before
      const wrap = m.wrap === 'zoneout' && children?.length !== 1 ? 'no' : m.wrap;
      const same = wrap === 'residual' || (m.stackShares && depth > 1);
      const n = same ? units : m.n;
      const asked = both ? (same && m.merge === 'concat' ? 'sum' : m.merge) : 'sum';
      const merge = asked === 'none' && depth > 1 ? 'sum' : asked;
      const apart = both && merge === 'none';
      const starts = m.initial && depth === 1 && !both;
      // the greatest of no nodes is -Infinity, which no loss can take
      const endless = options.smooth && m.above === 'max' && m.forests.some(([shape]) => shape === 'none');
      const above = apart || endless || (m.above === 'decoder' && !m.single) ? 'no' : m.above;
      const wraps = {
        no: '',
        residual: ', wrap: [residual]',
        dropout: ', wrap: [{dropout: {input_keep_prob: 0.8, output_keep_prob: 0.7, state_keep_prob: 0.9}}]',
        variational: ', wrap: [{dropout: {output_keep_prob: 0.7, state_keep_prob: 0.8, variational: true}}]',
        'per sample': ', wrap: [{dropout: {input_keep_prob: 0.7, state_keep_prob: 0.8, variational: sample}}]',
        zoneout: ', wrap: [{zoneout: {rate: 0.3}}]',
      }[wrap];
      const layer = (input: string, tree: string, more: string): string =>
        `{type: recursive, input: ${input}, tree: ${tree}, cell: {invented: {}}${more}}`;
      const stack = `${depth > 1 ? `, depth: ${depth}` : ''}, direction: ${direction}${both ? `, merge: ${merge}` : ''}`;
      const shared = m.stackShares && depth > 1 && above !== 'share' ? ', share: self' : '';
      const start = starts ? ', initial: {h: h0}' : '';
      const width = units * (both && merge === 'concat' ? 2 : 1);
      const input = below === 'words' ? 'vectors' : below === 'recurrent' ? 'read' : 'x';
      const layers = [
        ...(below === 'words' ? [`vectors: {type: embedding, input: words, vocabulary: 7, units: ${n}}`] : []),
        ...(below === 'recurrent' ? [`read: {type: recurrent, input: x, cell: {gru: {units: ${n}}}}`] : []),
        `r: ${layer(input, 'parse', `${stack}${shared}${wraps}${start}`)}`,
        ...{
          no: [],
          dense: ['head: {type: dense, input: r, units: 3, activation: tanh}'],
          mean: ['head: {type: mean, input: r}'],
          max: ['head: {type: max, input: r}'],
          share: [`head: ${layer(input, 'parse', `${stack}, share: r`)}`],
          'second tree': [`head: ${layer('x2', 'other', m.single && width === units ? ', initial: {h: r.root}' : '')}`],
          decoder: [`head: {type: recurrent, input: steps, cell: {gru: {units: ${width}}}, initial: {h: r.root}}`],
        }[above],
      ];
      const side = both ? 'up' : direction;
      const inner = cell.lines.some((line) => line.startsWith('table')) ? ['b', 'table'] : ['b'];
      const outputs = [
        ...(apart
          ? [['up', 'r.up'] as const, ['down', 'r.down'] as const]
          : [['sequence', 'r'] as const, ...(m.single ? [['root', 'r.root'] as const] : [])]),
        ...(m.single
          ? cell.states.map((s) => s.split(':')[0] ?? '').map((s) => [`final_${s}`, `r.0.${side}.final.${s}`] as const)
          : []),
        ...Array.from({ length: depth }, (_, i) => i).flatMap((i) =>
          (both ? ['up', 'down'] : [direction]).flatMap((way) =>
            inner.map((name) => [`${name}_${i}_${way}`, `r.${i}.${way}.step.${name}`] as const),
          ),
        ),
        ...(above === 'second tree' ? inner.map((name) => [`head_${name}`, `head.0.up.step.${name}`] as const) : []),
        ...(above === 'no' ? [] : [['head', 'head'] as const]),
      ];
      const yaml = withAllNamed(`name: tree
seed: ${m.seed}
inputs:
  ${below === 'words' ? 'words: {shape: [batch, node], dtype: int32}' : `x: {shape: [batch, node, ${m.below === 'recurrent' ? 3 : n}]}`}
  parse: {tree: node}${starts ? `\n  h0: {shape: [batch, ${units}]}` : ''}${above === 'second tree' ? `\n  x2: {shape: [batch, part, ${n}]}\n  other: {tree: part}` : ''}${above === 'decoder' ? '\n  steps: {shape: [batch, time, 2]}' : ''}
cells:
  invented:
    children: ${children === null ? 'any' : `[${children.join(', ')}]`}
    inputs: {x: [n]}
    state:
${indented(
  cell.states.map((s) => `- ${s}`),
  6,
)}
    weights:
${indented(cell.weights, 6)}
    equations: |
${indented(cell.lines, 6)}
    output: y
layers:
${indented(layers, 2)}
outputs:
${outputs.map(([name, reference]) => `  ${name}: ${reference}`).join('\n')}
training:
  losses:
${outputs.map(([name, reference]) => `  - {type: mse, output: ${reference}, target: wanted_${name}, reduce: sum}`).join('\n')}
`);
      const limits = { most: children?.length ?? null, oneParent: children !== null && direction !== 'up' };
      const batch = m.forests.map(([shape, nodes, seed]) => forest(shape, nodes, limits, m.single, numbers(seed + 1)));
      const other = batch.map((_, i) => forest('any', 1 + (i % 3), limits, m.single, numbers(m.seed + i)));
      const trees = new Map([['parse', batch], ...(above === 'second tree' ? [['other', other] as const] : [])]);
      return {
        yaml,
        noisy: !['no', 'residual'].includes(wrap),
        trees,
        seed: m.seed,
        toString: () =>
          `${yaml}${[...trees].map(([name, list]) => `# ${name}: ${JSON.stringify(list)}`).join('\n')}\n# seed ${m.seed}\n`,
      };
    });
}
