import { InternalError } from '../diagnostics/diagnostic.ts';
import { at, lost } from '../diagnostics/invariants.ts';
import { bytesOf } from '../ir/types.ts';
import { vectorRules } from '../ops/elementwise/vector-rules.ts';
import type { Lanes } from '../ops/op/vector-code.ts';
import type { RowKernel, RowOperand, RowStatement, RowValue } from '../program/generated.ts';
import { FunctionWriter } from './function-writer.ts';
import type { ModuleWriter } from './module-writer.ts';
import { acrossLanes, addAsDoubles } from './totals.ts';

/** Rows longer than this are summed in float64: the rounding errors of float32 would grow with the length. */
const LONG_ROW = 1024;

/** Where a statement runs: before all rows, for each row before a pass, or for each element in a pass. */
type Stage =
  | { readonly per: 'all' }
  | { readonly per: 'row'; readonly pass: number }
  | { readonly per: 'element'; readonly pass: number };

/**
 * A function over rows: (rows, the address of every operand, the period of every cycle). Four elements at a time, what remains in lanes of one
 * vector more, of which only those are stored. Loads may reach up to 12 bytes beyond a buffer, into memory that is there.
 */
export function writeRowKernel(module: ModuleWriter, kernel: RowKernel, name: string): string {
  return new RowWriter(module, kernel).write(name);
}

class RowWriter {
  readonly #w: FunctionWriter;
  readonly #kernel: RowKernel;
  readonly #stages: readonly Stage[];
  readonly #values = new Map<RowValue, Lanes>();
  #hasPlace = false;

  constructor(module: ModuleWriter, kernel: RowKernel) {
    this.#w = new FunctionWriter(module);
    this.#kernel = kernel;
    this.#stages = stagesOf(kernel);
  }

  write(name: string): string {
    const { operands, width } = this.#kernel;
    this.#emit((stage) => stage.per === 'all');
    if (width === null) this.#writeFlat();
    else this.#writeRows(width);
    const cycles = operands.flatMap(({ extent }, i) => (extent === 'cycle' ? [`$period${i}`] : []));
    return this.#w.finish(name, ['$rows', ...operands.map((_, i) => `$p${i}`), ...cycles]);
  }

  #writeFlat(): void {
    const w = this.#w;
    const each = this.#operandsOf('each');
    const pass = (lanes: number): void => {
      w.loop(`(i32.lt_u (local.get $rows) (i32.const ${lanes}))`, () => {
        this.#emit((stage) => stage.per !== 'all', lanes);
        for (const i of each) w.advance(`$p${i}`, lanes * this.#bytes(i));
        w.advance('$rows', -lanes);
      });
    };
    pass(4);
    if (!this.#kernel.whole) pass(1);
  }

  #writeRows(width: number): void {
    const w = this.#w;
    const { operands } = this.#kernel;
    const reduced = this.#kernel.statements.map((s, v) => (s.kind === 'reduce' ? passOf(this.#stages[v]) - 1 : -1));
    const passes = new Set([...this.#stages.flatMap((s) => (s.per === 'element' ? [s.pass] : [])), ...reduced]);
    const last = Math.max(0, ...this.#stages.map(passOf));
    for (const i of this.#operandsOf('cycle')) {
      w.local(`$row${i}`, 'i32');
      w.local(`$left${i}`, 'i32');
      w.set(`$row${i}`, `(local.get $p${i})`);
      w.set(`$left${i}`, `(local.get $period${i})`);
    }
    w.local('$left', 'i32');
    for (const [i, { extent }] of operands.entries()) if (moves(extent)) w.local(`$q${i}`, 'i32');
    w.loop('(i32.eqz (local.get $rows))', () => {
      for (let pass = 0; pass <= last; pass++) {
        this.#emit((stage) => stage.per === 'row' && stage.pass === pass);
        if (passes.has(pass)) this.#writePass(width, pass);
      }
      for (const [i, { extent, dtype }] of operands.entries()) {
        if (extent === 'each') w.advance(`$p${i}`, width * bytesOf(dtype));
        if (extent === 'row') w.advance(`$p${i}`, bytesOf(dtype));
        if (extent === 'cycle') this.#turn(i, width * bytesOf(dtype));
      }
      w.advance('$rows', -1);
    });
  }

  /** The next row of what repeats, or the first one again. */
  #turn(i: number, bytes: number): void {
    const w = this.#w;
    w.advance(`$row${i}`, bytes);
    w.advance(`$left${i}`, -1);
    w.when(`(i32.eqz (local.get $left${i}))`, () => {
      w.set(`$row${i}`, `(local.get $p${i})`);
      w.set(`$left${i}`, `(local.get $period${i})`);
    });
  }

  #writePass(width: number, pass: number): void {
    const w = this.#w;
    const used = this.#usedIn(pass);
    for (const i of used) w.set(`$q${i}`, `(local.get ${this.#extent(i) === 'cycle' ? '$row' : '$p'}${i})`);
    const reductions = this.#kernel.statements.flatMap((s, v) => {
      const stage = this.#stages[v];
      return s.kind === 'reduce' && stage?.per === 'row' && stage.pass === pass + 1 ? [{ s, v }] : [];
    });
    const totals = reductions.map(({ s, v }) => ({ s, v, total: this.#startTotal(s.by, width, v) }));
    const body = (lanes: number): void => {
      this.#emit((stage) => stage.per === 'element' && stage.pass === pass, lanes);
      for (const { s, total } of totals) this.#addTo(total, s.by, this.#value(s.of), lanes);
    };
    const places = this.#kernel.statements.some((s) => s.kind === 'place' && s.pass === pass);
    const nextPlaces = (): void =>
      places ? w.set('$place', `(i32x4.add (local.get $place) (local.get ${w.int(4)}))`) : undefined;
    if (places) {
      if (!this.#hasPlace) w.local('$place', 'v128');
      this.#hasPlace = true;
      w.set('$place', '(v128.const i32x4 0 1 2 3)');
    }
    const full = Math.floor(width / 4);
    if (full > 1) {
      w.set('$left', `(i32.const ${full})`);
      w.loop('(i32.eqz (local.get $left))', () => {
        body(4);
        for (const i of used) w.advance(`$q${i}`, 4 * this.#bytes(i));
        nextPlaces();
        w.advance('$left', -1);
      });
    } else if (full === 1) {
      body(4);
      if (width % 4 > 0) for (const i of used) w.advance(`$q${i}`, 4 * this.#bytes(i));
      nextPlaces();
    }
    if (width % 4 > 0) body(width % 4);
    for (const { s, v, total } of totals) this.#values.set(v, this.#finishTotal(total, s.by, width));
  }

  /** Operands that an element's code of the pass touches. */
  #usedIn(pass: number): readonly number[] {
    const used = new Set<number>();
    this.#kernel.statements.forEach((s, v) => {
      const stage = this.#stages[v];
      const here = stage?.per === 'element' && stage.pass === pass;
      if (here && (s.kind === 'load' || s.kind === 'store')) used.add(s.operand);
    });
    return [...used].sort((a, b) => a - b);
  }

  #startTotal(by: 'sum' | 'mean' | 'max', width: number, v: RowValue): readonly string[] {
    const w = this.#w;
    const long = by !== 'max' && width > LONG_ROW;
    const names = long ? [`$low${v}`, `$high${v}`] : [`$total${v}`];
    const start = by === 'max' ? w.float(Number.NEGATIVE_INFINITY) : w.int(0);
    for (const name of names) {
      w.local(name, 'v128');
      w.set(name, `(local.get ${start})`);
    }
    return names;
  }

  #addTo(total: readonly string[], by: 'sum' | 'mean' | 'max', value: Lanes, lanes: number): void {
    const w = this.#w;
    const neutral = by === 'max' ? w.float(Number.NEGATIVE_INFINITY) : w.int(0);
    const x = lanes === 4 ? value : w.op('v128.bitselect', value, neutral, w.firstLanes(lanes));
    const [first, second] = total;
    if (second === undefined) {
      w.set(first ?? lost(), `(f32x4.${by === 'max' ? 'max' : 'add'} (local.get ${first}) (local.get ${x}))`);
      return;
    }
    addAsDoubles(w, first ?? lost(), second, x);
  }

  /** The total of a row in all lanes. */
  #finishTotal(total: readonly string[], by: 'sum' | 'mean' | 'max', width: number): Lanes {
    const w = this.#w;
    const [first, second] = total;
    const op = by === 'max' ? 'f32x4.max' : 'f32x4.add';
    let sum: Lanes;
    if (second === undefined) {
      sum = acrossLanes(w, op, (first ?? lost()) as Lanes);
    } else {
      const both = w.op('f64x2.add', (first ?? lost()) as Lanes, second as Lanes);
      const all = w.op('f64x2.add', both, w.shuffle(both, both, [2, 3, 0, 1]));
      const single = w.op('f32x4.demote_f64x2_zero', all);
      sum = w.shuffle(single, single, [0, 0, 0, 0]);
    }
    return by === 'mean' ? w.op('f32x4.div', sum, w.float(width)) : sum;
  }

  /** Writes the statements of the stages chosen, in order. */
  #emit(chosen: (stage: Stage) => boolean, lanes = 4): void {
    this.#kernel.statements.forEach((statement, v) => {
      const stage = this.#stages[v];
      if (stage === undefined || !chosen(stage)) return;
      this.#write(statement, v, stage, lanes);
    });
  }

  #write(statement: RowStatement, v: RowValue, stage: Stage, lanes: number): void {
    const w = this.#w;
    switch (statement.kind) {
      case 'constant': {
        const { dtype, value } = statement;
        const made = dtype === 'float32' ? w.float(value) : w.int(dtype === 'bool' ? (value === 0 ? 0 : -1) : value);
        this.#values.set(v, made);
        return;
      }
      case 'place':
        this.#values.set(v, '$place' as Lanes);
        return;
      case 'load':
        this.#values.set(v, this.#load(statement.operand, stage.per === 'element'));
        return;
      case 'apply': {
        const rule = vectorRules[statement.op];
        if (rule === undefined) throw new InternalError(`no vector code for '${statement.op}'`);
        const operands = statement.of.map((of) => this.#value(of));
        this.#values.set(v, rule(w, operands, { operand: statement.operand, result: statement.result }));
        return;
      }
      case 'reduce':
        // gathered while the pass runs, see `#writePass`
        return;
      case 'store':
        this.#store(statement.operand, this.#value(statement.of), stage.per === 'element' ? lanes : 1);
        return;
      default:
        statement satisfies never;
    }
  }

  #load(operand: number, perElement: boolean): Lanes {
    const w = this.#w;
    const { dtype } = this.#operand(operand);
    if (perElement) {
      const at = `(local.get ${this.#pointer(operand)})`;
      if (dtype !== 'bool') return w.value(`(v128.load ${at})`);
      const wide = w.value(`(i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero ${at})))`);
      return w.op('i32x4.ne', wide, w.int(0));
    }
    const at = `(local.get $p${operand})`;
    if (dtype !== 'bool') return w.value(`(v128.load32_splat ${at})`);
    return w.op('i8x16.ne', w.value(`(v128.load8_splat ${at})`), w.int(0));
  }

  #store(operand: number, value: Lanes, lanes: number): void {
    const w = this.#w;
    const { dtype, extent } = this.#operand(operand);
    const at = `(local.get ${extent === 'each' ? this.#pointer(operand) : `$p${operand}`})`;
    if (dtype === 'bool') {
      const ones = w.op('v128.and', value, w.int(1));
      const bytes = w.value(
        `(i8x16.narrow_i16x8_u (i16x8.narrow_i32x4_u (local.get ${ones}) (local.get ${ones})) (v128.const i32x4 0 0 0 0))`,
      );
      if (lanes === 4) w.line(`(v128.store32_lane 0 ${at} (local.get ${bytes}))`);
      else
        for (let lane = 0; lane < lanes; lane++)
          w.line(`(v128.store8_lane offset=${lane} ${lane} ${at} (local.get ${bytes}))`);
      return;
    }
    if (lanes === 4) w.line(`(v128.store ${at} (local.get ${value}))`);
    else
      for (let lane = 0; lane < lanes; lane++)
        w.line(`(v128.store32_lane offset=${4 * lane} ${lane} ${at} (local.get ${value}))`);
  }

  #pointer(operand: number): string {
    return this.#kernel.width === null ? `$p${operand}` : `$q${operand}`;
  }

  #value(v: RowValue): Lanes {
    return this.#values.get(v) ?? lost();
  }

  #operand(i: number): RowOperand {
    return at(this.#kernel.operands, i);
  }

  #extent(i: number): RowOperand['extent'] {
    return this.#operand(i).extent;
  }

  #bytes(i: number): number {
    return bytesOf(this.#operand(i).dtype);
  }

  #operandsOf(extent: RowOperand['extent']): readonly number[] {
    return this.#kernel.operands.flatMap((o, i) => (o.extent === extent ? [i] : []));
  }
}

/** Whether an operand has a pointer that moves within a row. */
const moves = (extent: RowOperand['extent']): boolean => extent === 'each' || extent === 'column' || extent === 'cycle';

const passOf = (stage: Stage | undefined): number => (stage === undefined || stage.per === 'all' ? 0 : stage.pass);

/** When each statement runs. */
function stagesOf({ operands, statements }: RowKernel): readonly Stage[] {
  const stages: Stage[] = [];
  const join = (of: readonly RowValue[]): Stage => {
    const pass = Math.max(0, ...of.map((v) => passOf(stages[v])));
    if (of.some((v) => stages[v]?.per === 'element')) return { per: 'element', pass };
    return of.some((v) => stages[v]?.per === 'row') ? { per: 'row', pass } : { per: 'all' };
  };
  for (const s of statements) {
    switch (s.kind) {
      case 'constant':
        stages.push({ per: 'all' });
        break;
      case 'load': {
        const extent = at(operands, s.operand).extent;
        if (moves(extent)) stages.push({ per: 'element', pass: s.pass });
        else stages.push(extent === 'row' ? { per: 'row', pass: 0 } : { per: 'all' });
        break;
      }
      case 'place':
        stages.push({ per: 'element', pass: s.pass });
        break;
      case 'apply':
        stages.push(join(s.of));
        break;
      case 'reduce':
        stages.push({ per: 'row', pass: passOf(stages[s.of]) + 1 });
        break;
      case 'store': {
        const extent = at(operands, s.operand).extent;
        stages.push({ per: extent === 'each' ? 'element' : 'row', pass: passOf(stages[s.of]) });
        break;
      }
      default:
        s satisfies never;
    }
  }
  return stages;
}
