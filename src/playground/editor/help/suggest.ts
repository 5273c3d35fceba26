import type { Vocabulary, Word } from '../../work/messages.ts';
import type { Entry, Path } from './outline.ts';
import { begins, type Place, placeAt } from './place.ts';
import { type Schema, SchemaTree, textAt } from './schema-tree.ts';

/** What may be written at a place. */
export interface Suggestion {
  readonly label: string;
  readonly kind: 'key' | 'value' | 'cell' | 'function' | 'name';
  /** What is written, with `#{64}` where a number of one's own goes; the label where absent. */
  readonly apply?: string;
  readonly detail: string;
  /** In sentences; code stands between backticks. */
  readonly what: string;
}

/**
 * Knows what may stand where in a model, from its schema and the words of the language. (codemirror-json-schema 0.8.1 finds no values, and no keys below
 * an empty line, in nested YAML, and knows no cells and no equations.)
 */
export class Helper {
  readonly #tree: SchemaTree;
  readonly #words: Vocabulary;

  constructor(schema: Schema, words: Vocabulary) {
    this.#tree = new SchemaTree(schema);
    this.#words = words;
  }

  /** @returns null: nothing is known of this place */
  suggest(text: string, at: number): { readonly place: Place; readonly suggestions: readonly Suggestion[] } | null {
    const place = placeAt(text, at);
    if (place === null) return null;
    const isFollowed = /^\s*:/.test(text.slice(place.to));
    return { place, suggestions: this.at(place, isFollowed) };
  }

  /** @param hasColon whether a key is already followed by its colon */
  at({ kind, path, outline, isFlow }: Place, hasColon: boolean): readonly Suggestion[] {
    if (kind === 'text') return [...namesIn(outline, path), ...this.#words.functions.map(functionSuggestion)];
    const schemas = this.#tree.at(path, outline);
    const keys = schemas.flatMap((schema) => this.#keys(schema, path, outline, { isFlow, hasColon }));
    const values = schemas.flatMap((schema) => this.#values(schema, path, outline));
    // a cell that needs numbers is a key: as a value it is written in braces
    const all = kind === 'key' ? keys : kind === 'value' ? values : [...keys, ...values];
    return [...new Map(all.reverse().map((each) => [each.label, each])).values()].reverse();
  }

  /** What a key means. */
  key(path: Path, outline: readonly Entry[]): Suggestion | null {
    const [name, above] = [path.at(-1), path.slice(0, -1)];
    if (typeof name !== 'string') return null;
    // as if it was being written
    const others = outline.filter((each) => !begins(each.path, path));
    const place: Place = { kind: 'key', path: above, outline: others, isFlow: true, from: 0, to: 0 };
    const known = this.at(place, true).find(({ label }) => label === name);
    const [schema] = this.#tree.at(path, outline);
    if (known !== undefined || schema?.description === undefined) return known ?? null;
    return keySuggestion(name, schema, false, name);
  }

  #keys(
    schema: Schema,
    path: Path,
    outline: readonly Entry[],
    { isFlow, hasColon }: { readonly isFlow: boolean; readonly hasColon: boolean },
  ): readonly Suggestion[] {
    const isWritten = (name: string): boolean => outline.some((each) => begins(each.path, [...path, name]));
    const properties = Object.keys(schema.properties ?? {}).filter((name) => !isWritten(name));
    const listed = properties.flatMap((name) => {
      const [found] = this.#tree.at([...path, name], outline);
      if (found === undefined) return [];
      const apply = hasColon ? name : `${name}:${isBlock(found) && !isFlow ? '\n  ' : ' '}`;
      return [keySuggestion(name, found, schema.required?.includes(name) ?? false, apply)];
    });
    if (isCell(schema)) return [...this.#cells(path, outline, hasColon ? 'name' : 'pair'), ...listed];
    if (schema.definition === 'arguments') return [...this.#arguments(path, outline, hasColon), ...listed];
    return listed;
  }

  /** Parameters of the cell that the arguments are for. */
  #arguments(path: Path, outline: readonly Entry[], hasColon: boolean): readonly Suggestion[] {
    const cell = [...ownCells(outline), ...this.#words.cells].find(({ name }) => name === path.at(-1));
    return (cell?.parameters ?? [])
      .filter(({ name }) => !outline.some((each) => begins(each.path, [...path, name])))
      .map(({ name, fallback }) => ({
        label: name,
        kind: 'key',
        apply: hasColon ? name : `${name}: `,
        detail: fallback === null ? 'required' : `default ${fallback}`,
        what: `Parameter of the cell \`${cell?.name}\`.`,
      }));
  }

  #values(schema: Schema, path: Path, outline: readonly Entry[]): readonly Suggestion[] {
    const { definition, title, type, description = '' } = schema;
    if (isCell(schema)) return this.#cells(path, outline, 'value');
    if (definition === 'functionName')
      return this.#words.functions.filter(({ name }) => this.#words.unary.includes(name)).map(functionSuggestion);
    if (definition === 'reference') return namesOf(outline, ['inputs', 'layers'], path);
    if (definition === 'share') return namesOf(outline, ['layers'], path);
    const types = typeof type === 'string' ? [type] : (type ?? []);
    const named = definition?.startsWith('initializer') === true ? this.#words.initializers : [];
    const written = [
      ...(schema.const === undefined ? [] : [schema.const]),
      ...(schema.enum ?? []),
      ...(types.includes('string') ? (schema.propertyNames?.enum ?? []) : []),
      ...(types.includes('boolean') && schema.enum === undefined ? [true, false] : []),
      ...(title === 'wrapper' ? ['residual'] : []),
      ...named,
      ...(['number', 'string'].includes(typeof schema.default) && schema.default !== '' ? [schema.default] : []),
    ];
    return [...new Set(written.map(String))].map((label) => ({
      label,
      kind: 'value',
      detail: label === String(schema.default) ? 'default' : '',
      what: meaningOf(label, inPage(description)),
    }));
  }

  /** The model's own cells, then those of the library that fit the layer. */
  #cells(path: Path, outline: readonly Entry[], form: 'name' | 'pair' | 'value'): readonly Suggestion[] {
    const isForTrees = textAt(outline, [...path.slice(0, 2), 'type']) === 'recursive';
    return [...ownCells(outline), ...this.#words.cells]
      .filter((cell) => cell.isForTrees === isForTrees)
      .map(({ name, what, parameters }) => {
        const needed = parameters.filter(({ fallback }) => fallback === null);
        const numbers = `{${needed.map((each) => `${each.name}: #{64}`).join(', ')}}`;
        const pair = `${name}: ${numbers}`;
        const said = parameters.map((each) => (each.fallback === null ? each.name : `${each.name}=${each.fallback}`));
        return {
          label: name,
          kind: 'cell' as const,
          apply:
            form === 'name' || (form === 'value' && needed.length === 0) ? name : form === 'pair' ? pair : `{${pair}}`,
          detail: said.length > 3 ? `${said.slice(0, 3).join(', ')}, …` : said.join(', '),
          what: `${what}${said.length === 0 ? '' : ` Parameters: \`${said.join('`, `')}\`.`}`,
        };
      });
  }
}

const isCell = ({ definition, title, additionalProperties }: Schema): boolean =>
  definition === 'cellEntry' ||
  (title === 'cell' && typeof additionalProperties === 'object' && definition === undefined);

/** Whether what belongs to a key is usually written on lines of its own. */
const isBlock = ({ type, properties, additionalProperties }: Schema): boolean =>
  type === 'object' && (properties !== undefined || typeof additionalProperties === 'object');

function keySuggestion(label: string, schema: Schema, isRequired: boolean, apply: string): Suggestion {
  const { type, default: fallback, enum: several } = schema;
  const kind = Array.isArray(type) ? type.join(' or ') : (type ?? (several === undefined ? '' : 'one of several'));
  const isShown = ['number', 'string', 'boolean'].includes(typeof fallback) && fallback !== '';
  return {
    label,
    kind: 'key',
    apply,
    detail: isRequired ? 'required' : isShown ? `${kind}, default ${fallback}` : String(kind),
    what: inPage(schema.description ?? ''),
  };
}

const functionSuggestion = ({ name, what }: Word): Suggestion => ({ label: name, kind: 'function', detail: '', what });

/** Of a description that tells what each of several words means, what it says of this one. */
function meaningOf(label: string, description: string): string {
  const own = new RegExp(`(?:^|[.;] )(\`${label}\`(?:, \`\\w+\`)*:? .*?)(?=[.;] |\\.$|$)`).exec(description)?.[1];
  return own === undefined ? description : `${own}.`;
}

/** Without sentences of the command line. */
const inPage = (description: string): string =>
  description
    .split(/(?<=\.)\s+/)
    .filter((sentence) => !/(?:^|[\s`])--\w|rnnc \w/.test(sentence))
    .join(' ');

/** What is declared in sections of the model, but for the layer that asks. */
function namesOf(outline: readonly Entry[], sections: readonly string[], asking: Path): readonly Suggestion[] {
  const declared = outline.flatMap(({ path }) => {
    const [section, name] = path;
    return path.length === 2 && sections.includes(String(section)) && typeof name === 'string' && name !== asking[1]
      ? [{ section: String(section), name }]
      : [];
  });
  const ends = (section: string, name: string): readonly string[] =>
    section === 'layers' && textAt(outline, ['layers', name, 'type']) === 'recurrent' ? [name, `${name}.last`] : [name];
  return declared.flatMap(({ section, name }) =>
    ends(section, name).map((label) => ({
      label,
      kind: 'name' as const,
      detail: section.replace(/s$/, ''),
      what: label.endsWith('.last') ? 'The last valid step of the layer.' : '',
    })),
  );
}

/** Cells that the model defines, as they stand there. */
const ownCells = (outline: readonly Entry[]): Vocabulary['cells'] =>
  outline.flatMap(({ path: [section, name, ...below] }) =>
    section === 'cells' && typeof name === 'string' && below.length === 0
      ? [
          {
            name,
            what: textAt(outline, ['cells', name, 'description']) ?? 'A cell of this model.',
            isForTrees: outline.some((each) => begins(each.path, ['cells', name, 'children'])),
            parameters: outline.flatMap(({ path, text }) =>
              path.length === 4 && begins(path, ['cells', name, 'parameters'])
                ? [{ name: String(path[3]), fallback: text === 'size' ? null : text }]
                : [],
            ),
          },
        ]
      : [],
  );

/** Names that the equations of a cell or a layer see. */
function namesIn(outline: readonly Entry[], equations: Path): readonly Suggestion[] {
  const owner = equations.slice(0, -1);
  const name = (label: string, detail: string): Suggestion => ({ label, kind: 'name', detail, what: '' });
  const declared = outline.flatMap(({ path }) => {
    const [section, ...below] = path.slice(owner.length);
    const own = below.filter((step) => typeof step === 'string');
    if (!begins(path, owner) || own.length !== 1 || typeof below.at(-1) !== 'string') return [];
    const label = String(own[0]);
    switch (section) {
      case 'inputs':
        return [name(label, 'input')];
      case 'weights':
        return [name(label, 'weight')];
      case 'parameters':
        return [name(label, 'parameter')];
      case 'state':
        return [name(label, 'state, before'), name(`${label}'`, 'state, after')];
      default:
        return [];
    }
  });
  const global = outline.flatMap(({ path }) =>
    path.length === 2 && path[0] === 'parameters' && equations[0] === 'layers'
      ? [name(String(path[1]), 'parameter')]
      : [],
  );
  return [...declared, ...global];
}
