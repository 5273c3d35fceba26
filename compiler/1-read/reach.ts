import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/read/cells.ts';
import type { Assignment, Expr } from '../equations/ast.ts';
import type { Reference } from './spec/located.ts';
import { directionsOf, inputsOf, isStack, type Spec, type StackSpec } from './spec/spec.ts';
import { namesIn } from './values/numbers.ts';

/**
 * Lines and states of cells and of `equations` layers that no output needs and that nothing names from outside, in a model that is otherwise
 * without mistakes. Whatever such a line alone reads, a weight for instance, is not told apart. Cells of other files are left out: they may
 * be made for other models too.
 */
export function findUnreached({ file, layers, cells, outputs, training }: Spec): readonly Diagnostic[] {
  const mistakes: Diagnostic[] = [];
  const references = [...outputs.map(({ reference }) => reference), ...(training?.losses ?? []).map((l) => l.output)];
  const initial = layers.flatMap((layer) => (isStack(layer) ? [...layer.initial.values()] : []));
  const inputs = layers.flatMap(inputsOf);
  const asked = new Map<string, Reference[]>();
  for (const reference of [...references, ...initial, ...inputs]) {
    const list = asked.get(reference.target);
    if (list === undefined) asked.set(reference.target, [reference]);
    else list.push(reference);
  }
  const starts = new Set(initial.flatMap(({ target, path }) => (path.length === 0 ? [target] : [])));
  const users = new Map<string, Set<StackSpec>>();
  for (const layer of layers)
    if (isStack(layer)) for (const { cell } of layer.cells) users.set(cell, (users.get(cell) ?? new Set()).add(layer));
  for (const [name, cell] of cells) {
    if (cell.span.file !== file) continue;
    const children = new Set(cell.children?.kind === 'named' ? cell.children.names.map(({ value }) => value) : []);
    const ownName = (written: string): string => stateOf(written, children);
    const named = [...(users.get(name) ?? [])].flatMap((layer) => [
      ...(asked.get(layer.name) ?? []).flatMap(({ path }) => valueNamed(path, layer).map(ownName)),
      // another layer starts from all of its states
      ...(starts.has(layer.name) ? cell.states.map((s) => s.name) : []),
    ]);
    const places = new Map(cell.states.map(({ name: state, span }) => [state, span]));
    // lines of a cell of another file may stand among those of this one
    for (const lost of unreached(cell.equations, cell.output, named, places, ownName).filter(
      (l) => l.span.file === file,
    ))
      mistakes.push(messages.reachesNothing(lost.span, lost.name, places.has(lost.name), `cell "${name}"`, lost.reads));
  }
  for (const layer of layers) {
    if (layer.type !== 'equations') continue;
    const named = (asked.get(layer.name) ?? []).flatMap(({ path }) => path.slice(0, 1));
    for (const lost of unreached(layer.equations, layer.output, named, new Map(), (name) => name))
      mistakes.push(messages.reachesNothing(lost.span, lost.name, false, `layer "${layer.name}"`, lost.reads));
  }
  return mistakes;
}

/** What a path names inside a cell: `c` of `0.forward.final.c`, `i` of `0.forward.step.i`, `left.h` of `0.up.step.left.h`. */
function valueNamed(path: readonly string[], layer: StackSpec): readonly string[] {
  const at = path.findIndex((part, i) => i > 0 && (part === 'final' || part === 'step'));
  const [index, direction] = path;
  if (at < 0 || index === undefined || !/^\d+$/.test(index)) return [];
  if (at === 2 && !directionsOf(layer).includes(direction ?? '')) return [];
  return [withoutPrime(path.slice(at + 1).join('.'))];
}

const withoutPrime = (name: string): string => name.replace(/'$/, '');
/** The state of a child is a state: `left.h`. */
const stateOf = (name: string, children: ReadonlySet<string>): string => {
  const dot = name.indexOf('.');
  return children.has(name.slice(0, dot)) ? name.slice(dot + 1) : name;
};

interface Unreached {
  readonly name: string;
  readonly span: Span;
  /** What the line reads. */
  readonly reads: readonly string[];
}

/** Of a chain that ends nowhere, its end. */
function unreached(
  equations: readonly Assignment[],
  output: Expr,
  named: readonly string[],
  states: ReadonlyMap<string, Span>,
  ownName: (written: string) => string,
): readonly Unreached[] {
  const places = new Map<string, Span>(states);
  const reads = new Map<string, Set<string>>();
  for (const { targets, value } of equations)
    for (const { name, span } of targets) {
      if (!places.has(name)) places.set(name, span);
      const read = reads.get(name) ?? new Set();
      for (const other of namesIn(value)) read.add(ownName(other));
      reads.set(name, read);
    }
  const reached = closure([...namesIn(output).map(ownName), ...named], reads);
  const lost = [...places.keys()].filter((name) => !reached.has(name));
  const behind = new Map(lost.map((name) => [name, closure(reads.get(name) ?? [], reads)]));
  // told where no other lost one reads it, or where those that do are all in one circle with it, at the first of the circle
  const isEnd = (name: string, at: number): boolean =>
    lost.every((other, i) => {
      if (other === name || behind.get(other)?.has(name) !== true) return true;
      return behind.get(name)?.has(other) === true && at < i;
    });
  return lost.flatMap((name, at): readonly Unreached[] => {
    const span = places.get(name);
    return span === undefined || !isEnd(name, at) ? [] : [{ name, span, reads: [...(reads.get(name) ?? [])] }];
  });
}

/** All that is read by these names, and by what they read. */
function closure(names: Iterable<string>, reads: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    waiting.push(...(reads.get(name) ?? []));
  }
  return found;
}
