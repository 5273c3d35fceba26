/** What is understood of JSON Schema (draft 7, with `discriminator`). `schema/generate.mjs` refuses schemas that use more. */
export interface Schema {
  /** Points into the definitions of the whole schema. A schema with `$ref` has no other keyword. */
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  /** For messages. */
  readonly title?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly minimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly properties?: Schemas;
  readonly patternProperties?: Schemas;
  readonly additionalProperties?: boolean | Schema;
  /** The key whose value says which of `oneOf` holds. */
  readonly discriminator?: { readonly propertyName: string };
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly definitions?: Schemas;
}
type Schemas = { readonly [name: string]: Schema };

/** A mistake, as ajv describes it. */
export interface SchemaError {
  readonly keyword: string;
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly params: { readonly [name: string]: unknown };
  /** The schema that has the keyword. */
  readonly parentSchema: Schema;
}

/**
 * Checks `data` against a part of a schema.
 * @param whole where `$ref` looks.
 * @param all every mistake instead of the first.
 * @returns the mistakes in the order in which ajv finds them; none where the data is valid.
 *   The mistakes of the branches of `anyOf` come before the mistake of `anyOf` itself.
 */
export function checkSchema(whole: Schema, part: Schema, data: unknown, all: boolean): readonly SchemaError[] {
  const check = new Check(whole, all);
  check.value(part, data, '');
  return check.errors;
}

type Fields = { readonly [key: string]: unknown };
const isFields = (data: unknown): data is Fields => typeof data === 'object' && data !== null && !Array.isArray(data);

function isOf(type: string, data: unknown): boolean {
  switch (type) {
    case 'object':
      return isFields(data);
    case 'array':
      return Array.isArray(data);
    case 'null':
      return data === null;
    case 'integer':
      return Number.isInteger(data);
    case 'number':
      return Number.isFinite(data);
    default:
      return typeof data === type;
  }
}

class Check {
  readonly errors: SchemaError[] = [];
  readonly #whole: Schema;
  readonly #all: boolean;

  constructor(whole: Schema, all: boolean) {
    this.#whole = whole;
    this.#all = all;
  }

  get #done(): boolean {
    return !this.#all && this.errors.length > 0;
  }

  value(schema: Schema, data: unknown, path: string): void {
    if (schema.$ref !== undefined) {
      this.value(this.#definition(schema.$ref), data, path);
      return;
    }
    const { type } = schema;
    if (type !== undefined && !(typeof type === 'string' ? isOf(type, data) : type.some((t) => isOf(t, data))))
      this.#add(schema, path, 'type', { type });
    if (this.#done) return;
    if (typeof data === 'number') this.#limit(schema, path, 'minimum', data);
    if (typeof data === 'string') this.#text(schema, data, path);
    if (this.#done) return;
    this.#anyValue(schema, data, path);
    if (this.#done) return;
    if (Array.isArray(data)) this.#list(schema, data, path);
    else if (isFields(data)) this.#fields(schema, data, path);
  }

  #add(schema: Schema, instancePath: string, keyword: string, params: SchemaError['params']): void {
    if (!this.#done) this.errors.push({ keyword, instancePath, params, parentSchema: schema });
  }

  #definition(ref: string): Schema {
    if (ref === '#') return this.#whole;
    const found = this.#whole.definitions?.[ref.slice('#/definitions/'.length)];
    if (found === undefined) throw new Error(`internal: the schema has no ${ref}`);
    return found;
  }

  #limit(schema: Schema, path: string, keyword: keyof Schema, size: number): void {
    const limit = schema[keyword];
    if (typeof limit === 'number' && (keyword.startsWith('max') ? size > limit : size < limit))
      this.#add(schema, path, keyword, keyword === 'minimum' ? { comparison: '>=', limit } : { limit });
  }

  #text(schema: Schema, data: string, path: string): void {
    this.#limit(schema, path, 'maxLength', data.length);
    this.#limit(schema, path, 'minLength', data.length);
    const { pattern } = schema;
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(data)) this.#add(schema, path, 'pattern', { pattern });
  }

  #anyValue(schema: Schema, data: unknown, path: string): void {
    if (schema.const !== undefined && data !== schema.const)
      this.#add(schema, path, 'const', { allowedValue: schema.const });
    if (schema.enum !== undefined && !schema.enum.some((allowed) => allowed === data))
      this.#add(schema, path, 'enum', { allowedValues: schema.enum });
    if (schema.anyOf !== undefined && !this.#done) this.#branches(schema, schema.anyOf, data, path);
    if (schema.if !== undefined && !this.#done) {
      const holds = this.#errorsOf(schema.if, data, path).length === 0;
      const branch = holds ? schema.then : schema.else;
      const before = this.errors.length;
      if (branch !== undefined) this.value(branch, data, path);
      if (this.errors.length > before) this.#add(schema, path, 'if', { failingKeyword: holds ? 'then' : 'else' });
    }
  }

  #errorsOf(schema: Schema, data: unknown, path: string): readonly SchemaError[] {
    const check = new Check(this.#whole, this.#all);
    check.value(schema, data, path);
    return check.errors;
  }

  #branches(schema: Schema, branches: readonly Schema[], data: unknown, path: string): void {
    const failed: SchemaError[] = [];
    for (const branch of branches) {
      const errors = this.#errorsOf(branch, data, path);
      if (errors.length === 0) return;
      for (const error of errors) failed.push(error);
    }
    for (const error of failed) this.errors.push(error);
    this.errors.push({ keyword: 'anyOf', instancePath: path, params: {}, parentSchema: schema });
  }

  #list(schema: Schema, data: readonly unknown[], path: string): void {
    this.#limit(schema, path, 'maxItems', data.length);
    this.#limit(schema, path, 'minItems', data.length);
    const { items } = schema;
    if (items === undefined) return;
    for (const [i, item] of data.entries()) {
      if (this.#done) return;
      this.value(items, item, `${path}/${i}`);
    }
  }

  #fields(schema: Schema, data: Fields, path: string): void {
    const keys = Object.keys(data);
    this.#limit(schema, path, 'maxProperties', keys.length);
    this.#limit(schema, path, 'minProperties', keys.length);
    for (const key of schema.required ?? [])
      if (!isThere(data, key)) this.#add(schema, path, 'required', { missingProperty: key });
    if (schema.propertyNames !== undefined) this.#names(schema, schema.propertyNames, keys, path);
    const patterns = Object.entries(schema.patternProperties ?? {}).map(
      ([pattern, inner]) => [new RegExp(pattern, 'u'), inner] as const,
    );
    this.#others(schema, data, path, patterns);
    for (const [key, inner] of Object.entries(schema.properties ?? {})) {
      if (this.#done) return;
      if (isThere(data, key)) this.value(inner, data[key], below(path, key));
    }
    for (const [pattern, inner] of patterns)
      for (const key of keys) if (pattern.test(key) && !this.#done) this.value(inner, data[key], below(path, key));
    const { discriminator, oneOf } = schema;
    if (discriminator !== undefined && oneOf !== undefined && !this.#done)
      this.#chosen(schema, discriminator.propertyName, oneOf, data, path);
  }

  #names(schema: Schema, names: Schema, keys: readonly string[], path: string): void {
    for (const key of keys) {
      if (this.#done) return;
      const errors = this.#errorsOf(names, key, path);
      for (const error of errors) this.errors.push(error);
      if (errors.length > 0) this.#add(schema, path, 'propertyNames', { propertyName: key });
    }
  }

  #others(schema: Schema, data: Fields, path: string, patterns: readonly (readonly [RegExp, Schema])[]): void {
    const { additionalProperties: others } = schema;
    if (others === undefined || others === true) return;
    for (const key of Object.keys(data)) {
      if (this.#done) return;
      if (Object.hasOwn(schema.properties ?? {}, key) || patterns.some(([pattern]) => pattern.test(key))) continue;
      if (others === false) this.#add(schema, path, 'additionalProperties', { additionalProperty: key });
      else this.value(others, data[key], below(path, key));
    }
  }

  #chosen(schema: Schema, tag: string, branches: readonly Schema[], data: Fields, path: string): void {
    const tagValue = data[tag];
    const branch = branches.find((b) => {
      const { const: only, enum: several } = this.#resolved(this.#resolved(b).properties?.[tag] ?? {});
      return typeof tagValue === 'string' && (only === tagValue || several?.includes(tagValue));
    });
    if (branch !== undefined) this.value(branch, data, path);
    else {
      const error = typeof tagValue === 'string' ? 'mapping' : 'tag';
      this.#add(schema, path, 'discriminator', { error, tag, tagValue });
    }
  }

  #resolved(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : this.#definition(schema.$ref);
  }
}

const isThere = (data: Fields, key: string): boolean => Object.hasOwn(data, key) && data[key] !== undefined;
const below = (path: string, key: string): string => `${path}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
