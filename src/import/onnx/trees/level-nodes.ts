import type { OnnxNode } from '../../../onnx/format.ts';
import { DOMAIN } from '../../../onnx/trees/function-writer.ts';
import type { OwnNodes } from '../bodies/own-nodes.ts';
import { atom, type OfLevel, type Term, type Text } from '../bodies/term.ts';
import type { Conversion } from '../conversion.ts';
import { Axis, refuse, type TreeWalk, type WalkPart } from '../values.ts';

/** Whether a value of a body has a row for each node of the level, or for each child of one. */
export type RowsOf = 'node' | 'child';

/** A state by the name that it has in the cell. */
export interface TableState {
  readonly param: string;
  readonly name: string;
  readonly shape: readonly number[];
}

/** What the cell calls things. */
export interface CellNames {
  /** What it reads, by the name that the graph around the body has for it. */
  readonly texts: ReadonlyMap<string, Text>;
  /** null for a list. */
  readonly children: readonly string[] | null;
  readonly taken: ReadonlySet<string>;
}

/** Reads the nodes in the body of a loop over levels that know of rows. */
export class LevelNodes implements OwnNodes {
  /** By the name of the value. */
  readonly rows = new Map<string, RowsOf>();
  /** Names that the cell has already. */
  readonly names: ReadonlySet<string>;
  /** Sizes of the lengths of axes in the body. */
  readonly nodes = new Axis(null, 'batch');
  readonly links = new Axis(null, 'batch');
  readonly #walk: TreeWalk;
  readonly #states: readonly TableState[];
  readonly #texts: ReadonlyMap<string, Text>;
  readonly #children: readonly string[] | null;
  readonly #conversion: Conversion;

  constructor(
    walk: TreeWalk,
    states: readonly TableState[],
    { texts, children, taken }: CellNames,
    conversion: Conversion,
  ) {
    this.names = taken;
    this.#walk = walk;
    this.#states = states;
    this.#texts = texts;
    this.#children = children;
    this.#conversion = conversion;
  }

  /** The sizes of what the cell reads, by name. */
  get sizes(): ReadonlyMap<string, number> {
    return new Map([...this.#texts.values()].map(({ text, shape }) => [text, shape[0] ?? 1]));
  }

  read(node: OnnxNode, termOf: (name: string) => Term): ReturnType<OwnNodes['read']> {
    const operator = node.opType ?? '';
    const [output = ''] = node.output;
    if (node.domain === DOMAIN) {
      this.#conversion.expectOwn(operator);
      if (node.attribute.length > 0) return refuse(`its body has ${operator} with attributes`);
      return { term: this.#called(operator, node.input, output, termOf) };
    }
    const [first = '', second = ''] = node.input;
    const indices = operator === 'Gather' && second !== '' ? termOf(second) : null;
    if (operator === 'Gather' && indices !== null && isLevel(indices)) {
      const part = this.#partOf(termOf(first)) ?? refuse('its body takes the element of a level of what no walk gives');
      const isAlong = node.attribute.every(({ name, i }) => name === 'axis' && (i ?? 0) === 0);
      if (!isAlong || !NUMBERS.has(part.part)) return refuse('its body takes the element of a level of a list of rows');
      return { term: ofLevel({ kind: 'number', part: part.part }) };
    }
    const term = first === '' ? null : termOf(first);
    if (indices?.kind === 'of level') {
      if (node.attribute.some(({ i }) => (i ?? 0) !== 0)) return refuse('its body takes columns by links of the trees');
      if (term?.kind === 'of level' && term.value.kind === 'table')
        return { term: this.#ofChildren(term.value.state, indices, output, false) };
      if (indices.value.kind === 'owners' && term !== null)
        return { term: this.#stretched(textOf(term), first, output) };
    }
    if (term?.kind !== 'of level' || term.value.kind !== 'number') return null;
    const { part } = term.value;
    if (operator === 'Cast') return { term };
    if (operator !== 'Unsqueeze' || (part !== 'counts' && part !== 'link_counts')) return null;
    const size = { kind: 'sizes', rank: 1, entries: [part === 'counts' ? this.nodes : this.links] } as const;
    return { term: { kind: 'outer', value: size }, value: size };
  }
  #called(name: string, inputs: readonly string[], output: string, termOf: (name: string) => Term): Term {
    const [a = '', b = '', c = '', d = ''] = inputs;
    if (name === 'RowsOfLevel') {
      if (!isLevel(termOf(d))) return refuse('its body takes the rows of another level');
      return this.#ofLevel(termOf(a), a, this.#partOf(termOf(b)), this.#partOf(termOf(c)), output);
    }
    if (name === 'RowsOrZeros') {
      const table = termOf(a);
      if (table.kind === 'of level' && table.value.kind === 'table')
        return this.#ofChildren(table.value.state, termOf(b), output, true);
      const indices = termOf(b);
      return indices.kind === 'of level' && indices.value.kind === 'owners'
        ? this.#stretched(textOf(table), a, output)
        : refuse('its body looks up rows by what is no link of the trees');
    }
    if (name === 'SumRows' || name === 'MaxRows') {
      const owners = termOf(a);
      const size = termOf(c);
      const isOfLevel = size.kind === 'outer' && size.value.kind === 'sizes' && size.value.entries[0] === this.nodes;
      if (owners.kind !== 'of level' || owners.value.kind !== 'owners' || !isOfLevel || this.#rowsOf(b) !== 'child')
        return refuse('its body adds up something else than the children of the nodes of a level');
      this.rows.set(output, 'node');
      const x = textOf(termOf(b));
      return atom(`${name === 'SumRows' ? 'sum' : 'max'}_children(${x.text})`, x.shape);
    }
    if (name === 'WriteRows') {
      const table = termOf(a);
      const start = termOf(c);
      const isTable = table.kind === 'of level' && table.value.kind === 'table';
      const isList = table.kind === 'of level' && table.value.kind === 'list';
      const wanted = isTable ? 'rows' : isList ? 'starts' : refuse('its body writes rows into what it does not carry');
      if (start.kind !== 'of level' || start.value.kind !== 'number' || start.value.part !== wanted)
        return refuse('its body writes rows elsewhere than where the nodes of its level stand');
      return ofLevel({ kind: 'written' });
    }
    return refuse(`its body has ${name} of ${DOMAIN}, which is not converted`);
  }

  #partOf(term: Term): WalkPart | null {
    if (term.kind !== 'outer' || term.value.kind !== 'walk part') return null;
    return term.value.walk === this.#walk ? term.value : refuse('its body reads another walk');
  }

  #ofLevel(term: Term, from: string, starts: WalkPart | null, counts: WalkPart | null, output: string): Term {
    const bounds = `${starts?.part} ${counts?.part}`;
    const isLinks = bounds === 'link_starts link_counts';
    if (!isLinks && bounds !== 'starts counts') return refuse('its body cuts rows by what are no levels of the walk');
    const part = this.#partOf(term);
    if (part !== null) {
      if (isLinks && part.part === 'owners') return ofLevel({ kind: 'owners' });
      if (isLinks && part.part === 'predecessors') return ofLevel({ kind: 'children', place: null });
      const place = /^place_(\d+)$/.exec(part.part)?.[1];
      return !isLinks && place !== undefined
        ? ofLevel({ kind: 'children', place: Number(place) })
        : refuse(`its body takes the rows of a level of ${part.part}`);
    }
    const text = isLinks ? undefined : this.#texts.get(from);
    if (text === undefined)
      return refuse('its body takes the rows of a level of what is no sequence in the order of the walk');
    this.rows.set(output, 'node');
    return text;
  }

  #ofChildren(state: number, indices: Term, output: string, isZeroForNone: boolean): Term {
    const { name, shape } = this.#states[state] ?? refuse('its body reads a state that it does not carry');
    if (indices.kind !== 'of level' || indices.value.kind !== 'children')
      return refuse('its body reads states of others than children');
    const { place } = indices.value;
    if (!isZeroForNone && place !== null && !this.#walk.form.started)
      return refuse('its body reads the last row where a child is missing');
    this.rows.set(output, place === null ? 'child' : 'node');
    return atom(place === null ? name : `${this.#children?.[place] ?? ''}.${name}`, shape);
  }

  /** A value of nodes for each of their children: the language does that where both meet. */
  #stretched(x: Text, from: string, output: string): Term {
    if (this.#rowsOf(from) !== 'node') return refuse('its body repeats for children what is no value of nodes');
    this.rows.set(output, 'child');
    return x;
  }

  /** Which rows values have is noted as nodes are read; a value of neither is one of weights. */
  #rowsOf(name: string): RowsOf | null {
    return this.rows.get(name) ?? null;
  }

  /** Notes the rows of what any other node gives. @throws Refusal where values of nodes and of children meet */
  note({ input, output }: OnnxNode): void {
    const all = new Set(input.flatMap((name) => this.rows.get(name) ?? []));
    const [only, other] = all;
    if (other !== undefined) refuse('its body combines values of nodes with values of children');
    if (only !== undefined) for (const name of output) if (!this.rows.has(name)) this.rows.set(name, only);
  }
}

const isLevel = (term: Term): boolean =>
  term.kind === 'of level' && term.value.kind === 'number' && term.value.part === 'level';
const NUMBERS: ReadonlySet<string> = new Set(['starts', 'counts', 'rows', 'link_starts', 'link_counts']);
const ofLevel = (value: OfLevel): Term => ({ kind: 'of level', value });
const textOf = (term: Term): Text =>
  term.kind === 'text' && !term.ofWeights ? term : refuse('its body takes rows of what has no rows');
