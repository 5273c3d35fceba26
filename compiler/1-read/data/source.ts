import type { Span } from '../../diagnostics/diagnostic.ts';
import * as say from '../../diagnostics/messages/read/data.ts';
import type { ReadContext } from '../scope/context.ts';
import { type DataSource, formatOfPath, type PartFiles, type TaskName } from '../spec/data-spec.ts';
import type { Located } from '../spec/located.ts';
import { numberOf } from '../values/numbers.ts';
import { entriesOf, field, mapOf, type Tree, type TreeEntry, type TreeMap } from '../yaml/tree.ts';
import { locatedText, wholeNumbers } from './entries.ts';

type NumberRange = Parameters<typeof numberOf>[3];
interface Argument {
  readonly value: number;
  readonly range: NumberRange;
}
const sampleCount = (value: number): Argument => ({ value, range: wholeNumbers(1, 10_000_000) });

/** Numbers of each task with their defaults. */
const tasks: { readonly [K in TaskName]: { readonly [argument: string]: Argument } } = {
  adding: { length: { value: 50, range: wholeNumbers(2, 100_000) }, samples: sampleCount(2000) },
  reber: { samples: sampleCount(1000) },
  copy: {
    length: { value: 10, range: wholeNumbers(1, 10_000) },
    delay: { value: 50, range: wholeNumbers(1, 100_000) },
    symbols: { value: 8, range: wholeNumbers(1, 1000) },
    samples: sampleCount(2000),
  },
  mackey_glass: { tau: { value: 17, range: wholeNumbers(1, 1000) }, samples: sampleCount(2000) },
  waves: {
    shortest: { value: 20, range: wholeNumbers(1, 100_000) },
    longest: { value: 60, range: wholeNumbers(1, 100_000) },
    noise: { value: 0.1, range: { integer: false, min: 0, max: 100, words: 'a number from 0 to 100' } },
    samples: sampleCount(1000),
  },
  list_operations: {
    depth: { value: 6, range: wholeNumbers(1, 20) },
    arguments: { value: 4, range: wholeNumbers(2, 20) },
    longest: { value: 100, range: wholeNumbers(3, 100_000) },
    samples: sampleCount(2000),
  },
};
const isTask = (name: string): name is TaskName => Object.hasOwn(tasks, name);

const partKeys = ['train', 'validation', 'test'] as const;

/** Where samples come from, or null after a mistake. */
export function readSource(context: ReadContext, data: TreeMap): DataSource | null {
  const entry = data.entries.get('source');
  if (entry === undefined) return null;
  const span = entry.key;
  const map = mapOf(entry.value);
  if (map === null) {
    const files = readFiles(context, entry.value);
    return files === null ? null : { kind: 'files', files, span };
  }
  const special = [...map.entries.values()].filter((e) => e.name === 'task' || partKeys.some((p) => p === e.name));
  const [first] = special;
  const task = map.entries.get('task');
  const others = [...map.entries.values()].filter((e) => (task === undefined ? !special.includes(e) : e !== task));
  if (first !== undefined && others.length > 0) {
    context.report(
      say.sourceMixed(
        (task ?? first).key,
        (task ?? first).name,
        others.map((e) => e.name),
      ),
    );
    return null;
  }
  if (task !== undefined) return readTask(context, task);
  if (first === undefined) {
    const files = readFiles(context, map);
    return files === null ? null : { kind: 'files', files, span };
  }
  return readParts(context, map, span);
}

function readParts(context: ReadContext, map: TreeMap, span: Span): DataSource | null {
  const [train, validation, test] = partKeys.map((name) => {
    const tree = field(map, name);
    return tree === undefined ? undefined : readFiles(context, tree);
  });
  if (train === undefined) context.report(say.sourceLacksTrain(span));
  if (!train || validation === null || test === null) return null;
  for (const [name, files] of [['validation', validation] as const, ['test', test] as const])
    if (files !== undefined && files.kind !== train.kind) {
      context.report(say.partsDiffer(map.entries.get(name)?.key ?? span, name));
      return null;
    }
  return { kind: 'parts', train, validation: validation ?? null, test: test ?? null, span };
}

function readFiles(context: ReadContext, tree: Tree): PartFiles | null {
  const map = mapOf(tree);
  if (map !== null) {
    const files = new Map<string, Located<string>>();
    for (const { name, value } of entriesOf(map)) {
      const path = locatedText(value);
      if (path === null) return null;
      if (formatOfPath(path.value) !== 'npy') {
        context.report(say.arrayPath(path.span, path.value));
        return null;
      }
      files.set(name, path);
    }
    return files.size === 0 ? null : { kind: 'arrays', files };
  }
  const items = tree.kind === 'list' ? tree.items : [tree];
  const paths = items.map((item) => locatedText(item));
  const known = paths.filter((path) => path !== null);
  return known.length === paths.length && known.length > 0 ? { kind: 'paths', paths: known } : null;
}

function readTask(context: ReadContext, { value, key }: TreeEntry): DataSource | null {
  const [chosen] = entriesOf(value);
  if (chosen === undefined || !isTask(chosen.name)) return null;
  const given = mapOf(chosen.value);
  if (given === null) return null;
  const values = new Map<string, number>();
  for (const [name, argument] of Object.entries(tasks[chosen.name])) {
    const tree = field(given, name);
    const number = tree === undefined ? null : numberOf(context, tree, `${name} of ${chosen.name}`, argument.range);
    if (tree !== undefined && number === null) return null;
    values.set(name, number?.value ?? argument.value);
  }
  const [shortest, longest] = [values.get('shortest') ?? 0, values.get('longest') ?? 0];
  if (shortest > longest) {
    const at = given.entries.get('shortest') ?? given.entries.get('longest') ?? chosen;
    context.report(say.wavesRange(at.key, shortest, longest));
    return null;
  }
  return { kind: 'task', name: chosen.name, arguments: values, span: key };
}
