import type { Span } from '../../diagnostics/diagnostic.ts';
import * as layerMessages from '../../diagnostics/messages/read/layers.ts';
import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import * as valueMessages from '../../diagnostics/messages/read/values.ts';
import type { CellTable } from '../cells/cell-table.ts';
import type { ReadContext } from '../scope/context.ts';
import type { References } from '../scope/references.ts';
import type { Located, Reference } from '../spec/located.ts';
import type { CellSpec, InitSpec, LayerSpec } from '../spec/spec.ts';
import { initializerOf } from '../values/initializers.ts';
import { entriesOf, field, isText, type TreeMap, textOf } from '../yaml/tree.ts';

/** Everything needed to read one layer. */
export interface LayerSite {
  readonly context: ReadContext;
  readonly references: References;
  readonly cells: CellTable;
  readonly name: string;
  readonly span: Span;
  readonly map: TreeMap;
}

/** A layer that was read, with what later checks need. */
export interface ReadLayer {
  readonly spec: LayerSpec;
  /** Cells by the name they are used under. */
  readonly cells: readonly CellSpec[];
}

/** Keys every layer may have. */
export interface Shared {
  readonly init: ReadonlyMap<string, InitSpec>;
  readonly share: Located<string> | null;
}

export const base = ({ name, span }: LayerSite): { readonly name: string; readonly span: Span } & Shared => ({
  name,
  span,
  init: new Map(),
  share: null,
});

export const readInput = ({ references, map, name }: LayerSite): Reference | null => {
  const tree = field(map, 'input');
  return tree === undefined ? null : references.read(tree, name);
};

/** The keys `init` and `share` of a layer with these weights. `weights` is null where a mistake in the layer hides which weights it has. */
export function readShared(site: LayerSite, weights: readonly string[] | null): Shared | null {
  const { context, map, name, references } = site;
  let whole = true;
  const init = new Map<string, InitSpec>();
  for (const entry of entriesOf(field(map, 'init'))) {
    const spec = initializerOf(context, entry.value, 'model');
    if (weights !== null && !weights.includes(entry.name)) {
      context.report(valueMessages.unknownWeight(entry.key, `layer "${name}"`, entry.name, weights));
      whole = false;
    } else if (spec === null) whole = false;
    else init.set(entry.name, spec);
  }
  const share = map.entries.get('share');
  if (share === undefined) return whole ? { init, share: null } : null;
  if (!isText(share.value)) return null;
  const target = share.value.value;
  const located = { value: target, span: share.value.span };
  const type = textOf(field(map, 'type'));
  if (target === 'self' && (type === 'recurrent' || type === 'recursive'))
    return whole ? { init, share: located } : null;
  if (target === name || target === 'self') {
    context.report(
      schemaMessages.noEffect(
        share.value.span,
        `share of layer "${name}"`,
        'a layer always uses its own weights',
        'name another layer, or remove it',
      ),
    );
    return null;
  }
  if (!references.layers.has(target)) {
    const known = [...references.layers].filter((l) => l !== name);
    context.report(layerMessages.unknownShare(share.value.span, target, known));
    return null;
  }
  references.link(name, target);
  const initKey = map.entries.get('init');
  if (initKey !== undefined) {
    context.report(
      schemaMessages.noEffect(
        initKey.key,
        `init of layer "${name}"`,
        `its weights are those of "${target}"`,
        `set init on "${target}"`,
      ),
    );
    whole = false;
  }
  return whole ? { init, share: located } : null;
}
