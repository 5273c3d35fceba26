import { INSTRUCTIONS, type Instruction } from './instructions.ts';
import { ModuleBytes, numbers, signed, unsigned } from './module-bytes.ts';
import { ModuleText } from './module-text.ts';

const TYPES: ReadonlyMap<string, number> = new Map([
  ['i32', 0x7f],
  ['i64', 0x7e],
  ['f32', 0x7d],
  ['f64', 0x7c],
  ['v128', 0x7b],
]);
const LANES: ReadonlyMap<string, readonly ['i32' | 'f32' | 'f64', number]> = new Map([
  ['i32x4', ['i32', 4]],
  ['f32x4', ['f32', 4]],
  ['f64x2', ['f64', 2]],
]);
/** Of sections, in their order. */
const [TYPE, IMPORT, FUNCTION, GLOBAL, EXPORT, CODE] = [1, 2, 3, 6, 7, 10];
const [BLOCK, LOOP, IF, ELSE, END, NO_RESULT] = [0x02, 0x03, 0x04, 0x05, 0x0b, 0x40];

/** What has names, and its number by name. */
type Names = Map<string, number>;

/** A function whose head is read. */
interface Head {
  readonly type: number;
  /** Parameters; locals are added where the body is read. */
  readonly locals: Names;
  readonly parameters: number;
  /** Where the text goes on behind the head. */
  readonly place: number;
}

/**
 * WebAssembly text → bytes, of the text that this phase writes: one imported memory, global vectors and functions, with folded
 * instructions (an operation with its operands in parentheses) and blocks without results. It takes a fifth of the time of watr 5.0, which knows
 * all of the language.
 *
 * @throws InternalError where the text is no such module
 */
export function assemble(text: string): Uint8Array<ArrayBuffer> {
  return new Assembler(text).module();
}

class Assembler {
  readonly #text: ModuleText;
  readonly #types: string[] = [];
  readonly #imports = new Section();
  readonly #globals = new Section();
  readonly #globalNames: Names = new Map();
  readonly #functionNames: Names = new Map();
  readonly #heads: Head[] = [];
  readonly #exports = new Section();
  /** Of the function that is read. */
  #locals: Names = new Map();
  /** Of the blocks that are open, the innermost last. */
  readonly #labels: string[] = [];

  constructor(text: string) {
    this.#text = new ModuleText(text);
  }

  module(): Uint8Array<ArrayBuffer> {
    const text = this.#text;
    if (!text.begins('module')) text.fail('"(module"');
    while (!text.closes()) {
      if (text.begins('import')) this.#import();
      else if (text.begins('global')) this.#global();
      else if (text.begins('func')) this.#head();
      else text.fail('an import, a global or a function');
    }
    // a body may call a function that stands further down, so heads are read before
    const code = new Section();
    for (const head of this.#heads) code.add().sized(this.#body(head).view());
    const [types, functions] = [new Section(), new Section()];
    for (const type of this.#types) types.add().append([0x60, ...type.split(' ').map(Number)]);
    for (const { type } of this.#heads) functions.add().append(unsigned(type));
    const bytes = new ModuleBytes().append([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    types.writeTo(bytes, TYPE);
    this.#imports.writeTo(bytes, IMPORT);
    functions.writeTo(bytes, FUNCTION);
    this.#globals.writeTo(bytes, GLOBAL);
    this.#exports.writeTo(bytes, EXPORT);
    code.writeTo(bytes, CODE);
    return bytes.view().slice();
  }

  #import(): void {
    const text = this.#text;
    const item = this.#imports.add();
    for (const name of [text.quoted(), text.quoted()]) item.sized(ascii(name));
    if (!text.begins('memory')) text.fail('"(memory"');
    const least = text.integer();
    const most = text.isWord() ? text.integer() : null;
    const shared = text.isWord() && text.word() === 'shared';
    item.append([0x02, (most === null ? 0 : 1) + (shared ? 2 : 0)]).append(unsigned(least));
    if (most !== null) item.append(unsigned(most));
    text.close();
    text.close();
  }

  #global(): void {
    const text = this.#text;
    this.#globalNames.set(text.word(), this.#globals.count);
    if (!text.begins('mut')) text.fail('"(mut"');
    const item = this.#globals.add().append([this.#type(), 0x01]);
    text.close();
    this.#instruction(item);
    item.byte(END);
    text.close();
  }

  #head(): void {
    const text = this.#text;
    const index = this.#heads.length;
    if (text.isName()) this.#functionNames.set(text.word(), index);
    while (text.begins('export')) {
      this.#exports.add().sized(ascii(text.quoted())).byte(0x00).append(unsigned(index));
      text.close();
    }
    const [locals, parameters, results]: [Names, number[], number[]] = [new Map(), [], []];
    while (text.begins('param')) parameters.push(this.#local(locals, parameters.length));
    while (text.begins('result')) {
      results.push(this.#type());
      text.close();
    }
    const signature = [parameters.length, ...parameters, results.length, ...results].join(' ');
    if (!this.#types.includes(signature)) this.#types.push(signature);
    const type = this.#types.indexOf(signature);
    this.#heads.push({ type, locals, parameters: parameters.length, place: text.place });
    text.leave();
  }

  /** Reads a parameter or local to its end. Gives its type. */
  #local(locals: Names, index: number): number {
    if (this.#text.isName()) locals.set(this.#text.word(), index);
    const type = this.#type();
    this.#text.close();
    return type;
  }

  #type(): number {
    return TYPES.get(this.#text.word()) ?? this.#text.fail('a type before this');
  }

  #body({ locals, parameters, place }: Head): ModuleBytes {
    this.#text.goTo(place);
    this.#locals = locals;
    const runs: { readonly type: number; count: number }[] = [];
    for (let index = parameters; this.#text.begins('local'); index++) {
      const type = this.#local(locals, index);
      const last = runs.at(-1);
      if (last?.type === type) last.count += 1;
      else runs.push({ type, count: 1 });
    }
    const bytes = new ModuleBytes().append(unsigned(runs.length));
    for (const { type, count } of runs) bytes.append(unsigned(count)).byte(type);
    this.#instructions(bytes);
    return bytes.byte(END);
  }

  /** What stands up to the parenthesis that closes the list, which is read. */
  #instructions(bytes: ModuleBytes): void {
    while (!this.#text.closes()) this.#instruction(bytes);
  }

  #instruction(bytes: ModuleBytes): void {
    const text = this.#text;
    const folded = text.opens();
    const name = text.word();
    const instruction = INSTRUCTIONS.get(name);
    if (instruction === undefined) {
      if (folded && name === 'if') this.#choice(bytes);
      else if (folded && (name === 'block' || name === 'loop')) this.#block(name, bytes);
      else text.fail(`an instruction in the place of "${name}", before this`);
      return;
    }
    const immediate = this.#immediate(instruction);
    if (folded) this.#instructions(bytes);
    bytes.append(instruction.opcode).append(immediate);
  }

  /** Blocks are written before what stands in them, and have no operands. */
  #block(name: 'block' | 'loop', bytes: ModuleBytes): void {
    this.#labels.push(this.#label());
    this.#instructions(bytes.append([name === 'block' ? BLOCK : LOOP, NO_RESULT]));
    this.#labels.pop();
    bytes.byte(END);
  }

  /** `(if condition… (then …) (else …))` */
  #choice(bytes: ModuleBytes): void {
    const text = this.#text;
    const label = this.#label();
    while (!text.begins('then')) this.#instruction(bytes);
    this.#labels.push(label);
    this.#instructions(bytes.append([IF, NO_RESULT]));
    if (text.begins('else')) this.#instructions(bytes.byte(ELSE));
    this.#labels.pop();
    text.close();
    bytes.byte(END);
  }

  /** The name of a block, or one that nobody asks for. */
  #label(): string {
    return this.#text.isName() ? this.#text.word() : '';
  }

  #immediate({ immediate, alignment }: Instruction): readonly number[] {
    const text = this.#text;
    switch (immediate) {
      case 'none':
        return NOTHING;
      case 'local':
        return this.#numberOf(this.#locals, 'a local');
      case 'global':
        return this.#numberOf(this.#globalNames, 'a global');
      case 'function':
        return this.#numberOf(this.#functionNames, 'a function');
      case 'label': {
        const place = this.#labels.lastIndexOf(text.word());
        if (place < 0) text.fail('the name of an open block before this');
        return unsigned(this.#labels.length - 1 - place);
      }
      case 'memory':
        return [0];
      case 'memories':
        return [0, 0];
      case 'i32':
        return signed(text.integer());
      case 'f32':
      case 'f64':
        return [...numbers([text.float()], immediate)];
      case 'v128': {
        const [of, count] = LANES.get(text.word()) ?? text.fail('i32x4, f32x4 or f64x2 before this');
        const read = (): number => (of === 'i32' ? text.integer() : text.float());
        return [...numbers(Array.from({ length: count }, read), of)];
      }
      case 'address':
        return [alignment, ...unsigned(this.#offset())];
      case 'address-lane':
        return [alignment, ...unsigned(this.#offset()), text.integer()];
      case 'lane':
        return [text.integer()];
      case 'lanes':
        return Array.from({ length: 16 }, () => text.integer());
    }
  }

  #numberOf(names: Names, what: string): readonly number[] {
    return unsigned(names.get(this.#text.word()) ?? this.#text.fail(`the name of ${what} before this`));
  }

  /** `offset=` with a number, or nothing. */
  #offset(): number {
    const { place } = this.#text;
    if (this.#text.isWord()) {
      const [name, value] = this.#text.word().split('=');
      if (name === 'offset' && /^\d+$/.test(value ?? '')) return Number(value);
    }
    this.#text.goTo(place);
    return 0;
  }
}

const NOTHING: readonly number[] = [];

function ascii(name: string): readonly number[] {
  return [...name].map((char) => char.charCodeAt(0));
}

/** One section: items, with their number before them. Where there are none, there is no section. */
class Section {
  readonly #items: ModuleBytes[] = [];

  get count(): number {
    return this.#items.length;
  }

  add(): ModuleBytes {
    const item = new ModuleBytes();
    this.#items.push(item);
    return item;
  }

  writeTo(bytes: ModuleBytes, id: number): void {
    if (this.count === 0) return;
    const content = new ModuleBytes().append(unsigned(this.count));
    for (const item of this.#items) content.append(item.view());
    bytes.byte(id).sized(content.view());
  }
}
