import { isPromise } from '../../../compiler/diagnostics/describe-value.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { isNamed, like } from '../../arguments/kinds.ts';
import { checkArgument } from '../../arguments/read-options.ts';
import { isTensorLike } from './feed-values.ts';
import type { Feeds } from './feeds.ts';
import { inputPorts } from './ports.ts';

/** Whether this can be read as an object with feeds by name. Allocates nothing. */
export const isFeeds = (value: unknown): value is Feeds =>
  isNamed(value) && !(value instanceof Map) && !isTensorLike(value);

/** Allocates nothing where they are feeds. @throws RnncError `argument-kind` for what holds no feeds by name */
export function checkFeeds(call: string, feeds: unknown, graph: Graph): asserts feeds is Feeds {
  if (!isFeeds(feeds)) refuse(call, feeds, graph);
}

/** A function of its own, because a function that makes closures allocates memory whenever it is called. */
function refuse(call: string, feeds: unknown, graph: Graph): void {
  const names = inputPorts(graph).map(({ name }) => name);
  const form = `{${names.map((name) => `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: …`).join(', ')}}`;
  const kind = like<Feeds>(`an object with the inputs by name: ${form}`, isFeeds, (value) =>
    value instanceof Map ? 'give Object.fromEntries(feeds)' : isPromise(value) ? null : `write ${form}`,
  );
  checkArgument(call, 'the feeds', feeds, kind);
}
