import * as cellMessages from '../../diagnostics/messages/read/cells.ts';
import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import * as yamlMessages from '../../diagnostics/messages/read/yaml.ts';
import * as treeMessages from '../../diagnostics/messages/trees.ts';
import type { Expr } from '../../equations/ast.ts';
import { parseEquations } from '../../equations/parser.ts';
import type { ReadContext } from '../scope/context.ts';
import { checkName, NameTable } from '../scope/names.ts';
import type { Located } from '../spec/located.ts';
import {
  type CellInput,
  type CellSpec,
  type ChildrenSpec,
  type InitSpec,
  isFunctionValue,
  type ParameterValue,
  type StateSpec,
  type WeightSpec,
} from '../spec/spec.ts';
import { functionOf } from '../values/function-value.ts';
import { defaultInit, initializerOf } from '../values/initializers.ts';
import { expressionOf, namesIn } from '../values/numbers.ts';
import { offsetsOf } from '../yaml/source-map.ts';
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
  type TreeMap,
  textOf,
  textsIn,
} from '../yaml/tree.ts';
import { CELL, type CellDefinition, type CellParameter, type InnerCell } from './cell-definition.ts';
import { readInnerCell } from './inner-cells.ts';

/** Reads one cell. Own cells are checked for declarations that nothing reads; library cells are right by their tests. */
export function readCell(context: ReadContext, entry: TreeEntry, name: string): CellDefinition | null {
  const map = mapOf(entry.value);
  if (map === null) return null;
  const cell = new CellReader(context, entry, map, name);
  return cell.read();
}

/** The keys of a cell that has no states: an unknown one, which the schema has reported, may have meant them. */
const STATELESS_KEYS: ReadonlySet<string> = new Set([
  'description',
  'children',
  'parameters',
  'inputs',
  'weights',
  'equations',
  'output',
  'padding',
]);

class CellReader {
  readonly #context: ReadContext;
  readonly #entry: TreeEntry;
  readonly #map: TreeMap;
  readonly #name: string;
  readonly #names: NameTable;
  /** Everything that some expression of the cell reads. */
  readonly #read = new Set<string>();
  /** Whether children have names, or there are cells inside, so that names may have dots: `left.h`. */
  readonly #dotted: boolean;
  #whole = true;

  constructor(context: ReadContext, entry: TreeEntry, map: TreeMap, name: string) {
    this.#context = context;
    this.#entry = entry;
    this.#map = map;
    this.#name = name;
    this.#names = new NameTable(context.report);
    const holds = entriesOf(field(map, 'parameters')).some(({ value }) => textOf(value) === CELL);
    this.#dotted = listOf(field(map, 'children')) !== null || holds || map.entries.has('cells');
  }

  read(): CellDefinition {
    const parameters = entriesOf(field(this.#map, 'parameters')).flatMap((e) => this.#parameter(e));
    const children = this.#children();
    const inner = this.#inner(children);
    const held = [...parameters.filter(({ kind }) => kind === 'cell'), ...inner];
    const inputs = entriesOf(field(this.#map, 'inputs')).map((e) => this.#input(e));
    this.#checkSequences(inputs, children);
    const states = (listOf(field(this.#map, 'state'))?.items ?? []).flatMap((item) =>
      entriesOf(item)
        .slice(0, 1)
        .map((e) => this.#state(e)),
    );
    const weights = readWeights(
      this.#context,
      field(this.#map, 'weights'),
      (e, what) => this.#claim(e, what),
      (expr) => this.#note(expr),
      this.#dotted,
    );
    if (weights === null) this.#whole = false;
    const equations = readEquations(this.#context, field(this.#map, 'equations'), { dotted: this.#dotted });
    for (const { value } of equations ?? []) this.#note(value);
    const output = this.#expression(field(this.#map, 'output'));
    if (held.length === 0 && [...this.#map.entries.keys()].every((key) => STATELESS_KEYS.has(key) || isIgnoredKey(key)))
      this.#context.report(schemaMessages.missingKey(this.#entry.key, `cell "${this.#name}"`, 'state'));
    const spec =
      this.#whole && equations !== null && output !== null && inputs.length > 0 && states.length + held.length > 0
        ? {
            name: this.#name,
            span: this.#entry.key,
            children,
            inputs,
            states: states.flatMap((s) => s ?? []),
            weights: weights ?? [],
            equations,
            output,
            derived: [],
            inner: [],
            innerSpans: new Map(held.map(({ name, span }) => [name, span])),
          }
        : null;
    if (spec !== null) this.#checkUse(parameters, spec);
    return {
      name: this.#name,
      description: textOf(field(this.#map, 'description')) ?? '',
      span: this.#entry.key,
      parameters,
      padding: textOf(field(this.#map, 'padding')) === 'previous' ? 'previous' : 'zero',
      inner,
      spec,
    };
  }

  #claim(entry: TreeEntry, what: string): boolean {
    const good =
      checkName(entry.name, what, 'symbol', entry.key, this.#context.report) &&
      this.#names.claim(entry.name, what, entry.key);
    if (!good) this.#whole = false;
    return good;
  }

  #note(expr: Expr | null): void {
    if (expr !== null) for (const name of namesIn(expr)) this.#read.add(name);
  }

  #expression(tree: Tree | undefined): Expr | null {
    const expr = tree === undefined ? null : expressionOf(tree, this.#context.report, this.#dotted);
    if (expr === null) this.#whole = false;
    this.#note(expr);
    return expr;
  }

  #shape(tree: Tree | undefined): readonly Expr[] {
    const list = listOf(tree);
    if (list === null) this.#whole = false;
    return (list?.items ?? []).flatMap((item) => this.#expression(item) ?? []);
  }

  #when(tree: Tree | undefined): Expr | null {
    return tree === undefined ? null : this.#expression(tree);
  }

  #parameter(entry: TreeEntry): readonly CellParameter[] {
    this.#claim(entry, 'a parameter');
    const { value, name, key } = entry;
    if (value.kind !== 'scalar' || value.value === null) {
      this.#whole = false;
      return [];
    }
    if (value.value === CELL) return [{ name, kind: CELL, fallback: null, span: key }];
    if (value.value === 'size') return [{ name, kind: 'size', fallback: null, span: key }];
    const fallback: ParameterValue | null =
      typeof value.value === 'number'
        ? { kind: 'number', value: value.value, span: value.span }
        : typeof value.value === 'boolean'
          ? { kind: 'boolean', value: value.value, span: value.span }
          : functionOf(this.#context, value);
    if (fallback === null || (fallback.kind === 'number' && !Number.isFinite(fallback.value))) {
      this.#whole = false;
      return [];
    }
    return [{ name, kind: isFunctionValue(fallback) ? 'function' : fallback.kind, fallback, span: key }];
  }

  /** `cells:`, whose arguments may read what the cell declares. */
  #inner(children: ChildrenSpec | null): readonly InnerCell[] {
    const entries = entriesOf(field(this.#map, 'cells'));
    const [first] = entries;
    if (first !== undefined && children !== null) {
      this.#context.report(cellMessages.innerOfTree(first.key, this.#name, children.span));
      this.#whole = false;
    }
    return entries.flatMap((entry) => {
      this.#claim(entry, 'a cell');
      const cell = readInnerCell(this.#context, entry);
      if (cell === null) this.#whole = false;
      for (const text of textsIn(entry.value))
        for (const word of text.match(/[A-Za-z]\w*/g) ?? []) this.#read.add(word);
      return cell ?? [];
    });
  }

  #children(): ChildrenSpec | null {
    const entry = this.#map.entries.get('children');
    if (entry === undefined) return null;
    const { key, value } = entry;
    const padding = this.#map.entries.get('padding');
    if (padding !== undefined)
      this.#context.report(
        schemaMessages.noEffect(
          padding.key,
          `padding of cell "${this.#name}"`,
          'a cell with children goes over nodes, where no padding is computed',
          'remove it',
        ),
      );
    const list = listOf(value);
    if (list === null) {
      if (textOf(value) === 'any') return { kind: 'any', span: key };
      if (isText(value)) this.#context.report(treeMessages.unknownChildren(value.span, this.#name, value.value));
      this.#whole = false;
      return null;
    }
    const names = list.items.flatMap((item): Located<string>[] => {
      if (!isText(item)) {
        this.#whole = false;
        return [];
      }
      const { value: name, span } = item;
      const good =
        checkName(name, 'a child', 'symbol', span, this.#context.report) && this.#names.claim(name, 'a child', span);
      if (!good) this.#whole = false;
      return [{ value: name, span }];
    });
    if (names.length === 0) this.#whole = false;
    return { kind: 'named', names, span: key };
  }

  #input(entry: TreeEntry): CellInput {
    this.#claim(entry, 'an input');
    const long = mapOf(entry.value);
    const shape = long === null ? entry.value : field(long, 'sequence');
    const free = shape === undefined ? [] : this.#shapeWithFreeSizes(shape);
    if (shape === undefined) this.#whole = false;
    return { name: entry.name, shape: free, sequence: long !== null, span: entry.key };
  }

  /** The first input is what the layer goes along; nodes of trees have no steps. */
  #checkSequences(inputs: readonly CellInput[], children: ChildrenSpec | null): void {
    const [first] = inputs;
    const wrong = inputs.filter((input) => input.sequence && (children !== null || input === first));
    for (const { name, span } of wrong)
      this.#context.report(
        children === null
          ? cellMessages.firstInputWhole(span, this.#name, name)
          : cellMessages.wholeSequenceInTree(span, this.#name, name, children.span),
      );
    if (wrong.length > 0) this.#whole = false;
  }

  /** The first plain name in an input's shape may be a free size: writing it declares it and does not count as reading. */
  #shapeWithFreeSizes(tree: Tree): readonly Expr[] {
    const before = new Set(this.#read);
    const shape = this.#shape(tree);
    const declared = new Set(entriesOf(field(this.#map, 'parameters')).map((e) => e.name));
    for (const expr of shape)
      if (expr.kind === 'name' && !before.has(expr.name) && !declared.has(expr.name)) this.#read.delete(expr.name);
    return shape;
  }

  #state(entry: TreeEntry): StateSpec | null {
    this.#claim(entry, 'a state');
    const long = mapOf(entry.value);
    return {
      name: entry.name,
      shape: this.#shape(long === null ? entry.value : field(long, 'shape')),
      when: long === null ? null : this.#when(field(long, 'when')),
      dropout: long === null ? true : (booleanOf(field(long, 'dropout')) ?? true),
      span: entry.key,
    };
  }

  /** Declarations that no expression of the cell reads. */
  #checkUse(parameters: readonly CellParameter[], spec: CellSpec): void {
    const { report } = this.#context;
    for (const { name, kind, span } of parameters)
      if (!this.#read.has(name) && kind !== CELL)
        report(
          schemaMessages.noEffect(
            span,
            `parameter "${name}" of cell "${this.#name}"`,
            'no expression of the cell reads it',
            `use ${name} or remove it`,
          ),
        );
    for (const { name, span } of spec.weights)
      if (!this.#read.has(name))
        report(
          schemaMessages.noEffect(
            span,
            `weight "${name}" of cell "${this.#name}"`,
            'no equation reads it',
            `use ${name} or remove it`,
          ),
        );
    for (const { value, span } of spec.children?.kind === 'named' ? spec.children.names : [])
      if (![...this.#read].some((name) => name.startsWith(`${value}.`)))
        report(
          schemaMessages.noEffect(
            span,
            `child "${value}" of cell "${this.#name}"`,
            'no equation reads a state of it',
            `use ${value}.${spec.states[0]?.name ?? 'h'} or remove it`,
          ),
        );
    if (spec.inputs.length < 2) return;
    for (const { name, shape, span } of spec.inputs)
      if (!this.#read.has(name) && !shape.some((e) => e.kind === 'name' && this.#read.has(e.name)))
        report(
          schemaMessages.noEffect(
            span,
            `input "${name}" of cell "${this.#name}"`,
            'no equation reads it',
            `use ${name} or remove it`,
          ),
        );
  }
}

/**
 * A text block of equations. Null after a mistake, which has been reported.
 * @param dotted names may have a dot
 * @param inLine one equation may stand beside its key
 */
export function readEquations(
  context: ReadContext,
  tree: Tree | undefined,
  { dotted = false, inLine = false }: { readonly dotted?: boolean; readonly inLine?: boolean } = {},
): CellSpec['equations'] | null {
  if (!isText(tree)) return null;
  const stands = tree.style === 'literal' || (inLine && tree.style !== 'folded' && !/[\r\n]/.test(tree.source));
  if (!stands) {
    const found = {
      plain: 'equations without |',
      single: 'a quoted text',
      double: 'a quoted text',
      folded: 'a block with >, which joins lines',
    }[tree.style];
    context.report(yamlMessages.equationsNotABlock(tree.span, found));
    context.usage.markWords(tree.value);
    return null;
  }
  let mistakes = 0;
  const source = { file: tree.span.file, text: tree.value, at: offsetsOf(tree) };
  const equations = parseEquations(
    source,
    (d) => {
      mistakes++;
      context.report(d);
    },
    dotted,
  );
  if (mistakes === 0) return equations;
  context.usage.markWords(tree.value);
  return null;
}

/** Weights of a cell or an `equations` layer. Null after a mistake. `note` sees every expression, for the check of what is read; `dotted`: sizes may have a dot, `cell.state_size`. */
export function readWeights(
  context: ReadContext,
  tree: Tree | undefined,
  claim: (entry: TreeEntry, what: string) => boolean,
  note: (expr: Expr) => void,
  dotted = false,
): readonly WeightSpec[] | null {
  let whole = true;
  const weights = entriesOf(tree).flatMap((entry): readonly WeightSpec[] => {
    const claimed = claim(entry, 'a weight');
    const map = mapOf(entry.value);
    const sizes = map === null ? null : listOf(field(map, 'shape'));
    const shape = (sizes?.items ?? []).map((item) => expressionOf(item, context.report, dotted));
    const given = map === null ? undefined : field(map, 'init');
    const init = given === undefined ? defaultInit(shape.length, entry.key) : initializerOf(context, given, 'own');
    const condition = map === null ? undefined : field(map, 'when');
    const when = condition === undefined ? null : expressionOf(condition, context.report);
    const sizesRead = shape.filter((e) => e !== null);
    if (
      !claimed ||
      sizes === null ||
      sizesRead.length < shape.length ||
      init === null ||
      (condition !== undefined && when === null)
    ) {
      whole = false;
      return [];
    }
    for (const expr of [...sizesRead, ...(when === null ? [] : [when]), ...numbersOf(init)]) note(expr);
    return [{ name: entry.name, shape: sizesRead, init, when, span: entry.key }];
  });
  return whole ? weights : null;
}

function numbersOf(init: InitSpec): readonly Expr[] {
  if (init.kind === 'named') return [...init.arguments.values()];
  return init.kind === 'blocks' ? init.blocks.flatMap(numbersOf) : [];
}
