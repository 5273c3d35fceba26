import { type CellSpec, isFunctionValue, type ParameterValue } from '../../compiler/1-read/spec/spec.ts';
import { printFunction } from '../../compiler/1-read/values/function-value.ts';
import { evaluateBuildTime } from '../../compiler/2-build/equations/build-time.ts';
import { BuildFailure } from '../../compiler/2-build/equations/failure.ts';
import type { Assignment, Expr } from '../../compiler/equations/ast.ts';
import { functionSignatures, isFunctionName } from '../../compiler/equations/functions.ts';
import { printExpression, printSubscripts } from '../../compiler/equations/print.ts';
import type { Diagram, DiagramEdge, DiagramNode, NodeKind } from './diagram.ts';

/** What the picture of a cell follows from; a layer of equations is a cell without states. */
export type CellBody = Pick<CellSpec, 'name' | 'states' | 'weights' | 'equations' | 'output'> & {
  readonly inputs: readonly { readonly name: string }[];
};

/** Parameters and sizes that a cell is used with. */
export type CellScope = ReadonlyMap<string, ParameterValue>;

/**
 * The inside of a cell, from its equations: states go straight through from left to right; a sum of products with weights is a box (a gate where a
 * function of one argument is taken of it), what is done element by element a circle. Conditions are decided as `scope` says.
 */
export function drawCell(cell: CellBody, scope: CellScope): Diagram {
  const drawing = new CellDrawing(cell, scope);
  return drawing.draw();
}

/** Whether a function takes a tensor by this name, as it does by place. */
const isTensor = (callee: string, name: string): boolean =>
  isFunctionName(callee) &&
  functionSignatures[callee].arguments.some((each) => each.name === name && each.kind === 'value');

/** What an expression is in the picture. */
type Drawn =
  /** A node's value; `label` is written at the line from it. */
  | { readonly kind: 'node'; readonly id: string; readonly label: string | null }
  /** A number, as text. */
  | { readonly kind: 'number'; readonly text: string }
  /** A weight by itself. */
  | { readonly kind: 'weight'; readonly name: string }
  /** Several at once: `[x, h]`. */
  | { readonly kind: 'join'; readonly items: readonly Drawn[] };

/** Of a sum. */
interface Term {
  readonly expr: Expr;
  readonly negative: boolean;
}

const SYMBOLS: { readonly [operator: string]: string } = {
  '*': '×',
  '/': '÷',
  '-': '−',
  '<=': '≤',
  '>=': '≥',
  '!=': '≠',
};
/** What tells the operands apart, by symbol: the second one is taken away, or divides. */
const SIDES: { readonly [symbol: string]: readonly string[] | undefined } = {
  '−': ['', '(−)'],
  '÷': ['', '(÷)'],
  ...Object.fromEntries(['<', '≤', '>', '≥'].map((symbol) => [symbol, ['(left)', '(right)']])),
};
const symbolOf = (operator: string): string => SYMBOLS[operator] ?? operator;
const functionSymbol = (name: string): string => (name === 'sigmoid' ? 'σ' : name);

class CellDrawing {
  readonly #cell: CellBody;
  readonly #scope: CellScope;
  readonly #nodes = new Map<string, DiagramNode>();
  readonly #edges: DiagramEdge[] = [];
  readonly #names = new Map<string, Drawn>();
  /** How often the equations read each name. */
  readonly #reads = new Map<string, number>();
  /** Nodes that are sums of products without a function yet. */
  readonly #sums = new Set<string>();
  /** Circles that add or take away. */
  readonly #additions = new Set<string>();
  #count = 0;

  constructor(cell: CellBody, scope: CellScope) {
    this.#cell = cell;
    this.#scope = scope;
  }

  draw(): Diagram {
    const { name, states, inputs, equations, output } = this.#cell;
    const present = states.filter(({ when }) => when === null || this.#holds(when));
    for (const state of present) this.#names.set(state.name, this.#source(state.name, 'state', state.name));
    for (const input of inputs) this.#names.set(input.name, this.#source(input.name, 'input', null));
    for (const { value } of equations) this.#countReads(value);
    this.#countReads(output);
    for (const assignment of equations) this.#assign(assignment);
    for (const { name: state } of present) {
      const next = this.#names.get(`${state}'`);
      if (next !== undefined) this.#sink(`${state}'`, 'state', next, state);
    }
    this.#sink('output', 'output', this.#drawn(output), null);
    this.#straighten(present.map((state) => state.name));
    const used = new Set(this.#edges.flatMap(({ from, to }) => [from, to]));
    return {
      title: name,
      flow: 'right',
      nodes: [...this.#nodes.values()].filter(({ id }) => used.has(id)),
      edges: this.#edges.map((edge) => (this.#isAlongLane(edge) ? { ...edge, kind: 'state' } : edge)),
      groups: [],
    };
  }

  #holds(condition: Expr): boolean {
    return evaluateBuildTime(condition, this.#scope) === true;
  }

  #countReads(expr: Expr): void {
    switch (expr.kind) {
      case 'name': {
        const name = nameOf(expr);
        this.#reads.set(name, (this.#reads.get(name) ?? 0) + 1);
        return;
      }
      case 'conditional':
        this.#countReads(this.#holds(expr.condition) ? expr.then : expr.otherwise);
        return;
      case 'number':
      case 'boolean':
        return;
      case 'call':
        for (const argument of [...expr.args, ...expr.named.map(({ value }) => value)]) this.#countReads(argument);
        return;
      case 'unary':
      case 'slice':
        this.#countReads(expr.operand);
        return;
      case 'binary':
        this.#countReads(expr.left);
        this.#countReads(expr.right);
        return;
      case 'join':
        for (const item of expr.items) this.#countReads(item);
    }
  }

  #assign({ targets, value }: Assignment): void {
    const drawn = this.#drawn(value);
    for (const target of targets) {
      const label = target.primed ? null : target.name;
      this.#names.set(nameOf(target), drawn.kind === 'node' ? { ...drawn, label } : drawn);
    }
    const node = drawn.kind === 'node' ? this.#nodes.get(drawn.id) : undefined;
    if (node?.path !== '') return;
    const names = targets.map(nameOf).join(', ');
    // parts go out in their order
    this.#set(node.id, { path: names, lines: targets.length > 1 ? [...node.lines, `→ ${names}`] : node.lines });
  }

  #add(kind: NodeKind, lines: readonly string[], id = `n${this.#count++}`): string {
    this.#nodes.set(id, { id, kind, lines, group: null, path: '', step: null, place: null, lane: null });
    return id;
  }

  #source(name: string, kind: NodeKind, lane: string | null): Drawn {
    const id = this.#add(kind, [name], `from ${name}`);
    this.#set(id, { path: name, lane });
    return { kind: 'node', id, label: null };
  }

  #sink(name: string, kind: NodeKind, from: Drawn, lane: string | null): void {
    const id = this.#add(kind, [name], `to ${name}`);
    this.#set(id, { path: name, lane });
    this.#connect(from, id, null);
  }

  #set(id: string, change: Partial<Pick<DiagramNode, 'path' | 'lane' | 'lines' | 'kind'>>): void {
    const node = this.#nodes.get(id);
    if (node !== undefined) this.#nodes.set(id, { ...node, ...change });
  }

  #connect(from: Drawn, to: string, label: string | null): void {
    const add = (id: string, text: string | null): void => {
      this.#edges.push({ from: id, to, kind: 'data', label: text });
    };
    switch (from.kind) {
      case 'node':
        add(from.id, label ?? from.label);
        return;
      case 'weight':
        add(this.#add('weight', [from.name]), label);
        return;
      case 'number':
        add(this.#add('weight', [from.text]), label);
        return;
      case 'join':
        for (const item of from.items) this.#connect(item, to, null);
    }
  }

  #drawn(expr: Expr): Drawn {
    switch (expr.kind) {
      case 'number':
      case 'boolean':
        return { kind: 'number', text: String(expr.value) };
      case 'name':
        return this.#named(expr);
      case 'conditional':
        return this.#drawn(this.#holds(expr.condition) ? expr.then : expr.otherwise);
      case 'unary': {
        const operand = this.#drawn(expr.operand);
        if (operand.kind === 'number') return { kind: 'number', text: `−${operand.text}` };
        return this.#operation(symbolOf(expr.operator), [operand]);
      }
      case 'binary':
        return this.#binary(expr);
      case 'join':
        return { kind: 'join', items: expr.items.map((item) => this.#drawn(item)) };
      case 'slice':
        return this.#operation(printSubscripts(expr.subscripts), [this.#drawn(expr.operand)]);
      case 'call':
        return this.#call(expr);
    }
  }

  #named(expr: Expr & { readonly kind: 'name' }): Drawn {
    const name = nameOf(expr);
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const parameter = this.#scope.get(name);
    if (parameter !== undefined && !isFunctionValue(parameter))
      return { kind: 'number', text: String(parameter.value) };
    if (this.#cell.weights.some((weight) => weight.name === name)) return { kind: 'weight', name };
    // a state of a child, or the number of the step
    const isChild = name.includes('.');
    const source = this.#source(name, isChild ? 'state' : 'input', null);
    this.#names.set(name, source);
    return source;
  }

  #binary(expr: Expr & { readonly kind: 'binary' }): Drawn {
    const number = this.#number(expr);
    if (number !== null) return { kind: 'number', text: number };
    if (expr.operator === '+' || expr.operator === '-' || expr.operator === '@') return this.#sum(expr);
    const [left, right] = [this.#drawn(expr.left), this.#drawn(expr.right)];
    return this.#pair(symbolOf(expr.operator), left, right);
  }

  /** A number at one side is written into the circle: `1 −`, `× 0.5`. */
  #pair(symbol: string, left: Drawn, right: Drawn): Drawn {
    if (left.kind === 'number') return this.#operation(`${left.text} ${symbol}`, [right]);
    if (right.kind === 'number') return this.#operation(`${symbol} ${right.text}`, [left]);
    return this.#operation(symbol, [left, right], SIDES[symbol]);
  }

  /** @param sides what is written at the lines of the operands, where their order counts */
  #operation(symbol: string, operands: readonly Drawn[], sides: readonly string[] = []): Drawn {
    const id = this.#add('operation', [symbol]);
    if (/^[+−]/.test(symbol)) this.#additions.add(id);
    for (const [i, operand] of operands.entries()) {
      const name = operand.kind === 'node' ? operand.label : null;
      this.#connect(operand, id, [name, sides[i]].filter((text) => text != null && text !== '').join(' ') || null);
    }
    return { kind: 'node', id, label: null };
  }

  /** Terms that are products with weights, and weights alone, are one box; the others are added to it one by one. */
  #sum(expr: Expr): Drawn {
    const terms = this.#termsOf(expr, false);
    const linear = terms.filter(({ expr: term }) => this.#isProduct(term) || this.#isWeight(term));
    const hasProduct = linear.some(({ expr: term }) => this.#isProduct(term));
    const begun = hasProduct ? null : this.#begunBox(terms, linear);
    let total: Drawn | null = hasProduct ? this.#box(linear) : begun;
    const others =
      total === null
        ? terms
        : terms.filter((term) => !linear.includes(term) && !(begun !== null && this.#isNameOf(term.expr, begun)));
    for (const { expr: term, negative } of others) {
      const drawn = this.#drawn(term);
      if (total === null) total = negative ? this.#operation('−', [drawn]) : drawn;
      else total = this.#pair(negative ? '−' : '+', total, drawn);
    }
    return total ?? { kind: 'number', text: '0' };
  }

  /** Weights that are added to a box of an earlier line, which nothing else reads, belong to it. */
  #begunBox(terms: readonly Term[], weights: readonly Term[]): Drawn | null {
    if (weights.length === 0) return null;
    for (const { expr } of terms) {
      const drawn = expr.kind === 'name' && !this.#isWeight(expr) ? this.#drawn(expr) : null;
      if (drawn?.kind !== 'node' || !this.#isOwnSum(expr, drawn)) continue;
      const [first = '', ...names] = this.#nodes.get(drawn.id)?.lines ?? [];
      const added = weights.map(({ expr: weight, negative }) => `${negative ? '−' : ''}${printExpression(weight)}`);
      this.#set(drawn.id, { lines: [first, [...names, ...added].join(', ')] });
      return drawn;
    }
    return null;
  }

  /** Asked of names alone: anything else would be drawn once more by asking. */
  #isNameOf(expr: Expr, drawn: Drawn): boolean {
    return expr.kind === 'name' && this.#drawn(expr) === drawn;
  }

  #termsOf(expr: Expr, negative: boolean): readonly Term[] {
    if (expr.kind === 'conditional')
      return this.#termsOf(this.#holds(expr.condition) ? expr.then : expr.otherwise, negative);
    if (expr.kind === 'binary' && (expr.operator === '+' || expr.operator === '-') && this.#number(expr) === null)
      return [
        ...this.#termsOf(expr.left, negative),
        ...this.#termsOf(expr.right, expr.operator === '-' ? !negative : negative),
      ];
    return [{ expr, negative }];
  }

  #isProduct = (expr: Expr): boolean => expr.kind === 'binary' && expr.operator === '@';

  #isWeight(expr: Expr): boolean {
    return (
      expr.kind === 'name' && !this.#names.has(nameOf(expr)) && this.#cell.weights.some((w) => w.name === expr.name)
    );
  }

  /** `[x, h] @ kernel + bias` as a box with its weights; x and h lead into it. */
  #box(terms: readonly Term[]): Drawn {
    const weights: string[] = [];
    const read: Drawn[] = [];
    for (const { expr, negative } of terms) {
      const sign = negative ? '−' : '';
      if (expr.kind === 'binary') {
        read.push(this.#drawn(expr.left));
        const right = this.#drawn(expr.right);
        if (right.kind === 'weight') weights.push(`${sign}${right.name}`);
        else if (right.kind === 'node') read.push(right);
        if (right.kind !== 'weight') weights.push(printExpression(expr.right));
      } else weights.push(`${sign}${printExpression(expr)}`);
    }
    const id = this.#add('gate', ['linear', weights.join(', ')]);
    this.#sums.add(id);
    const seen = new Set<string>();
    for (const each of read.flatMap((drawn) => (drawn.kind === 'join' ? drawn.items : [drawn]))) {
      const key = JSON.stringify(each);
      if (!seen.has(key)) this.#connect(each, id, null);
      seen.add(key);
    }
    return { kind: 'node', id, label: null };
  }

  #call(expr: Expr & { readonly kind: 'call' }): Drawn {
    const bound = this.#scope.get(expr.callee);
    const callee =
      bound?.kind === 'function' ? bound.name : bound?.kind === 'formula' ? printFunction(bound) : expr.callee;
    const named = expr.named.filter(({ name }) => !isTensor(callee, name));
    const tensors = expr.named.flatMap(({ name, value }) => (isTensor(callee, name) ? [value] : []));
    const [first, ...more] = [...expr.args, ...tensors];
    if (first === undefined) return this.#operation(callee, []);
    if (callee === 'split') return this.#drawn(first);
    if (callee === 'linear') return this.#drawn(first);
    const numbers = [
      ...more.flatMap((argument) => this.#number(argument) ?? []),
      ...named.map(({ name, value }) => `${name} ${this.#number(value) ?? printExpression(value)}`),
      ...(bound?.kind === 'function' ? [...bound.named].map(([name, value]) => `${name} ${value}`) : []),
    ];
    const text = [functionSymbol(callee), ...(numbers.length === 0 ? [] : [numbers.join(', ')])];
    const operands = [first, ...more.filter((argument) => this.#number(argument) === null)].map((e) => this.#drawn(e));
    const [only] = operands;
    if (operands.length === 1 && only?.kind === 'node' && this.#isOwnSum(first, only)) {
      const box = this.#nodes.get(only.id);
      this.#sums.delete(only.id);
      this.#set(only.id, { lines: [...text, ...(box?.lines.slice(1) ?? [])] });
      return { ...only, label: null };
    }
    const id = this.#add(this.#isOfSum(only) ? 'gate' : 'operation', text);
    for (const operand of operands) this.#connect(operand, id, null);
    return { kind: 'node', id, label: null };
  }

  /** A box that nothing else reads: the function goes into it. */
  #isOwnSum(expr: Expr, { id }: { readonly id: string }): boolean {
    if (!this.#sums.has(id) || this.#edges.some(({ from }) => from === id)) return false;
    if (expr.kind === 'conditional')
      return this.#isOwnSum(this.#holds(expr.condition) ? expr.then : expr.otherwise, { id });
    if (expr.kind !== 'name') return true;
    const sharing = [...this.#names].filter(([, drawn]) => drawn.kind === 'node' && drawn.id === id);
    return sharing.length === 1 && (this.#reads.get(nameOf(expr)) ?? 0) === 1;
  }

  /** A part of a box, or what has one among its terms: its function is a gate. */
  #isOfSum(drawn: Drawn | undefined): boolean {
    return drawn?.kind === 'node' && this.#hasSum(drawn.id);
  }

  #hasSum(id: string): boolean {
    if (this.#sums.has(id)) return true;
    if (!this.#additions.has(id)) return false;
    return this.#edges.some(({ from, to }) => to === id && this.#hasSum(from));
  }

  /** The text of what is known before the model runs: a number, an expression over parameters. Null for anything else. */
  #number(expr: Expr): string | null {
    try {
      const value = evaluateBuildTime(expr, this.#scope);
      return typeof value === 'number' ? String(Number(value.toPrecision(6))).replace('-', '−') : String(value);
    } catch (cause) {
      if (cause instanceof BuildFailure) return null;
      throw cause;
    }
  }

  #isAlongLane({ from, to }: DiagramEdge): boolean {
    const lane = this.#nodes.get(from)?.lane ?? null;
    return lane !== null && lane === this.#nodes.get(to)?.lane;
  }

  /** The way of each state from old to new through what is done element by element is a lane of its own. */
  #straighten(states: readonly string[]): void {
    for (const state of states) {
      const way = this.#wayBetween(`from ${state}`, `to ${state}'`);
      for (const id of way) if (this.#nodes.get(id)?.lane === null) this.#set(id, { lane: state });
    }
  }

  #wayBetween(start: string, end: string): readonly string[] {
    const before = new Map<string, string>();
    const queue = [start];
    for (const id of queue)
      for (const { from, to } of this.#edges) {
        if (from !== id || before.has(to)) continue;
        const kind = this.#nodes.get(to)?.kind;
        if (to !== end && kind !== 'operation') continue;
        before.set(to, id);
        queue.push(to);
      }
    const way: string[] = [];
    for (let id = before.get(end); id !== undefined && id !== start; id = before.get(id)) way.push(id);
    return way;
  }
}

const nameOf = ({ name, primed }: { readonly name: string; readonly primed: boolean }): string =>
  primed ? `${name}'` : name;
