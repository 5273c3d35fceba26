import type { OnnxGraph, OnnxNode } from '../../../onnx/format.ts';
import { freeName, NodeReader } from '../conversion.ts';
import { functionText, isFunction, plainFunction, shortest } from '../functions.ts';
import type { Constant, Value } from '../values.ts';
import { Axis, numbersOf, refuse } from '../values.ts';

/** What a value is in the equations of a cell. */
export type Term =
  /** An expression. `tightness`: how tight its outermost operator binds; `width`: the size of its last axis. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly tightness: number;
      readonly width: number | null;
      /** Of a weight, or a piece of one. */
      readonly dims?: readonly number[];
    }
  | { readonly kind: 'number'; readonly value: number }
  /** A weight; it is the cell's once an equation reads it. */
  | { readonly kind: 'weight'; readonly constant: Constant; readonly dims: readonly number[]; readonly turned: boolean }
  /** Whether the step of a row counts. */
  | { readonly kind: 'mask' }
  /** Where the step counts the one, else the other. */
  | { readonly kind: 'masked' }
  /** A state that nothing reads. */
  | { readonly kind: 'held' }
  | { readonly kind: 'outer'; readonly value: Value };

/** How tight operators bind, as `compiler/equations/precedence.ts` has it. */
const LOOSE = { or: 1, and: 2, compare: 3, sum: 4, product: 5, sign: 6, atom: 7 } as const;

const BINARY: { readonly [operator: string]: { readonly sign: string; readonly tightness: number } } = {
  Add: { sign: '+', tightness: LOOSE.sum },
  Sub: { sign: '-', tightness: LOOSE.sum },
  Mul: { sign: '*', tightness: LOOSE.product },
  Div: { sign: '/', tightness: LOOSE.product },
  Less: { sign: '<', tightness: LOOSE.compare },
  LessOrEqual: { sign: '<=', tightness: LOOSE.compare },
  Greater: { sign: '>', tightness: LOOSE.compare },
  GreaterOrEqual: { sign: '>=', tightness: LOOSE.compare },
  Equal: { sign: '==', tightness: LOOSE.compare },
  And: { sign: 'and', tightness: LOOSE.and },
  Or: { sign: 'or', tightness: LOOSE.or },
};
const CALLS_OF_TWO: { readonly [operator: string]: string } = { Min: 'minimum', Max: 'maximum', Pow: 'pow' };
const OVER_FEATURES: { readonly [operator: string]: string } = { ReduceSum: 'sum', ReduceMean: 'mean' };

const atom = (text: string, width: number | null): Term => ({ kind: 'text', text, tightness: LOOSE.atom, width });

const FOLDED: ReadonlySet<Value['kind']> = new Set(['constant', 'sizes', 'filled']);
/** What a node without params gives; null where it is nothing that the graph around a body would know. */
export type Fold = (node: OnnxNode, inputs: readonly (Value | null)[]) => Value | null;

/** The body of a loop as equations: one for what has a name or is read twice, the rest inside of those. */
export class BodyReader {
  readonly equations: string[] = [];
  /** Weights of the cell by name. */
  readonly weights = new Map<string, Constant & { readonly dims: readonly number[] }>();
  readonly #terms = new Map<string, Term>();
  readonly #names: Set<string>;
  readonly #readers = new Map<string, number>();
  readonly #next: ReadonlyMap<string, string>;
  readonly #values: Map<string, Value>;
  readonly #fold: Fold;

  /**
   * @param given params
   * @param known values of the graph around it, and tensors of its own
   * @param next what becomes the next value of a state, with its primed name
   */
  constructor(
    body: OnnxGraph,
    given: ReadonlyMap<string, Term>,
    known: ReadonlyMap<string, Value>,
    next: ReadonlyMap<string, string>,
    fold: Fold,
  ) {
    this.#values = new Map([...known].filter(([name]) => !given.has(name)));
    for (const [name, value] of this.#values) this.#terms.set(name, termOf(value));
    for (const [name, term] of given) this.#terms.set(name, term);
    this.#names = new Set(['x', ...next.values()].map((name) => name.replace("'", '')));
    for (const term of given.values()) if (term.kind === 'text') this.#names.add(term.text);
    this.#next = next;
    this.#fold = fold;
    const count = (name: string): void => void this.#readers.set(name, (this.#readers.get(name) ?? 0) + 1);
    for (const node of body.node) for (const name of node.input) count(name);
    for (const { name = '' } of body.output) count(name);
    for (const node of body.node) this.#read(node);
  }

  termOf(name: string): Term {
    return this.#terms.get(name) ?? refuse(`its body reads ${JSON.stringify(name)}, which nothing before gives`);
  }

  /** The name of an equation for a value: its own, or a new one. */
  nameFor(value: string, wanted: string): string {
    const term = this.termOf(value);
    if (term.kind === 'text' && this.defines(term.text)) return term.text;
    return this.#assign(this.#text(term), wanted);
  }
  /** Whether an equation gives a name. */
  defines(name: string): boolean {
    return this.equations.some((line) => line.split(' = ')[0]?.split(', ').includes(name));
  }
  addEquation(left: string, value: string): void {
    this.equations.push(`${left} = ${this.#text(this.termOf(value)).text}`);
  }

  #assign({ text }: { readonly text: string }, wanted: string): string {
    const name = freeName(wanted, this.#names);
    this.equations.push(`${name} = ${text}`);
    return name;
  }

  #read(node: OnnxNode): void {
    const operator = node.opType ?? '';
    if ((node.domain ?? '') !== '' && node.domain !== 'ai.onnx') refuse(`its body has a node of ${node.domain}`);
    if (this.#folded(node)) return;
    const reader = new NodeReader(node, []);
    if (operator === 'Split') {
      this.#split(node, reader);
      return;
    }
    const output = node.output[0] ?? '';
    const made = this.#convert(operator, node, reader);
    if (node.output.slice(1).some((name) => name !== '')) refuse(`its body has ${operator} with several results`);
    const unread = reader.unread;
    if (unread.length > 0) refuse(`its body has ${operator} with ${unread.join(', ')}, which is not converted`);
    this.#terms.set(output, this.#named(output, made));
  }

  /** Numbers and sizes that follow from those of the file are what they are around the body. @returns whether the node gives such */
  #folded(node: OnnxNode): boolean {
    const [shaped = ''] = node.input;
    const term = node.opType === 'Shape' && node.attribute.length === 0 ? this.#terms.get(shaped) : undefined;
    if (term?.kind === 'text' && term.width !== null && term.dims === undefined) {
      const sizes: Value = { kind: 'sizes', rank: 1, entries: [new Axis(null, 'batch'), term.width] };
      this.#values.set(node.output[0] ?? '', sizes);
      this.#terms.set(node.output[0] ?? '', termOf(sizes));
      return true;
    }
    const inputs = node.input.map((name) => (name === '' ? null : this.#values.get(name)));
    const isKnown = inputs.every((value) => value !== undefined && (value === null || FOLDED.has(value.kind)));
    if (!isKnown) return false;
    const value = this.#fold(
      node,
      inputs.flatMap((input) => (input === undefined ? [] : [input])),
    );
    if (value === null) return false;
    this.#values.set(node.output[0] ?? '', value);
    this.#terms.set(node.output[0] ?? '', termOf(value));
    return true;
  }

  /** A value with a name, or that is read more than once, has an equation of its own. */
  #named(output: string, term: Term): Term {
    if (term.kind !== 'text') return term;
    const primed = this.#next.get(output);
    if (primed !== undefined) {
      this.equations.push(`${primed} = ${term.text}`);
      return atom(primed, term.width);
    }
    if (term.tightness === LOOSE.atom && /^[\w']+$/.test(term.text)) return term;
    const own = /\.step\.([A-Za-z]\w*)(?:\.\d+)?$/.exec(output)?.[1];
    if (own === undefined && (this.#readers.get(output) ?? 0) < 2) return term;
    return { ...atom(this.#assign(term, own ?? 'part'), term.width), ...(term.dims ? { dims: term.dims } : {}) };
  }

  #split(node: OnnxNode, reader: NodeReader): void {
    const x = this.#text(this.termOf(node.input[0] ?? ''));
    if (!isLast(reader.int('axis', 0))) refuse('its body splits rows');
    const outputs = node.output;
    const width = x.width ?? refuse('its body splits a value whose size is not known');
    const given = node.input[1] ? this.#whole(node.input[1]) : null;
    const sizes = given ?? outputs.map(() => width / reader.int('num_outputs', outputs.length));
    if (sizes.length !== outputs.length || sizes.some((size) => !Number.isInteger(size) || size < 1))
      refuse(`its body splits ${width} features into ${sizes.join(', ')}`);
    const names = outputs.map((output) => {
      const primed = this.#next.get(output);
      return primed ?? freeName(/\.step\.([A-Za-z]\w*)(?:\.\d+)?$/.exec(output)?.[1] ?? 'part', this.#names);
    });
    const isRead = (output: string): boolean => (this.#readers.get(output) ?? 0) > 0;
    if (outputs.length === 1) this.equations.push(`${names[0]} = ${x.text}`);
    else if (outputs.every(isRead)) {
      const isEqual = sizes.every((size) => size === sizes[0]);
      const call = isEqual ? `split(${x.text})` : `split(${[x.text, ...sizes].join(', ')})`;
      this.equations.push(`${names.join(', ')} = ${call}`);
    } else {
      // an equation that nothing reads is a mistake in the language
      const whole = /^[\w']+$/.test(x.text) ? x.text : this.#assign(x, 'part');
      let from = 0;
      for (const [i, output] of outputs.entries()) {
        const to = from + (sizes[i] ?? 0);
        if (isRead(output)) this.equations.push(`${names[i]} = ${whole}[${from}:${to}]`);
        from = to;
      }
    }
    for (const [i, output] of outputs.entries()) this.#terms.set(output, atom(names[i] ?? '', sizes[i] ?? null));
  }

  #whole(name: string): readonly number[] {
    const term = this.termOf(name);
    if (term.kind === 'outer') return numbersOf(term.value);
    return refuse('its body reads sizes that are computed');
  }

  /** An expression of a term; weights become the cell's here. */
  #text(term: Term, isMatrix = false): Extract<Term, { kind: 'text' }> {
    if (term.kind === 'text') return term;
    if (term.kind === 'number') {
      if (!Number.isFinite(term.value)) return refuse(`its body computes with ${term.value}`);
      const isNegative = term.value < 0 || Object.is(term.value, -0);
      return { kind: 'text', text: shortest(term.value), tightness: isNegative ? LOOSE.sign : LOOSE.atom, width: 1 };
    }
    if (term.kind === 'weight') {
      // an axis of size 1 before that of the features is the one of rows, but of a matrix
      const isRow = !isMatrix && !term.turned && term.dims.length === 2 && term.dims[0] === 1;
      const own = isRow ? term.dims.slice(1) : term.dims;
      const name = this.#weight(term.constant, own);
      const dims = term.turned ? [...own].reverse() : own;
      return {
        kind: 'text',
        text: term.turned ? `transpose(${name})` : name,
        tightness: LOOSE.atom,
        width: dims.at(-1) ?? null,
        dims,
      };
    }
    if (term.kind === 'mask' || term.kind === 'masked' || term.kind === 'held')
      return refuse('its body computes with which steps count, beyond the choice of next states and outputs');
    return refuse('its body computes with what is no number of the file and no sequence');
  }

  #weight(constant: Constant, dims: readonly number[]): string {
    for (const [name, known] of this.weights)
      if (known.data === constant.data)
        return known.dims.join() === dims.join()
          ? name
          : refuse(`its body reads ${JSON.stringify(name)} as a matrix and as a row`);
    const last = constant.name.split('.').at(-1) ?? '';
    const name = freeName(/^[A-Za-z]\w*$/.test(last) ? last : 'weight', this.#names);
    this.weights.set(name, { ...constant, dims });
    return name;
  }

  #convert(operator: string, node: OnnxNode, reader: NodeReader): Term {
    const inputs = node.input.map((name) => (name === '' ? null : this.termOf(name)));
    const input = (at: number): Term => inputs[at] ?? refuse(`its body has ${operator} without its input ${at}`);
    const text = (at: number): Extract<Term, { kind: 'text' }> => this.#text(input(at));
    const inside = (at: number, tightness: number, isRight = false): string => {
      const { text: own, tightness: has } = text(at);
      return has < tightness || (isRight && has === tightness) ? `(${own})` : own;
    };
    const wider = (): number | null => {
      const widths = inputs.flatMap((term) => (term === null ? [] : [this.#widthOf(term)]));
      return widths.includes(null) ? null : Math.max(...widths.map((width) => width ?? 1));
    };
    if (operator === 'Identity') return input(0);
    const binary = Object.hasOwn(BINARY, operator) ? BINARY[operator] : undefined;
    if (binary !== undefined) {
      const [a, b] = [
        inside(0, binary.tightness + (binary.tightness === LOOSE.compare ? 1 : 0)),
        inside(1, binary.tightness, true),
      ];
      return { kind: 'text', text: `${a} ${binary.sign} ${b}`, tightness: binary.tightness, width: wider() };
    }
    if (operator === 'MatMul' || operator === 'Gemm')
      return this.#product(operator, input, inside, reader, inputs[2] ?? null);
    const ofTwo = Object.hasOwn(CALLS_OF_TWO, operator) ? CALLS_OF_TWO[operator] : undefined;
    if (ofTwo !== undefined) return atom(`${ofTwo}(${text(0).text}, ${text(1).text})`, wider());
    if (operator === 'Not')
      return { kind: 'text', text: `not ${inside(0, LOOSE.sign)}`, tightness: LOOSE.sign, width: wider() };
    if (operator === 'Neg')
      return { kind: 'text', text: `-${inside(0, LOOSE.sign, true)}`, tightness: LOOSE.sign, width: wider() };
    if (operator === 'Reciprocal')
      return { kind: 'text', text: `1 / ${inside(0, LOOSE.product, true)}`, tightness: LOOSE.product, width: wider() };
    if (operator === 'Where') {
      const condition = input(0);
      if (condition.kind === 'mask') return { kind: 'masked' };
      return atom(`where(${text(0).text}, ${text(1).text}, ${text(2).text})`, wider());
    }
    if (operator === 'Concat') {
      if (!isLast(reader.int('axis', 0))) return refuse('its body joins rows');
      const all = inputs.map((_, at) => text(at));
      const width = all.some((one) => one.width === null) ? null : all.reduce((sum, one) => sum + (one.width ?? 0), 0);
      return atom(`[${all.map((one) => one.text).join(', ')}]`, width);
    }
    if (operator === 'Slice') return this.#slice(node, text, inside);
    if (operator === 'Transpose') return turned(input(0), reader);
    if (operator === 'Softmax') {
      const x = text(0);
      return isLast(reader.int('axis', -1))
        ? atom(`softmax(${x.text})`, x.width)
        : refuse('its body has a softmax over rows');
    }
    const reduced = Object.hasOwn(OVER_FEATURES, operator) ? OVER_FEATURES[operator] : undefined;
    if (reduced !== undefined) {
      const isKept = reader.int('keepdims', 1) === 1;
      const axes = node.input[1] ? this.#whole(node.input[1]) : (reader.ints('axes') ?? []);
      if (!isKept || axes.length !== 1 || !isLast(axes[0] ?? 0))
        return refuse(`its body has ${operator} over other axes than the last, or drops it`);
      return atom(`${reduced}(${text(0).text})`, 1);
    }
    if (operator === 'Cast') {
      const to = reader.int('to', 0);
      if (to === 1) return atom(`float(${text(0).text})`, text(0).width);
      return to === 6
        ? atom(`int(${text(0).text})`, text(0).width)
        : refuse('its body casts to another type than float32 and int32');
    }
    if (operator === 'Clip') {
      const bound = (at: number): string => {
        const term = inputs[at] ?? null;
        return term?.kind === 'number' ? shortest(term.value) : refuse('its body clips to what is no number');
      };
      return atom(`clip(${text(0).text}, ${bound(1)}, ${bound(2)})`, text(0).width);
    }
    // the language broadcasts by itself; a mask is of a row as it is
    if (operator === 'Expand') return input(0);
    if (operator === 'Unsqueeze' && input(0).kind === 'mask') return input(0);
    const alpha = reader.has('alpha') ? reader.float('alpha', 0) : null;
    const beta = reader.has('beta') ? reader.float('beta', 0) : null;
    const x = text(0);
    const plain = plainFunction(operator, x.text);
    if (plain !== null) return atom(plain, x.width);
    if (!isFunction(operator)) return refuse(`its body has ${operator}, which is not converted`);
    return { kind: 'text', text: functionText(operator, x.text, alpha, beta), tightness: LOOSE.atom, width: x.width };
  }

  #widthOf(term: Term): number | null {
    if (term.kind === 'text') return term.width;
    if (term.kind === 'weight') return term.dims.at(-1) ?? null;
    return 1;
  }

  #product(
    operator: string,
    input: (at: number) => Term,
    inside: (at: number, tightness: number, isRight?: boolean) => string,
    reader: NodeReader,
    addend: Term | null,
  ): Term {
    const a = input(0);
    const b = input(1);
    const isTurned = operator === 'Gemm' && reader.int('transB', 0) !== 0;
    if (
      operator === 'Gemm' &&
      (reader.int('transA', 0) !== 0 || reader.float('alpha', 1) !== 1 || reader.float('beta', 1) !== 1)
    )
      return refuse('its body has Gemm with factors, or that transposes its input');
    const matrix = this.#text(b.kind === 'weight' && isTurned ? { ...b, turned: !b.turned } : b, true);
    if (a.kind === 'weight' || matrix.dims?.length !== 2 || (isTurned && b.kind !== 'weight') || this.#text(a).dims)
      return refuse('its body multiplies other things than a value by a matrix of weights');
    const product: Term = {
      kind: 'text',
      text: `${inside(0, LOOSE.product)} @ ${matrix.text}`,
      tightness: LOOSE.product,
      width: matrix.width,
    };
    if (addend === null) return product;
    const { text, tightness } = this.#text(addend);
    return {
      ...product,
      text: `${product.text} + ${tightness <= LOOSE.sum ? `(${text})` : text}`,
      tightness: LOOSE.sum,
    };
  }

  #slice(
    node: OnnxNode,
    text: (at: number) => Extract<Term, { kind: 'text' }>,
    inside: (at: number, tightness: number) => string,
  ): Term {
    const [start, end, axis, step] = [1, 2, 3, 4].map((at) =>
      node.input[at] ? this.#whole(node.input[at] ?? '') : null,
    );
    const { width, dims } = text(0);
    const isOnly = dims?.length === 1 && (axis?.[0] ?? 0) === 0;
    if (
      width === null ||
      start?.length !== 1 ||
      end?.length !== 1 ||
      (step !== null && step?.[0] !== 1) ||
      !(isOnly || isLast(axis?.[0] ?? 0))
    )
      return refuse('its body cuts other axes than the last, or not in one piece');
    const bound = (place: number): number => Math.min(Math.max(place < 0 ? place + width : place, 0), width);
    const [from, to] = [bound(start[0] ?? 0), bound(end[0] ?? 0)];
    if (to <= from) return refuse('its body cuts nothing out');
    const made: Term = {
      kind: 'text',
      text: `${inside(0, LOOSE.atom)}[${from}:${to}]`,
      tightness: LOOSE.atom,
      width: to - from,
    };
    return dims === undefined ? made : { ...made, dims: [...dims.slice(0, -1), to - from] };
  }
}

/** The last of two axes: rows and features. */
const isLast = (axis: number): boolean => axis === -1 || axis === 1;

function turned(term: Term, reader: NodeReader): Term {
  const order = reader.ints('perm') ?? [1, 0];
  return term.kind === 'weight' && term.dims.length === 2 && order.join() === '1,0'
    ? { ...term, turned: !term.turned }
    : refuse('its body turns something else than a matrix of weights');
}

/** What a value of the graph around a body, or a constant in it, is in the equations. */
export function termOf(value: Value): Term {
  // the language repeats rows by itself
  if (value.kind === 'repeated') return termOf(value.of);
  if (value.kind === 'filled') return { kind: 'number', value: value.value };
  if (value.kind !== 'constant' || value.dtype !== 'float32') return { kind: 'outer', value };
  if (value.dims.length === 0) return { kind: 'number', value: value.data[0] ?? 0 };
  return { kind: 'weight', constant: value, dims: value.dims, turned: false };
}
