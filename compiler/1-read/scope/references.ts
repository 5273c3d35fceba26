import * as layerMessages from '../../diagnostics/messages/read/layers.ts';
import * as treeMessages from '../../diagnostics/messages/trees.ts';
import type { Reference } from '../spec/located.ts';
import { isText, type Tree } from '../yaml/tree.ts';
import { markSuggestions, type ReadContext } from './context.ts';

/** What references may name, and who refers to whom. */
export class References {
  readonly #context: ReadContext;
  readonly #inputs: ReadonlySet<string>;
  readonly #layers: ReadonlySet<string>;
  /** Time axes, with the inputs that have them. */
  readonly axes: ReadonlyMap<string, readonly string[]>;
  /** The inputs that give trees. */
  readonly #trees: ReadonlySet<string>;
  /** Layers and inputs that each layer names, whether or not the layer is whole. */
  readonly #edges = new Map<string, Set<string>>();

  /** Names as declared, also those of inputs and layers with mistakes. */
  constructor(
    context: ReadContext,
    inputs: ReadonlySet<string>,
    layers: ReadonlySet<string>,
    trees: ReadonlySet<string>,
    axes: ReadonlyMap<string, readonly string[]>,
  ) {
    this.axes = axes;
    this.#context = context;
    this.#trees = trees;
    this.#inputs = inputs;
    this.#layers = layers;
  }

  get layers(): ReadonlySet<string> {
    return this.#layers;
  }

  /** Whether a layer or an input has this name. */
  isDeclared(name: string): boolean {
    return this.#layers.has(name) || this.#inputs.has(name);
  }

  /** Reads a reference; `owner` is the layer it stands in, or null for an output. Null after a mistake, which has been reported. */
  read(tree: Tree | undefined, owner: string | null): Reference | null {
    if (!isText(tree)) {
      this.#context.usage.doubt('layer');
      return null;
    }
    const text = tree.value;
    const span = tree.span;
    if (!this.isDeclared(text) && !/^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*'?$/.test(text)) {
      this.#context.report(layerMessages.invalidReference(span, text));
      for (const word of text.match(/[A-Za-z][A-Za-z0-9_]*/g) ?? []) this.link(owner, word);
      return null;
    }
    const [target = '', ...path] = text.split('.');
    // a layer with the name of an input is a mistake of its own; it hardly means to read itself
    const meansInput = target === owner && this.#inputs.has(target);
    if (this.#layers.has(target) && !meansInput) {
      this.link(owner, target);
      return { kind: 'layer', target, path, span };
    }
    if (this.#inputs.has(target)) {
      this.link(meansInput ? null : owner, target);
      if (this.#trees.has(target)) {
        this.#context.report(treeMessages.treeAsValue(span, target));
        return null;
      }
      if (path.length === 0) return { kind: 'input', target, path, span };
      this.#context.report(layerMessages.partOfInput(span, target, path.join('.')));
      return null;
    }
    const known = [...this.#layers, ...this.#inputs];
    this.#context.report(layerMessages.unknownReference(span, target, known));
    markSuggestions(this.#context.usage, 'layer', target, known);
    return null;
  }

  /** Reads the name of an input that gives trees. Null after a mistake, which has been reported. */
  readTree(tree: Tree, owner: string): Reference | null {
    if (!isText(tree)) {
      this.#context.usage.doubt('layer');
      return null;
    }
    const { value: target, span } = tree;
    if (this.#trees.has(target)) {
      this.link(owner, target);
      return { kind: 'input', target, path: [], span };
    }
    if (this.#inputs.has(target) || this.#layers.has(target)) this.link(owner, target);
    this.#context.report(treeMessages.notATree(span, target, [...this.#trees]));
    markSuggestions(this.#context.usage, 'layer', target, [...this.#trees]);
    return null;
  }

  /** Notes that a layer (or, with null, an output) uses another or an input. */
  link(owner: string | null, target: string): void {
    if (owner === null) this.#context.usage.mark('layer', target);
    else {
      const targets = this.#edges.get(owner) ?? new Set();
      targets.add(target);
      this.#edges.set(owner, targets);
    }
  }

  targetsOf(layer: string): readonly string[] {
    return [...(this.#edges.get(layer) ?? [])];
  }
}
