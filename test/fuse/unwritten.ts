import { evaluateDim, evaluateShape, type SizeBinding } from '../../compiler/ir/dim.ts';
import type { BufferId, Program, Step } from '../../compiler/ir/program.ts';
import { touchedBy } from '../../compiler/ir/program-operands.ts';

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
    if (storage.kind === 'rows') throw new Error('rows from a number that nobody computes here');
    const index = at.get(storage.loop);
    if (index === undefined) throw new Error(`#${id} moves with loop ${storage.loop}, which is not open`);
    return { ...of, start: of.start + index * size(id), size: size(id) };
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
