import type { Lanes, VectorCode } from '../ops/op/vector-code.ts';
import type { ModuleWriter } from './module-writer.ts';

interface Line {
  text: string;
  readonly indent: string;
  /** Number of the block it stands in. */
  readonly block: number;
}

const READS_VALUE = '(local.get $v';

/** Lines of one function, with locals and constants declared as they are asked for. */
export class FunctionWriter implements VectorCode {
  readonly #module: ModuleWriter;
  readonly #locals: string[] = [];
  readonly #constants = new Map<string, string>();
  readonly #lines: Line[] = [];
  /** Values that `value` made, by name: the line that sets them. */
  readonly #values = new Map<string, number>();
  #blocks = 0;
  #block = 0;
  #labels = 0;
  #indent = '    ';

  constructor(module: ModuleWriter) {
    this.#module = module;
  }

  local(name: string, type: 'i32' | 'v128'): string {
    this.#locals.push(`(local ${name} ${type})`);
    return name;
  }

  line(text: string): void {
    this.#lines.push({ text, indent: this.#indent, block: this.#block });
  }

  label(stem: string): string {
    this.#labels += 1;
    return `$${stem}${this.#labels}`;
  }

  /** Runs `body` until `done` holds, asked before every round. */
  loop(done: string, body: () => void): void {
    const [end, again] = [this.label('end'), this.label('next')];
    this.line(`(block ${end} (loop ${again}`);
    this.#indented(() => {
      this.line(`(br_if ${end} ${done})`);
      body();
      this.line(`(br ${again})`);
    });
    this.line('))');
  }

  when(condition: string, body: () => void): void {
    this.line(`(if ${condition} (then`);
    this.#indented(body);
    this.line('))');
  }

  #indented(body: () => void): void {
    const [outer, block] = [this.#indent, this.#block];
    this.#indent = `${outer}  `;
    this.#blocks += 1;
    this.#block = this.#blocks;
    body();
    this.#indent = outer;
    this.#block = block;
  }

  set(name: string, expression: string): void {
    this.line(`(local.set ${name} ${expression})`);
  }

  advance(name: string, bytes: number | string): void {
    if (bytes === 0) return;
    const by = typeof bytes === 'number' ? `(i32.const ${bytes})` : `(local.get ${bytes})`;
    this.set(name, `(i32.add (local.get ${name}) ${by})`);
  }

  /** A new value, set once and in no other way. */
  value(expression: string): Lanes {
    const name = `$v${this.#values.size}`;
    this.#values.set(name, this.#lines.length);
    this.set(name, expression);
    return name as Lanes;
  }

  float(value: number): Lanes {
    return this.#constant(`f32x4 ${Array(4).fill(floatLiteral(value)).join(' ')}`);
  }

  int(bits: number): Lanes {
    return this.#constant(
      `i32x4 ${Array(4)
        .fill(`${bits | 0}`)
        .join(' ')}`,
    );
  }

  double(value: number): Lanes {
    return this.#constant(`f64x2 ${Array(2).fill(floatLiteral64(value)).join(' ')}`);
  }

  /** All ones in the first `count` lanes, 0 in the others. */
  firstLanes(count: number): Lanes {
    return this.#constant(`i32x4 ${[0, 1, 2, 3].map((i) => (i < count ? '-1' : '0')).join(' ')}`);
  }

  #constant(literal: string): Lanes {
    const known = this.#constants.get(literal);
    if (known !== undefined) return known as Lanes;
    const name = `$c${this.#constants.size}`;
    this.#constants.set(literal, name);
    return name as Lanes;
  }

  op(instruction: string, ...operands: readonly Lanes[]): Lanes {
    return this.value(`(${instruction} ${operands.map((o) => `(local.get ${o})`).join(' ')})`);
  }

  shift(instruction: string, x: Lanes, bits: number): Lanes {
    return this.value(`(${instruction} (local.get ${x}) (i32.const ${bits}))`);
  }

  shuffle(a: Lanes, b: Lanes, lanes: readonly [number, number, number, number]): Lanes {
    const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((i) => 4 * lane + i));
    return this.value(`(i8x16.shuffle ${bytes.join(' ')} (local.get ${a}) (local.get ${b}))`);
  }

  multiplyAdd(a: Lanes, b: Lanes, c: Lanes): Lanes {
    return this.value(this.fused(`(local.get ${a})`, `(local.get ${b})`, `(local.get ${c})`));
  }

  multiplySubtract(a: Lanes, b: Lanes, c: Lanes): Lanes {
    return this.#module.relaxed
      ? this.value(`(f32x4.relaxed_nmadd (local.get ${a}) (local.get ${b}) (local.get ${c}))`)
      : this.value(`(f32x4.sub (local.get ${c}) (f32x4.mul (local.get ${a}) (local.get ${b})))`);
  }

  /** a * b + c of expressions, as an expression. */
  fused(a: string, b: string, c: string): string {
    return this.#module.relaxed ? `(f32x4.relaxed_madd ${a} ${b} ${c})` : `(f32x4.add ${c} (f32x4.mul ${a} ${b}))`;
  }

  /**
   * Puts the expression of a value that is read once into the place where it is read, in the same block: half as much text, and the engine
   * makes the same code of it. Loads stay where they are: a store may follow. Gives the values that keep a local.
   */
  #foldValues(): readonly string[] {
    /** The line that reads a value, by its name; null where it is read more than once. */
    const readers = new Map<string, number | null>();
    this.#lines.forEach(({ text }, i) => {
      for (let at = text.indexOf(READS_VALUE); at >= 0; at = text.indexOf(READS_VALUE, at + 1)) {
        const name = text.slice(at + '(local.get '.length, text.indexOf(')', at));
        readers.set(name, readers.has(name) ? null : i);
      }
    });
    return [...this.#values].flatMap(([name, at]) => {
      const line = this.#lines[at];
      const target = this.#lines[readers.get(name) ?? -1];
      if (line === undefined || target === undefined || target.block !== line.block) return [name];
      const expression = line.text.slice(`(local.set ${name} `.length, -1);
      if (expression.includes('load')) return [name];
      target.text = target.text.replace(`(local.get ${name})`, () => expression);
      line.text = '';
      return [];
    });
  }

  /** The whole function. Constants are read once, at its start. */
  finish(name: string, parameters: readonly string[]): string {
    const kept = this.#foldValues();
    const constants = [...this.#constants].map(([literal, local]) => ({ global: this.#module.global(literal), local }));
    const head = [
      `  (func ${name} ${parameters.map((p) => `(param ${p} i32)`).join(' ')}`,
      ...chunks(
        [
          ...this.#locals,
          ...kept.map((v) => `(local ${v} v128)`),
          ...constants.map(({ local }) => `(local ${local} v128)`),
        ],
        8,
      ).map((part) => `    ${part.join(' ')}`),
      ...constants.map(({ global, local }) => `    (local.set ${local} (global.get ${global}))`),
    ];
    const lines = this.#lines.flatMap(({ text, indent }) => (text === '' ? [] : [`${indent}${text}`]));
    return `${[...head, ...lines].join('\n')}\n  )`;
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < items.length; i += size) parts.push(items.slice(i, i + size));
  return parts;
}

/** Exactly the float32 nearest to the number. */
function floatLiteral(value: number): string {
  return floatLiteral64(Math.fround(value));
}

function floatLiteral64(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : `${value}`;
}
