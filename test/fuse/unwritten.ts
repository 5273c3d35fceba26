import { BATCH, evaluateDim, evaluateShape, type SizeBinding } from '../../compiler/ir/dim.ts';
import { walkSymbols } from '../../compiler/ir/structure.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { Program, Step } from '../../compiler/program/program.ts';
import { touchedBy } from '../../compiler/program/program-operands.ts';

interface Range {
  readonly root: BufferId;
  readonly start: number;
  readonly size: number;
}

/** Rows of a part of a buffer: `count` times `run` elements, `stride` apart from `offset` on. */
interface Rows {
  readonly buffer: BufferId;
  readonly offset: number;
  readonly count: number;
  readonly run: number;
  readonly stride: number;
}

/**
 * Runs a program for one binding of sizes without computing anything: what each step reads must have been written in this run, element by
 * element.
 * @returns what was read too early
 */
export function readBeforeWritten(program: Program, sizes: SizeBinding): readonly string[] {
  const size = (id: BufferId): number =>
    evaluateShape(program.buffers[id]?.shape ?? [], sizes).reduce((n, d) => n * d, 1);
  const written = new Map<BufferId, Uint8Array>();
  program.buffers.forEach(({ storage }, i) => {
    if (storage.kind !== 'own') return;
    const isThere = storage.role !== 'temporary' && storage.role !== 'output' && storage.role !== 'prepared';
    written.set(i as BufferId, new Uint8Array(size(i as BufferId)).fill(isThere ? 1 : 0));
  });
  const found = new Set<string>();
  const rangeOf = (id: BufferId, at: ReadonlyMap<number, number>): Range => {
    const storage = program.buffers[id]?.storage;
    if (storage === undefined || storage.kind === 'own') return { root: id, start: 0, size: size(id) };
    const of = rangeOf(storage.of, at);
    if (storage.kind === 'view') return { ...of, start: of.start + evaluateDim(storage.offset, sizes), size: size(id) };
    if (storage.kind === 'rows') {
      const [rows = 0, ...row] = evaluateShape(program.buffers[storage.of]?.shape ?? [], sizes);
      const width = row.reduce((n, d) => n * d, 1);
      const first = firstRow(storage.start, at);
      if (first >= rows && size(id) > 0) throw new Error(`#${id} begins at row ${first} of ${rows}`);
      return { ...of, start: of.start + first * width, size: size(id) };
    }
    const index = at.get(storage.loop);
    if (index === undefined) throw new Error(`#${id} moves with loop ${storage.loop}, which is not open`);
    return { ...of, start: of.start + index * size(id), size: size(id) };
  };
  /** Of the level at hand, where all levels of a walk are of the same size: what the structure would say. */
  const firstRow = (start: BufferId, at: ReadonlyMap<number, number>): number => {
    const storage = program.buffers[start]?.storage;
    const input = program.inputs.find(({ buffer }) => storage?.kind === 'element' && buffer === storage.of);
    if (storage?.kind !== 'element' || input?.role !== 'structure') throw new Error(`#${start} is no start of rows`);
    const level = at.get(storage.loop);
    if (level === undefined) throw new Error(`#${start} moves with loop ${storage.loop}, which is not open`);
    const { row, link } = walkSymbols(input.walk);
    switch (input.part) {
      case 'starts':
        return level * (sizes[row] ?? 0);
      case 'rows':
        return (sizes[BATCH] ?? 0) + level * (sizes[row] ?? 0);
      case 'link_starts':
        return level * (sizes[link] ?? 0);
      default:
        throw new Error(`#${start} is no start of rows`);
    }
  };
  const whole = (buffer: BufferId): Rows => ({ buffer, offset: 0, count: 1, run: size(buffer), stride: 0 });
  const touches = (step: Exclude<Step, { kind: 'loop' }>): { reads: readonly Rows[]; writes: readonly Rows[] } => {
    const { reads, writes } = touchedBy(step);
    if (step.kind === 'kernel' && step.call.kernel === 'host.copy_rows') {
      const { rows, run, xOffset, xStride, outOffset, outStride, x, out } = step.call;
      const n = (d: typeof rows): number => evaluateDim(d, sizes);
      const part = { count: n(rows), run: n(run) };
      return {
        reads: [{ buffer: x, offset: n(xOffset), stride: n(xStride), ...part }],
        writes: [{ buffer: out, offset: n(outOffset), stride: n(outStride), ...part }],
      };
    }
    if (step.kind === 'generated') {
      const { kernel, operands, counts } = step.call;
      const numbers = counts.map((d) => evaluateDim(d, sizes));
      if (kernel.kind === 'copy-rows') {
        const [x, out] = operands as [BufferId, BufferId];
        const bytes = program.buffers[out]?.dtype === 'bool' ? 1 : 4;
        const [count = 0, ...others] = numbers;
        const [run = 0, xOffset = 0, xStride = 0, outOffset = 0, outStride = 0] = others.map((n) => n / bytes);
        return {
          reads: [{ buffer: x, offset: xOffset, count, run, stride: xStride }],
          writes: [{ buffer: out, offset: outOffset, count, run, stride: outStride }],
        };
      }
      if (kernel.kind === 'outer') {
        const [a, b, work, out] = operands as [BufferId, BufferId, BufferId, BufferId];
        const { m, n, outStride } = kernel;
        return {
          reads: [whole(a), whole(b)],
          writes: [whole(work), { buffer: out, offset: 0, count: m, run: n, stride: outStride }],
        };
      }
      if (kernel.kind === 'pack') {
        const [source, panels] = operands as [BufferId, BufferId];
        const { k, n, rowStride, columnStride } = kernel;
        const reads =
          columnStride === 1
            ? { buffer: source, offset: 0, count: k, run: n, stride: rowStride }
            : { buffer: source, offset: 0, count: n, run: k, stride: columnStride };
        return { reads: [reads], writes: [whole(panels)] };
      }
    }
    return { reads: reads.map(whole), writes: writes.map(whole) };
  };
  const run = (steps: readonly Step[], at: ReadonlyMap<number, number>): void => {
    for (const step of steps) {
      if (step.kind === 'loop') {
        const length = evaluateDim(step.length, sizes);
        for (let i = 0; i < length; i++)
          run(step.body, new Map([...at, [step.loop, step.direction === 'forward' ? i : length - 1 - i]]));
        continue;
      }
      const { reads, writes } = touches(step);
      const visit = (rows: Rows, each: (marks: Uint8Array, i: number) => void): void => {
        const { root, start, size: own } = rangeOf(rows.buffer, at);
        const marks = written.get(root);
        if (marks === undefined) throw new Error(`#${root} has no memory`);
        for (let r = 0; r < rows.count; r++)
          for (let i = 0; i < rows.run; i++) {
            const place = rows.offset + r * rows.stride + i;
            if (place >= own || start + place >= marks.length) found.add(`#${rows.buffer} is left at ${place}`);
            else each(marks, start + place);
          }
      };
      for (const rows of reads)
        visit(rows, (marks, i) => {
          if (marks[i] === 0) found.add(`#${rows.buffer} ${program.buffers[rows.buffer]?.name} is read too early`);
        });
      for (const rows of writes)
        visit(rows, (marks, i) => {
          marks[i] = 1;
        });
    }
  };
  for (const list of [program.prepare, program.main, program.update]) run(list, new Map());
  for (const { name, buffer } of program.outputs) {
    const { root, start, size: own } = rangeOf(buffer, new Map());
    if (
      written
        .get(root)
        ?.subarray(start, start + own)
        .includes(0)
    )
      found.add(`output ${name} is not written`);
  }
  return [...found];
}

/** Steps of loops that are not generated, as people read them. */
export function stockInLoops(program: Program): readonly string[] {
  const visit = (steps: readonly Step[], inside: string | null): string[] =>
    steps.flatMap((step) => {
      if (step.kind === 'loop') return visit(step.body, step.name || `loop ${step.loop}`);
      if (inside === null || step.kind === 'generated') return [];
      return [`${inside}: ${step.kind === 'kernel' ? JSON.stringify(step.call) : `copy #${step.from} to #${step.to}`}`];
    });
  return [program.prepare, program.main, program.update].flatMap((list) => visit(list, null));
}

/** Small sizes for every symbol of a program; levels of trees have two rows and two links each. */
export function smallSizes(program: Program, time: number): { [symbol: string]: number } {
  const symbols = program.buffers.flatMap(({ shape }) =>
    shape.flatMap((d) => Object.keys(d).flatMap((k) => k.split('*'))),
  );
  const sizeOf = (symbol: string): number => {
    if (symbol === BATCH || /\.(row|link)$/.test(symbol)) return 2;
    return /\.(nodes|links)$/.test(symbol) ? 2 * time : time;
  };
  return Object.fromEntries(symbols.filter((s) => s !== '').map((s) => [s, sizeOf(s)]));
}
