import compile from 'watr/compile';
import parse from 'watr/parse';
import { InternalError } from '../diagnostics/diagnostic.ts';

/** What the text of WebAssembly is made of: words, and lists that begin with one. */
type Node = string | readonly Node[];

/** Lists that are no instructions. */
const DECLARATIONS: ReadonlySet<Node | undefined> = new Set(['param', 'result', 'local', 'export', 'type']);

/**
 * WebAssembly text → bytes. The instructions of functions reach watr one after the other: folded ones it copies once for every list they stand
 * in, which takes half as long again.
 */
export function assemble(text: string): Uint8Array {
  const module = parse(text) as readonly Node[];
  return compile(module.map((field) => (isList(field) && field[0] === 'func' ? unfoldAll(field, []) : field)));
}

const isList = (node: Node): node is readonly Node[] => typeof node !== 'string';

function unfoldAll(nodes: readonly Node[], out: Node[]): Node[] {
  for (const node of nodes)
    if (isList(node) && !DECLARATIONS.has(node[0])) unfold(node, out);
    else out.push(node);
  return out;
}

/** Writes the operands of an instruction before it, and the instructions that a structure holds behind its name. */
function unfold(node: readonly Node[], out: Node[]): void {
  const [op] = node;
  if (op === undefined || isList(op)) throw new InternalError('an instruction has no name');
  if (op === 'block' || op === 'loop') {
    unfoldAll(node, out).push('end');
    return;
  }
  if (op === 'if') {
    const [condition, ...branches] = node.slice(1);
    if (condition === undefined) throw new InternalError("'if' has no condition");
    unfoldAll([condition], out).push('if');
    for (const [i, branch] of branches.entries()) {
      if (i > 0) out.push('else');
      unfoldAll(isList(branch) ? branch.slice(1) : [branch], out);
    }
    out.push('end');
    return;
  }
  const first = node.findIndex(isList);
  const own = first < 0 ? node : node.slice(0, first);
  if (first >= 0) for (const operand of node.slice(first)) unfoldAll([operand], out);
  out.push(...own);
}
