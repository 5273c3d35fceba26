import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { type Dim, plainSymbol, symbolsOf } from '../../../compiler/ir/dim.ts';
import type { Node, NodeOf, RaggedAxis } from '../../../compiler/ir/nodes.ts';
import type { TensorType, Value, ValueId } from '../../../compiler/ir/types.ts';
import { notExported } from '../model/messages.ts';
import { type ExpressionScope, filled, NoEqual, opExpression } from './op-expression.ts';
import { atom, dimText, type Expression, identifier, indented, inside, Names, RANK, shapeText } from './python-text.ts';

/** A call of a layer of torch.nn that stands for some nodes. */
export interface LayerCall {
  readonly reads: readonly ValueId[];
  readonly gives: readonly ValueId[];
  /** The lines, and how each of the values is written after them. */
  readonly write: (
    scope: ExpressionScope,
    names: Names,
  ) => { readonly lines: readonly string[]; readonly texts: ReadonlyMap<ValueId, string> };
}
/** What a body is made of, in order. */
export type Step =
  | { readonly node: Node }
  | { readonly layer: LayerCall }
  | { readonly node: Node; readonly linear: { readonly layer: string; readonly input: ValueId } };

/** What functions of one file share. */
export interface ModuleScope {
  readonly values: readonly Value[];
  /** Where a weight is found: `self.logits.weight.T`. */
  readonly weights: ReadonlyMap<ValueId, string>;
  readonly mistakes: Diagnostic[];
  /** int32 values that are never below 0. */
  readonly knownIndices: ReadonlySet<ValueId>;
  /** Writes the method of a loop once. @returns its name */
  readonly method: (wanted: string, lines: (name: string) => readonly string[]) => string;
}

/** Longest expression that is written where it is used and not under a name of its own. */
const INLINE = 88;

/** What lines of a function call of Python's own. */
const CALLED = ['float', 'len', 'next', 'range', 'reversed'];

/** Writes one function: statements in the order of the nodes, values that are used once inside what uses them. */
export class FunctionWriter implements ExpressionScope {
  readonly #module: ModuleScope;
  /** Path of the layer or cell whose equations these are; its own names stand without it. */
  readonly #path: string;
  readonly #names: Names;
  readonly #written = new Map<ValueId, Expression>();
  readonly #sizes = new Map<string, { readonly name: string; readonly text: string }>();
  readonly #usedSizes = new Set<string>();
  readonly #named = new Set<string>();
  readonly #walks = new Set<string>();
  #usesLike = false;
  readonly lines: string[] = [];

  constructor(module: ModuleScope, path: string, taken: readonly string[] = []) {
    this.#module = module;
    this.#path = path;
    this.#names = new Names([
      'self',
      'weights',
      'torch',
      'nn',
      'F',
      't',
      'like',
      'stacked',
      'joined',
      'last_step',
      'write_rows',
      'rows_or_zeros',
      'max_rows',
      'roots_of',
      'Walk',
      'Weights',
      'recurrent',
      ...CALLED,
      ...taken,
    ]);
  }

  /** An argument of the function, under a name like that of a value. */
  argument(id: ValueId, wanted: string): string {
    const name = this.#names.give(wanted);
    this.#written.set(id, atom(name));
    return name;
  }

  name(wanted: string): string {
    return this.#names.give(wanted);
  }

  set(id: ValueId, expression: Expression): void {
    this.#written.set(id, expression);
  }

  /** Says how a size is read. */
  sizeOf(symbol: string, text: string): void {
    if (!this.#sizes.has(symbol)) this.#sizes.set(symbol, { name: this.#names.give(symbol), text });
  }

  /** Says where sizes can be read: the axes of an argument. */
  sizesOf(name: string, type: TensorType): void {
    for (const [axis, dim] of type.shape.entries()) {
      const symbol = plainSymbol(dim);
      if (symbol !== null) this.sizeOf(symbol, `${name}.shape[${axis}]`);
    }
  }

  of = (id: ValueId): Expression => {
    const written = this.#written.get(id);
    if (written !== undefined) return written;
    const weight = this.#module.weights.get(id);
    if (weight === undefined) throw new NoEqual('it reads what has no equal');
    return atom(weight);
  };
  typeOf = (id: ValueId): TensorType => {
    const value = this.#module.values[id];
    if (value === undefined) throw new NoEqual('it reads what is not there');
    return value.type;
  };
  symbol = (symbol: string): string => {
    const size = this.#sizes.get(symbol);
    if (size === undefined) throw new NoEqual(`the size ${symbol} is not that of something it is given`);
    this.#usedSizes.add(symbol);
    return size.name;
  };
  isKnownIndex = (id: ValueId): boolean => this.#module.knownIndices.has(id);
  like = (): string => {
    this.#usesLike = true;
    return 'like';
  };
  dim = (dim: Dim): Expression => dimText(dim, this.symbol);
  hasSizes = (dim: Dim): boolean => symbolsOf(dim).every((symbol) => this.#sizes.has(symbol));

  /** A value as a tensor, also where it is a number. */
  tensor(id: ValueId): Expression {
    const written = this.of(id);
    return written.isNumber ? filled(written, this.typeOf(id), this) : written;
  }

  /** What must stand before the lines: sizes that they read, and the tensor that new ones are like. */
  opening(): readonly string[] {
    const sizes = [...this.#sizes].flatMap(([symbol, { name, text }]) =>
      this.#usedSizes.has(symbol) ? [`${name} = ${text}`] : [],
    );
    // of a model without weights nothing says the device
    const like = this.#module.weights.size > 0 ? 'next(self.parameters())' : 'torch.zeros(())';
    return [...(this.#usesLike ? [`like = ${like}`] : []), ...sizes];
  }

  /** @param results values that are read after the steps */
  write(steps: readonly Step[], results: readonly ValueId[]): void {
    const uses = countUses(steps, results);
    for (const step of live(steps, results)) {
      try {
        if ('layer' in step) this.#layer(step.layer);
        else if ('linear' in step)
          this.#assign(step.node, atom(`self.${step.linear.layer}(${this.tensor(step.linear.input).text})`), uses);
        else if (step.node.op === 'loop') this.#loop(step.node, uses);
        else if (step.node.op === 'split') this.#split(step.node, uses);
        else this.#assign(step.node, opExpression(step.node, this), uses);
      } catch (cause) {
        if (!(cause instanceof NoEqual)) throw cause;
        const origin = 'node' in step ? step.node.origin : { path: this.#path, span: null };
        // what reads it is refused too, and only the first is told
        if (cause.message !== 'it reads what has no equal')
          this.#module.mistakes.push(notExported('PyTorch', origin, cause.message));
      }
    }
  }

  #assign(node: Node, expression: Expression, uses: ReadonlyMap<ValueId, number>): void {
    const [output] = node.outputs;
    if (output === undefined) return;
    const { name: wanted, isNamed } = this.#nameOf(output);
    // a value of the model's name comes first; what is chosen of it by lengths and masks has the same one
    const isOwn = isNamed && !this.#named.has(wanted);
    if (expression.isNumber || ((uses.get(output) ?? 0) === 1 && !isOwn && expression.text.length <= INLINE)) {
      this.#written.set(output, expression);
      return;
    }
    if (isNamed) this.#named.add(wanted);
    const name = this.#names.give(wanted);
    this.lines.push(`${name} = ${expression.text}`);
    this.#written.set(output, atom(name));
  }

  #split(node: NodeOf<'split'>, uses: ReadonlyMap<ValueId, number>): void {
    const [input] = node.inputs;
    if (input === undefined) return;
    const { axis, sizes } = node.attrs;
    const parts = sizes.map((size) => this.dim(size).text);
    const text = `${this.tensor(input).text}`;
    const names = node.outputs.map((output) => this.#result(output, uses));
    this.lines.push(
      `${names.join(', ')}${names.length === 1 ? ',' : ''} = torch.split(${text}, [${parts.join(', ')}], ${axis})`,
    );
  }

  /** The name under which a result is kept, `_` where nothing reads it. */
  #result(output: ValueId, uses: ReadonlyMap<ValueId, number>): string {
    if ((uses.get(output) ?? 0) === 0) return '_';
    const name = this.#names.give(this.#nameOf(output).name);
    this.#written.set(output, atom(name));
    return name;
  }

  #layer(layer: LayerCall): void {
    const { lines, texts } = layer.write(this, this.#names);
    this.lines.push(...lines);
    for (const [value, text] of texts) this.#written.set(value, atom(text));
  }

  /** A method of its own, whose arguments are what the loop reads, and a call of it. */
  #loop(node: NodeOf<'loop'>, uses: ReadonlyMap<ValueId, number>): void {
    if (node.attrs.ragged !== undefined) {
      this.#levels(node, node.attrs.ragged, uses);
      return;
    }
    const { states, scanned, direction, length, body } = node.attrs;
    const path = node.origin.path;
    const given: string[] = [];
    const missing = new Set<string>();
    const method = this.#module.method(`${path}_steps`, (name) => {
      const inner = new FunctionWriter(this.#module, path, [name]);
      const own = this.#weightsOfCell(node);
      const args: string[] = [];
      const elements: string[] = [];
      const stateNames: string[] = [];
      for (const [i, param] of body.params.entries()) {
        const outer = node.inputs[i];
        if (outer === undefined) continue;
        const weight = i < states + scanned ? undefined : this.#weightOf(outer);
        if (weight !== undefined) {
          inner.set(param, atom(own === null ? weight : weight.replace(own, 'weights.')));
          continue;
        }
        const argument = inner.argument(param, inner.#nameOf(i < states ? param : outer).name);
        args.push(argument);
        given.push(this.tensor(outer).text);
        inner.sizesOf(argument, this.typeOf(outer));
        if (i < states) stateNames.push(argument);
        else if (i < states + scanned) {
          elements.push(argument);
          inner.set(param, atom(`${argument}[t]`));
        }
      }
      const lead = elements[0];
      for (const dim of [length, ...body.nodes.flatMap((n) => n.outputs.flatMap((id) => this.typeOf(id).shape))])
        for (const symbol of symbolsOf(dim)) if (!inner.#sizes.has(symbol)) missing.add(symbol);
      for (const symbol of missing) {
        const size = inner.name(symbol);
        inner.#sizes.set(symbol, { name: size, text: size });
        args.push(size);
        given.push(this.symbol(symbol));
      }
      inner.write(
        body.nodes.map((n) => ({ node: n })),
        body.results,
      );
      const nexts = body.results.slice(0, states).map((id) => inner.tensor(id).text);
      const stackedIds = body.results.slice(states);
      const lists = stackedIds.map((id) => inner.#names.give(`${inner.#nameOf(id).name}_steps`));
      const appends = stackedIds.map((id, i) => `${lists[i]}.append(${inner.tensor(id).text})`);
      const advanced = stateNames.length === 0 ? [] : [`${stateNames.join(', ')} = ${nexts.join(', ')}`];
      const range = `range(${lead === undefined ? inner.dim(length).text : `len(${lead})`})`;
      const order = direction === 'backward' ? `reversed(${range})` : range;
      const stackedTexts = stackedIds.map((id, i) => {
        const steps = direction === 'backward' ? `${lists[i]}[::-1]` : lists[i];
        const { shape } = inner.typeOf(id);
        return `stacked(${steps}, ${shape.length === 1 ? `(${inner.dim(shape[0] ?? {}).text},)` : `(${shape.map((d) => inner.dim(d).text).join(', ')})`}, ${inner.like()})`;
      });
      const results = [...stateNames, ...stackedTexts];
      return [
        `def ${name}(${['self', ...args].join(', ')}):`,
        ...indented([
          ...(own === null ? [] : [`weights = ${own.slice(0, -1)}`]),
          ...inner.opening().filter((line) => !/^(\w+) = \1$/.test(line)),
          ...lists.map((list) => `${list} = []`),
          `for t in ${order}:`,
          ...indented([...inner.lines, ...appends, ...advanced]),
          `return ${results.join(', ')}`,
        ]),
      ];
    });
    const names = node.outputs.map((output) => this.#result(output, uses));
    this.lines.push(`${names.join(', ')} = self.${method}(${given.join(', ')})`);
  }

  /**
   * A loop over the levels of trees, a method like that of any loop. What knows of the trees is one argument, a `Walk`; the rows of a level are slices. A table is
   * made anew with the rows of every level, because gradients read the old one.
   */
  #levels(node: NodeOf<'loop'>, ragged: readonly RaggedAxis[], uses: ReadonlyMap<ValueId, number>): void {
    const { states, scanned, body } = node.attrs;
    const path = node.origin.path;
    const [row, link] = ragged.map(({ symbol }) => symbol);
    const partOf = (id: ValueId): readonly [walk: string, part: string] | null => {
      const [, walk, part] = /^(\w+)\.([\w[\]]+)$/.exec(this.#written.get(id)?.text ?? '') ?? [];
      return walk === undefined || part === undefined || !this.#walks.has(walk) ? null : [walk, part];
    };
    const walk = node.inputs.slice(states, states + 1).flatMap((id) => partOf(id)?.[0] ?? [])[0];
    if (walk === undefined) throw new NoEqual('it goes over levels of no tree');
    const given: string[] = [];
    const method = this.#module.method(`${path}_levels`, (name) => {
      const inner = new FunctionWriter(this.#module, path, [
        name,
        'walk',
        'nodes',
        'links',
        'first',
        'count',
        'link_count',
      ]);
      const own = this.#weightsOfCell(node);
      const args: string[] = [];
      const stateNames: string[] = [];
      const missing = new Set<string>();
      const read = new Set([...body.nodes.flatMap(({ inputs }) => inputs), ...body.results]);
      for (const [i, param] of body.params.entries()) {
        const outer = node.inputs[i];
        if (outer === undefined || (i >= states && !read.has(param))) continue;
        const weight = i < states + scanned ? undefined : this.#weightOf(outer);
        const part = i >= states && i < states + scanned ? partOf(outer) : null;
        const [lead] = inner.typeOf(param).shape;
        const axis = lead === undefined ? null : plainSymbol(lead);
        if (weight !== undefined) {
          inner.set(param, atom(own === null ? weight : weight.replace(own, 'weights.')));
        } else if (part !== null) {
          const element = axis === row ? '[nodes]' : axis === link ? '[links]' : null;
          if (element === null && part[1] !== 'rows') throw new NoEqual(`it reads ${part[1]} of a level`);
          inner.set(param, atom(element === null ? 'first' : `walk.${part[1]}${element}`));
        } else {
          const argument = inner.name(inner.#nameOf(i < states ? param : outer).name);
          args.push(argument);
          given.push(this.tensor(outer).text);
          if (i < states) stateNames.push(argument);
          inner.set(param, atom(i >= states && axis === row ? `${argument}[nodes]` : argument));
        }
      }
      inner.#sizes.set(row ?? '', { name: 'count', text: 'count' });
      if (link !== undefined) inner.#sizes.set(link, { name: 'link_count', text: 'link_count' });
      for (const d of body.nodes.flatMap((n) => n.outputs.flatMap((id) => this.typeOf(id).shape)))
        for (const symbol of symbolsOf(d)) if (!inner.#sizes.has(symbol)) missing.add(symbol);
      for (const symbol of missing) inner.#sizes.set(symbol, { name: identifier(symbol), text: identifier(symbol) });
      inner.write(
        body.nodes.map((n) => ({ node: n })),
        body.results,
      );
      for (const symbol of missing)
        if (inner.#usedSizes.has(symbol)) {
          args.push(identifier(symbol));
          given.push(this.symbol(symbol));
        }
      const nexts = body.results.slice(0, states).map((id) => inner.tensor(id).text);
      const stackedIds = body.results.slice(states);
      const lists = stackedIds.map((id) => inner.#names.give(`${inner.#nameOf(id).name}_levels`));
      const appends = stackedIds.map((id, i) => `${lists[i]}.append(${inner.tensor(id).text})`);
      const joined = stackedIds.map((id, i) => {
        const [, ...features] = inner.typeOf(id).shape;
        return `joined(${lists[i]}, ${shapeText(features, inner.symbol)}, ${inner.like()})`;
      });
      const counts = [
        ...(inner.#usedSizes.has(row ?? '') ? ['count = nodes.stop - nodes.start'] : []),
        ...(link !== undefined && inner.#usedSizes.has(link) ? ['link_count = links.stop - links.start'] : []),
      ];
      return [
        `def ${name}(${['self', 'walk', ...args].join(', ')}):`,
        ...indented([
          ...(own === null ? [] : [`weights = ${own.slice(0, -1)}`]),
          ...inner.opening().filter((line) => !/^(\w+) = \1$/.test(line)),
          ...lists.map((list) => `${list} = []`),
          'for nodes, links, first in walk.levels:',
          ...indented([
            ...counts,
            ...inner.lines,
            ...appends,
            ...(stateNames.length === 0 ? [] : [`${stateNames.join(', ')} = ${nexts.join(', ')}`]),
          ]),
          `return ${[...stateNames, ...joined].join(', ')}`,
        ]),
      ];
    });
    const names = node.outputs.map((output) => this.#result(output, uses));
    this.lines.push(`${names.join(', ')} = self.${method}(${[walk, ...given].join(', ')})`);
  }

  /** A variable that holds what is known of the trees for a walk over them. */
  walk(wanted: string): string {
    const name = this.#names.give(wanted);
    this.#walks.add(name);
    return name;
  }

  /** Where the weights of the cell of a loop are, which the loop reads most and calls `weights`; null where it reads none. */
  #weightsOfCell({ inputs, attrs: { states, scanned }, origin }: NodeOf<'loop'>): string | null {
    const own = `self.${identifier(origin.path)}.`;
    const held = inputs
      .slice(states + scanned)
      .flatMap((id) => /^self\.\w+\./.exec(this.#weightOf(id) ?? '')?.[0] ?? []);
    return held.includes(own) ? own : null;
  }

  #weightOf(id: ValueId): string | undefined {
    const own = this.#written.get(id);
    return own === undefined
      ? this.#module.weights.get(id)
      : own.text.startsWith('self.')
        ? inside(own, RANK.atom)
        : undefined;
  }

  /** What a value is called, and whether the model has that name for it. */
  #nameOf(id: ValueId): { readonly name: string; readonly isNamed: boolean } {
    const full = this.#module.values[id]?.name ?? 'part';
    const step = `${this.#path}.step.`;
    if (this.#path !== '' && full.startsWith(step)) return { name: full.slice(step.length), isNamed: true };
    if (this.#path !== '' && full.startsWith(`${this.#path}.`))
      return { name: full.slice(this.#path.length + 1), isNamed: false };
    return { name: full === this.#path ? 'part' : full.replace(/\.steps$/, ''), isNamed: false };
  }
}

const readsOf = (step: Step): readonly ValueId[] =>
  'layer' in step ? step.layer.reads : 'linear' in step ? [step.linear.input] : step.node.inputs;
const givesOf = (step: Step): readonly ValueId[] => ('layer' in step ? step.layer.gives : step.node.outputs);

function countUses(steps: readonly Step[], results: readonly ValueId[]): ReadonlyMap<ValueId, number> {
  const uses = new Map<ValueId, number>();
  for (const id of [...live(steps, results).flatMap(readsOf), ...results]) uses.set(id, (uses.get(id) ?? 0) + 1);
  return uses;
}

/** Steps that something reads. */
function live(steps: readonly Step[], results: readonly ValueId[]): readonly Step[] {
  const wanted = new Set(results);
  const kept: Step[] = [];
  for (const step of steps.toReversed()) {
    if (!givesOf(step).some((id) => wanted.has(id))) continue;
    for (const id of readsOf(step)) wanted.add(id);
    kept.unshift(step);
  }
  return kept;
}
