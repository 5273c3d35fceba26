import type { OnnxGraph, OnnxNode } from '../../../onnx/format.ts';
import { freeName, NodeReader } from '../conversion.ts';
import { functionText, isFunction, plainFunction, shortest } from '../functions.ts';
import type { Constant, Sizes, Value } from '../values.ts';
import { Axis, numbersOf, refuse, sizesOf } from '../values.ts';
import {
  axisIn,
  axisText,
  cutAlong,
  joined,
  pairwise,
  reshaped,
  rowless,
  sampleShape,
  squeezed,
  takenAt,
  turned,
  unsqueezed,
} from './axis-terms.ts';
import { BINARY, CALLS_OF_TWO, REDUCTIONS } from './operators.ts';
import type { OwnNodes } from './own-nodes.ts';
import { atom, LOOSE, numberText, shapeTogether, type Term, type Text, termOf, within } from './term.ts';

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
  readonly #own: OwnNodes | null;

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
    own: OwnNodes | null = null,
  ) {
    this.#values = new Map([...known].filter(([name]) => !given.has(name)));
    for (const [name, value] of this.#values) this.#terms.set(name, termOf(value));
    for (const [name, term] of given) this.#terms.set(name, term);
    this.#names = new Set(['x', ...next.values()].map((name) => name.replace("'", '')));
    for (const term of given.values()) if (term.kind === 'text') this.#names.add(term.text);
    for (const name of own?.names ?? []) this.#names.add(name);
    this.#next = next;
    this.#fold = fold;
    this.#own = own;
    const count = (name: string): void => void this.#readers.set(name, (this.#readers.get(name) ?? 0) + 1);
    for (const node of body.node) for (const name of node.input) count(name);
    for (const { name = '' } of body.output) count(name);
    for (const node of body.node)
      if (!this.#readOwn(node)) {
        this.#read(node);
        own?.note(node);
      }
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
  /** A value that several places of one expression read. */
  readonly #name = (x: Text): Text =>
    /^[\w']+$/.test(x.text) ? x : atom(this.#assign(x, 'part'), x.shape, x.ofWeights);

  #readOwn(node: OnnxNode): boolean {
    const made = this.#own?.read(node, (name) => this.termOf(name)) ?? null;
    if (made === null) return false;
    const [output = ''] = node.output;
    if (made.value !== undefined) this.#values.set(output, made.value);
    this.#terms.set(output, this.#named(output, made.term));
    return true;
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
    if (term?.kind === 'text' && !term.ofWeights) {
      const sizes: Value = { kind: 'sizes', rank: 1, entries: [new Axis(null, 'batch'), ...term.shape] };
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
      return atom(primed, term.shape, term.ofWeights);
    }
    if (term.tightness === LOOSE.atom && /^[\w'.]+$/.test(term.text)) return term;
    const own = /\.step\.([A-Za-z]\w*)(?:\.\d+)?$/.exec(output)?.[1];
    if (own === undefined && (this.#readers.get(output) ?? 0) < 2) return term;
    return atom(this.#assign(term, own ?? 'part'), term.shape, term.ofWeights);
  }

  #split(node: OnnxNode, reader: NodeReader): void {
    const x = this.#text(this.termOf(node.input[0] ?? ''));
    const place = axisIn(x, reader.int('axis', 0), 'splits');
    const outputs = node.output;
    const width = x.shape[place] ?? 1;
    const given = node.input[1] ? this.#whole(node.input[1]) : null;
    const each = Math.ceil(width / reader.int('num_outputs', outputs.length));
    const sizes = given ?? reader.ints('split') ?? outputs.map((_, i) => Math.min(each, width - i * each));
    const isWhole = sizes.reduce((sum, size) => sum + size, 0) === width;
    if (!isWhole || sizes.length !== outputs.length || sizes.some((size) => !Number.isInteger(size) || size < 1))
      refuse(`its body splits ${width} places into ${sizes.join(', ')}`);
    const unread = reader.unread;
    if (unread.length > 0) refuse(`its body has Split with ${unread.join(', ')}, which is not converted`);
    const names = outputs.map((output) => {
      const primed = this.#next.get(output);
      return primed ?? freeName(/\.step\.([A-Za-z]\w*)(?:\.\d+)?$/.exec(output)?.[1] ?? 'part', this.#names);
    });
    const isRead = (output: string): boolean => (this.#readers.get(output) ?? 0) > 0;
    if (outputs.length === 1) this.equations.push(`${names[0]} = ${x.text}`);
    else if (outputs.every(isRead)) {
      const isEqual = sizes.every((size) => size === sizes[0]);
      const call = `split(${[x.text, ...(isEqual ? [] : sizes)].join(', ')}${axisText(x, place)})`;
      this.equations.push(`${names.join(', ')} = ${call}`);
    } else {
      // an equation that nothing reads is a mistake in the language
      const whole = this.#name(x);
      let from = 0;
      for (const [i, output] of outputs.entries()) {
        const to = from + (sizes[i] ?? 0);
        if (isRead(output)) this.equations.push(`${names[i]} = ${cutAlong(whole, place, from, to).text}`);
        from = to;
      }
    }
    for (const [i, output] of outputs.entries()) {
      const shape = x.shape.map((size, axis) => (axis === place ? (sizes[i] ?? 1) : size));
      this.#terms.set(output, atom(names[i] ?? '', shape, x.ofWeights));
    }
  }

  #whole(name: string): readonly number[] {
    const term = this.termOf(name);
    if (term.kind === 'outer') return numbersOf(term.value);
    return refuse('its body reads sizes that are computed');
  }

  #sizes(name: string): Sizes {
    const term = this.termOf(name);
    return term.kind === 'outer' ? sizesOf(term.value) : refuse('its body reads sizes that are computed');
  }

  /**
   * An expression of a term; weights become the cell's here.
   * @param rank how many axes of one sample it meets: an axis of size 1 before those, of a weight, is the one of rows; null: it meets nothing
   */
  #text(term: Term, rank: number | null = 1): Text {
    if (term.kind === 'text') return rank === null || !term.ofWeights ? term : rowless(term, rank);
    if (term.kind === 'number') return numberText(term.value);
    if (term.kind === 'weight') {
      const isRow = rank !== null && !term.turned && term.dims.length === rank + 1 && term.dims[0] === 1;
      const own = isRow ? term.dims.slice(1) : term.dims;
      const name = this.#weight(term.constant, own);
      return term.turned ? atom(`transpose(${name})`, [...own].reverse(), true) : atom(name, own, true);
    }
    if (term.kind === 'mask' || term.kind === 'masked' || term.kind === 'held')
      return refuse('its body computes with which steps count, beyond the choice of next states and outputs');
    return refuse('its body computes with what is no number of the file and no sequence');
  }

  /** Values that meet, of which those of weights alone have no rows. */
  #aligned(terms: readonly Term[]): readonly Text[] {
    const ranks = terms.flatMap((term) => (term.kind === 'text' && !term.ofWeights ? [term.shape.length] : []));
    const rank = ranks.length === 0 ? null : Math.max(...ranks);
    if (ranks.some((one) => one !== rank)) return refuse('its body combines values with different axes');
    const texts = terms.map((term) => this.#text(term, rank));
    if (rank !== null && texts.some(({ shape }) => shape.length > rank))
      return refuse('its body combines a value with a weight that has more axes');
    return texts;
  }
  /** Values that meet axis by axis from the last one, with the shape of what they give. */
  #together(terms: readonly Term[]): { readonly texts: readonly Text[]; readonly all: Text } {
    const texts = this.#aligned(terms);
    const shape = shapeTogether(texts.map((text) => text.shape));
    return {
      texts,
      all: atom(
        '',
        shape,
        texts.every(({ ofWeights }) => ofWeights),
      ),
    };
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
    const text = (at: number): Text => this.#text(input(at));
    const present = inputs.map((_, at) => input(at));
    if (operator === 'Identity') return input(0);
    const binary = Object.hasOwn(BINARY, operator) ? BINARY[operator] : undefined;
    if (binary !== undefined) {
      const { texts, all } = this.#together(present);
      const [a, b] = texts;
      if (a === undefined || b === undefined) return refuse(`its body has ${operator} of one value`);
      const { sign, tightness } = binary;
      const left = within(a, tightness + (tightness === LOOSE.compare ? 1 : 0));
      return { ...all, text: `${left} ${sign} ${within(b, tightness, true)}`, tightness };
    }
    if (operator === 'MatMul' || operator === 'Gemm') return this.#product(operator, input, reader, inputs[2] ?? null);
    const call = (name: string): Term => {
      const { texts, all } = this.#together(present);
      return { ...all, text: `${name}(${texts.map((one) => one.text).join(', ')})` };
    };
    const ofTwo = Object.hasOwn(CALLS_OF_TWO, operator) ? CALLS_OF_TWO[operator] : undefined;
    if (ofTwo !== undefined)
      return present.length === 2 ? call(ofTwo) : refuse(`its body has ${operator} of ${present.length} values`);
    const signed = (sign: string, isRight: boolean): Term => {
      const x = text(0);
      return { ...x, text: `${sign}${within(x, LOOSE.sign, isRight)}`, tightness: LOOSE.sign };
    };
    if (operator === 'Not') return signed('not ', false);
    if (operator === 'Neg') return signed('-', true);
    if (operator === 'Reciprocal') {
      const x = text(0);
      return { ...x, text: `1 / ${within(x, LOOSE.product, true)}`, tightness: LOOSE.product };
    }
    if (operator === 'Where') return input(0).kind === 'mask' ? { kind: 'masked' } : call('where');
    if (operator === 'Concat') {
      if (present.some((term) => term.kind === 'number')) return refuse('its body joins a number with values');
      const texts = this.#aligned(present);
      const [first] = texts;
      if (first === undefined) return refuse('its body joins nothing');
      const data = texts.find(({ ofWeights }) => !ofWeights) ?? first;
      return joined(texts, axisIn(data, reader.int('axis', 0), 'joins'));
    }
    if (operator === 'Transpose') return turned(input(0), reader);
    if (operator === 'Softmax') {
      const x = text(0);
      return atom(`softmax(${x.text}${axisText(x, axisIn(x, reader.int('axis', -1), 'has a softmax over'))})`, x.shape);
    }
    if (Object.hasOwn(REDUCTIONS, operator)) return this.#reduced(REDUCTIONS[operator] ?? '', node, text(0), reader);
    if (operator === 'Cast') {
      const to = reader.int('to', 0);
      const word =
        to === 1 ? 'float' : to === 6 ? 'int' : refuse('its body casts to another type than float32 and int32');
      return call(word);
    }
    if (operator === 'Clip') {
      const bound = (at: number): string => {
        const term = inputs[at] ?? null;
        return term?.kind === 'number' ? shortest(term.value) : refuse('its body clips to what is no number');
      };
      const x = text(0);
      return { ...x, text: `clip(${x.text}, ${bound(1)}, ${bound(2)})`, tightness: LOOSE.atom };
    }
    // a mask is of a row as it is
    if (operator === 'Unsqueeze' && input(0).kind === 'mask') return input(0);
    const moved = this.#moved(operator, node, input(0), reader);
    if (moved !== null) return moved;
    const alpha = reader.has('alpha') ? reader.float('alpha', 0) : null;
    const beta = reader.has('beta') ? reader.float('beta', 0) : null;
    const x = text(0);
    const plain = plainFunction(operator, x.text);
    if (plain === null && !isFunction(operator)) return refuse(`its body has ${operator}, which is not converted`);
    return { ...x, text: plain ?? functionText(operator, x.text, alpha, beta), tightness: LOOSE.atom };
  }

  /** Nodes that take and move axes; null for others. */
  #moved(operator: string, node: OnnxNode, term: Term, reader: NodeReader): Term | null {
    const given = (at: number): readonly number[] | null => (node.input[at] ? this.#whole(node.input[at] ?? '') : null);
    if (operator === 'Slice') return this.#slice(this.#text(term), [1, 2, 3, 4].map(given));
    if (operator === 'Unsqueeze') {
      const x = this.#text(term, null);
      const axes = given(1) ?? reader.ints('axes') ?? refuse('its body adds axes that are not known');
      const rows = x.ofWeights ? 0 : 1;
      const rank = x.shape.length + axes.length + rows;
      return unsqueezed(
        x,
        axes.map((axis) => (axis < 0 ? axis + rank : axis) - rows),
      );
    }
    if (operator === 'Squeeze') {
      const x = this.#text(term, null);
      const axes = given(1) ?? reader.ints('axes') ?? refuse('its body takes away axes that are not known');
      return squeezed(
        x,
        axes.map((axis) => axisIn(x, axis, 'takes away')),
      );
    }
    if (operator === 'Gather') {
      const { rank, entries } = this.#sizes(node.input[1] ?? '');
      const x = this.#text(term, null);
      const place = axisIn(x, reader.int('axis', 0), 'takes one of the');
      const [index] = entries;
      const size = x.shape[place] ?? 1;
      if (rank !== 0 || typeof index !== 'number' || index < -size || index >= size)
        return refuse('its body takes several places at once, or one that is not there');
      return takenAt(x, place, index < 0 ? index + size : index);
    }
    if (operator !== 'Reshape' && operator !== 'Expand') return null;
    const x = this.#text(term);
    if (x.ofWeights) return refuse(`its body has ${operator} of weights alone`);
    const sizes = this.#sizes(node.input[1] ?? '');
    if (operator === 'Reshape') return reshaped(x, sampleShape(x, sizes, reader.int('allowzero', 0) === 0), this.#name);
    const wanted = sizes.entries.slice(1).map((size) => (size instanceof Axis ? size.root.size : size));
    return wanted.length === x.shape.length && wanted.every((size, axis) => size === 1 || size === x.shape[axis])
      ? x
      : refuse('its body repeats a value along an axis');
  }

  #reduced(word: string, node: OnnxNode, x: Text, reader: NodeReader): Text {
    const isKept = reader.int('keepdims', 1) === 1;
    const axes = node.input[1] ? this.#whole(node.input[1]) : (reader.ints('axes') ?? []);
    const places = axes.map((axis) => axisIn(x, axis, `has ${node.opType} over`));
    if (places.length === 0 || new Set(places).size < places.length)
      return refuse(`its body has ${node.opType} over axes that are not known, or over rows`);
    const made = places.reduce((of, place) => {
      const shape = of.shape.map((size, axis) => (axis === place ? 1 : size));
      return atom(`${word}(${of.text}${axisText(of, place)})`, shape, of.ofWeights);
    }, x);
    return isKept ? made : squeezed(made, places);
  }

  #product(operator: string, input: (at: number) => Term, reader: NodeReader, addend: Term | null): Term {
    const [left, right] = [input(0), input(1)];
    const isTurned = operator === 'Gemm' && reader.int('transB', 0) !== 0;
    if (
      operator === 'Gemm' &&
      (reader.int('transA', 0) !== 0 || reader.float('alpha', 1) !== 1 || reader.float('beta', 1) !== 1)
    )
      return refuse('its body has Gemm with factors, or that transposes its input');
    const matrix = this.#text(right.kind === 'weight' && isTurned ? { ...right, turned: !right.turned } : right, null);
    const a = this.#text(left, null);
    if (!a.ofWeights && !matrix.ofWeights && operator === 'MatMul' && addend === null) return pairwise(a, matrix);
    if (matrix.shape.length !== 2 || a.ofWeights || !matrix.ofWeights || (isTurned && right.kind !== 'weight'))
      return refuse('its body multiplies other things than a value by a matrix of weights');
    if (a.shape.at(-1) !== matrix.shape[0])
      return refuse(`its body multiplies ${a.shape.at(-1)} features by a matrix [${matrix.shape.join(', ')}]`);
    const product: Text = {
      ...a,
      text: `${within(a, LOOSE.product)} @ ${matrix.text}`,
      tightness: LOOSE.product,
      shape: [...a.shape.slice(0, -1), matrix.shape[1] ?? 1],
    };
    if (addend === null) return product;
    const { texts, all } = this.#together([product, addend]);
    return {
      ...all,
      text: `${product.text} + ${texts.slice(1).map((one) => within(one, LOOSE.sum, true))}`,
      tightness: LOOSE.sum,
    };
  }

  #slice(x: Text, [starts, ends, axes, steps]: readonly (readonly number[] | null | undefined)[]): Text {
    if (!starts || !ends || starts.length !== ends.length || steps?.some((step) => step !== 1))
      return refuse('its body cuts what is not known, or not in one piece');
    return starts.reduce((of, start, i) => {
      const place = axisIn(of, axes?.[i] ?? i, 'cuts');
      const size = of.shape[place] ?? 1;
      const bound = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, 0), size);
      const [from, to] = [bound(start), bound(ends[i] ?? 0)];
      return to <= from ? refuse('its body cuts nothing out') : cutAlong(of, place, from, to);
    }, x);
  }
}
