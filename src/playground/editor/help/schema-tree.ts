import type { Entry, Path } from './outline.ts';

/** A part of the JSON Schema of models. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly definitions?: { readonly [name: string]: Schema };
  readonly $ref?: string;
  /** The definition that it was taken from. */
  readonly definition?: string;
}

/** Finds the part of the schema that describes a place in a model. */
export class SchemaTree {
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  /** What may stand at a place: of alternatives that whose `type` is written beside it, or all. */
  at(path: Path, outline: readonly Entry[]): readonly Schema[] {
    let found: readonly Schema[] = [this.#root];
    for (const [depth, step] of path.entries()) {
      const here = path.slice(0, depth);
      found = found
        .flatMap((schema) => this.#alternatives(schema, here, outline))
        .flatMap((each) => childOf(each, step));
    }
    return found.flatMap((schema) => this.#alternatives(schema, path, outline));
  }

  #alternatives(schema: Schema, path: Path, outline: readonly Entry[]): readonly Schema[] {
    const own = this.#resolve(schema);
    if (own.oneOf === undefined) return [own];
    const all = own.oneOf.map((each) => this.#resolve(each));
    const fitting = all.filter(({ properties = {} }) => says(properties.type, textAt(outline, [...path, 'type'])));
    return fitting.length > 0 ? fitting : all;
  }

  /** What is written beside a reference counts more than what it refers to. */
  #resolve(schema: Schema): Schema {
    const name = schema.$ref?.replace('#/definitions/', '');
    const target = name === undefined ? undefined : this.#root.definitions?.[name];
    if (name === undefined || target === undefined) return schema;
    const { $ref, ...beside } = schema;
    return { ...this.#resolve(target), ...beside, definition: name };
  }
}

const says = ({ const: only, enum: several = [only] }: Schema = {}, type: string | null): boolean =>
  type !== null && several.includes(type);

function childOf({ properties, additionalProperties, items }: Schema, step: string | number): readonly Schema[] {
  const found =
    typeof step === 'number'
      ? items
      : Object.hasOwn(properties ?? {}, step)
        ? properties?.[step]
        : additionalProperties;
  return typeof found === 'object' ? [found] : [];
}

/** The scalar at a place. */
export const textAt = (outline: readonly Entry[], path: Path): string | null =>
  outline.find((each) => each.path.length === path.length && each.path.every((step, i) => step === path[i]))?.text ??
  null;
