import type { Lanes } from '../ops/op/vector-code.ts';
import type { Routine } from '../program/generated.ts';
import { FunctionWriter } from './function-writer.ts';
import type { ModuleWriter } from './module-writer.ts';
import { acrossLanes, addAsDoubles } from './totals.ts';

/** Runs of at least so many bytes are moved by `memory.copy`, which costs a call of about 20 ns. */
const LONG_RUN = 256;

/** Rows that a column is summed over in float32 before the sum joins the total, which is held in float64: errors do not grow with the rows. */
const SUM_BLOCK = 64;

/** Writes the function of a routine. Its parameters: the first count, the addresses, the other counts; see `Routine`. */
export function writeRoutine(module: ModuleWriter, routine: Routine, name: string): string {
  const w = new FunctionWriter(module);
  const { kind } = routine;
  switch (kind) {
    case 'copy-rows':
      return copyRows(w, name);
    case 'rearrange':
      return rearrange(w, routine.rank, routine.bytes, name);
    case 'reduce-columns':
      return reduceColumns(module, w, routine.by, name);
    case 'reduce-rows':
      return reduceRows(w, routine.by, name);
    case 'gather':
      return gather(w, name);
    case 'scatter-add':
      return scatter(w, kind, name);
    case 'add-rows':
      return scatter(w, kind, name);
    case 'scatter-max':
      return scatterMax(w, name);
    case 'pick':
      return pick(w, name);
    case 'range':
      return range(w, name);
    case 'valid-steps':
      return validSteps(w, name);
    case 'last-step':
      return lastStep(w, name);
    default:
      return kind satisfies never;
  }
}

const get = (name: string): string => `(local.get ${name})`;
const add = (a: string, b: string): string => `(i32.add ${a} ${b})`;
const times = (a: string, b: string): string => `(i32.mul ${a} ${b})`;
const constant = (n: number): string => `(i32.const ${n})`;
const isZero = (name: string): string => `(i32.eqz ${get(name)})`;

/** Counts `counter` down to zero around `body`. */
function countDown(w: FunctionWriter, counter: string, body: () => void): void {
  w.loop(isZero(counter), () => {
    body();
    w.advance(counter, -1);
  });
}

/** Copies `run` bytes, 16 at a time, then 4, then 1; ends with both pointers behind what was copied. `left` is used up. */
function copyRun(w: FunctionWriter, from: string, to: string, run: string, left: string): void {
  w.set(left, get(run));
  w.when(`(i32.ge_u ${get(left)} ${constant(LONG_RUN)})`, () => {
    w.line(`(memory.copy ${get(to)} ${get(from)} ${get(left)})`);
    w.advance(from, left);
    w.advance(to, left);
    w.set(left, constant(0));
  });
  const chunk = (bytes: number, load: string, store: string): void =>
    w.loop(`(i32.lt_u ${get(left)} ${constant(bytes)})`, () => {
      w.line(`(${store} ${get(to)} (${load} ${get(from)}))`);
      w.advance(from, bytes);
      w.advance(to, bytes);
      w.advance(left, -bytes);
    });
  chunk(16, 'v128.load', 'v128.store');
  chunk(4, 'i32.load', 'i32.store');
  chunk(1, 'i32.load8_u', 'i32.store8');
}

function copyRows(w: FunctionWriter, name: string): string {
  for (const local of ['$from', '$to', '$left']) w.local(local, 'i32');
  w.advance('$x', '$xOffset');
  w.advance('$out', '$outOffset');
  countDown(w, '$rows', () => {
    w.set('$from', get('$x'));
    w.set('$to', get('$out'));
    copyRun(w, '$from', '$to', '$run', '$left');
    w.advance('$x', '$xStride');
    w.advance('$out', '$outStride');
  });
  return w.finish(name, ['$rows', '$x', '$out', '$run', '$xOffset', '$xStride', '$outOffset', '$outStride']);
}

function rearrange(w: FunctionWriter, rank: number, bytes: 1 | 4, name: string): string {
  const axes = [...Array(rank).keys()];
  w.local('$left', 'i32');
  w.local('$from', 'i32');
  for (const axis of axes) {
    w.local(`$i${axis}`, 'i32');
    w.local(`$x${axis}`, 'i32');
  }
  const single = (from: string): void => {
    const [load, store] = bytes === 4 ? ['i32.load', 'i32.store'] : ['i32.load8_u', 'i32.store8'];
    w.line(`(${store} ${get('$out')} (${load} ${get(from)}))`);
    w.advance('$out', bytes);
  };
  const isSingle = `(i32.eq ${get('$run')} ${constant(bytes)})`;
  const walk = (axis: number, from: string, body: (from: string) => void): void => {
    if (axis === rank) {
      body(from);
      return;
    }
    w.set(`$i${axis}`, get(`$n${axis}`));
    w.set(`$x${axis}`, get(from));
    w.loop(isZero(`$i${axis}`), () => {
      walk(axis + 1, `$x${axis}`, body);
      w.advance(`$x${axis}`, `$s${axis}`);
      w.advance(`$i${axis}`, -1);
    });
  };
  if (rank > 0) {
    w.when(isSingle, () => {
      walk(0, '$x', single);
      w.line('return');
    });
  }
  walk(0, '$x', (from) => {
    w.set('$from', get(from));
    copyRun(w, '$from', '$out', '$run', '$left');
  });
  return w.finish(name, ['$run', '$x', '$out', ...axes.map((a) => `$n${a}`), ...axes.map((a) => `$s${a}`)]);
}

/** Four columns at a time; the sum of a block of rows joins the total before the next block. */
function reduceColumns(module: ModuleWriter, w: FunctionWriter, by: 'sum' | 'mean' | 'max', name: string): string {
  const columns = module.function(`columns ${by}`, `columns_${by}`, (own) => {
    const c = new FunctionWriter(module);
    for (const local of ['$p', '$left', '$block']) c.local(local, 'i32');
    for (const local of ['$part', '$low', '$high']) c.local(local, 'v128');
    const neutral = get(by === 'max' ? c.float(Number.NEGATIVE_INFINITY) : c.int(0));
    const op = by === 'max' ? 'f32x4.max' : 'f32x4.add';
    c.set('$p', get('$x'));
    c.set('$left', get('$reduced'));
    c.set('$low', neutral);
    c.set('$high', neutral);
    c.loop(isZero('$left'), () => {
      const most = constant(SUM_BLOCK);
      c.set('$block', `(select ${most} ${get('$left')} (i32.gt_u ${get('$left')} ${most}))`);
      c.set('$left', `(i32.sub ${get('$left')} ${get('$block')})`);
      c.set('$part', neutral);
      countDown(c, '$block', () => {
        c.set('$part', `(${op} ${get('$part')} (v128.load ${get('$p')}))`);
        c.advance('$p', '$stride');
      });
      if (by === 'max') {
        c.set('$low', `(f32x4.max ${get('$low')} ${get('$part')})`);
        return;
      }
      addAsDoubles(c, '$low', '$high', '$part' as Lanes);
    });
    let total = '$low' as Lanes;
    if (by !== 'max') {
      const single = (name: string): Lanes => {
        if (by === 'sum') return c.op('f32x4.demote_f64x2_zero', name as Lanes);
        const rows = c.value(`(f64x2.splat (f64.convert_i32_u ${get('$reduced')}))`);
        return c.op('f32x4.demote_f64x2_zero', c.op('f64x2.div', name as Lanes, rows));
      };
      total = c.shuffle(single('$low'), single('$high'), [0, 1, 4, 5]);
    }
    c.when(`(i32.ge_u ${get('$lanes')} ${constant(4)})`, () => {
      c.line(`(v128.store ${get('$out')} ${get(total)})`);
      c.line('return');
    });
    for (let lane = 0; lane < 3; lane++)
      c.when(`(i32.gt_u ${get('$lanes')} ${constant(lane)})`, () =>
        c.line(`(v128.store32_lane offset=${4 * lane} ${lane} ${get('$out')} ${get(total)})`),
      );
    return c.finish(own, ['$reduced', '$x', '$out', '$stride', '$lanes']);
  });
  for (const local of ['$left', '$stride', '$p']) w.local(local, 'i32');
  w.set('$stride', `(i32.shl ${get('$inner')} ${constant(2)})`);
  countDown(w, '$outer', () => {
    w.set('$left', get('$inner'));
    w.set('$p', get('$x'));
    w.loop(`(i32.le_s ${get('$left')} ${constant(0)})`, () => {
      w.line(`(call ${columns} ${['$reduced', '$p', '$out', '$stride', '$left'].map(get).join(' ')})`);
      w.advance('$p', 16);
      w.set(
        '$out',
        add(
          get('$out'),
          `(select ${constant(16)} (i32.shl ${get('$left')} ${constant(2)}) (i32.gt_u ${get('$left')} ${constant(4)}))`,
        ),
      );
      w.advance('$left', -4);
    });
    w.set('$x', add(get('$x'), times(get('$reduced'), get('$stride'))));
  });
  return w.finish(name, ['$outer', '$x', '$out', '$reduced', '$inner']);
}

/** Sums in float64: rows may be as long as a batch of series. */
function reduceRows(w: FunctionWriter, by: 'sum' | 'mean' | 'max', name: string): string {
  w.local('$left', 'i32');
  for (const local of ['$low', '$high']) w.local(local, 'v128');
  const neutral = get(by === 'max' ? w.float(Number.NEGATIVE_INFINITY) : w.int(0));
  const gather = (load: string): void => {
    if (by === 'max') {
      w.set('$low', `(f32x4.max ${get('$low')} ${load})`);
      return;
    }
    addAsDoubles(w, '$low', '$high', w.value(load));
  };
  countDown(w, '$rows', () => {
    w.set('$low', neutral);
    w.set('$high', neutral);
    w.set('$left', get('$reduced'));
    w.loop(`(i32.lt_u ${get('$left')} ${constant(4)})`, () => {
      gather(`(v128.load ${get('$x')})`);
      w.advance('$x', 16);
      w.advance('$left', -4);
    });
    countDown(w, '$left', () => {
      if (by === 'max') gather(`(v128.load32_splat ${get('$x')})`);
      else gather(`(v128.load32_zero ${get('$x')})`);
      w.advance('$x', 4);
    });
    if (by === 'max') {
      const all = acrossLanes(w, 'f32x4.max', '$low' as Lanes);
      w.line(`(v128.store32_lane 0 ${get('$out')} ${get(all)})`);
    } else {
      const both = w.value(`(f64x2.add ${get('$low')} ${get('$high')})`);
      const sum = `(f64.add (f64x2.extract_lane 0 ${get(both)}) (f64x2.extract_lane 1 ${get(both)}))`;
      const result = by === 'mean' ? `(f64.div ${sum} (f64.convert_i32_u ${get('$reduced')}))` : sum;
      w.line(`(f32.store ${get('$out')} (f32.demote_f64 ${result}))`);
    }
    w.advance('$out', 4);
  });
  return w.finish(name, ['$rows', '$x', '$out', '$reduced']);
}

function gather(w: FunctionWriter, name: string): string {
  for (const local of ['$row', '$from', '$left']) w.local(local, 'i32');
  countDown(w, '$count', () => {
    w.set('$row', `(i32.load ${get('$indices')})`);
    w.line(`(if (i32.lt_u ${get('$row')} ${get('$rows')}) (then`);
    w.set('$from', add(get('$table'), times(get('$row'), get('$bytes'))));
    copyRun(w, '$from', '$out', '$bytes', '$left');
    w.line(') (else');
    w.line(`(memory.fill ${get('$out')} ${constant(0)} ${get('$bytes')})`);
    w.advance('$out', '$bytes');
    w.line('))');
    w.advance('$indices', 4);
  });
  return w.finish(name, ['$count', '$table', '$indices', '$out', '$rows', '$bytes']);
}

/** Goes over the indices that are rows of `$out`, with `$to` at that row. */
function eachScattered(w: FunctionWriter, body: () => void): void {
  countDown(w, '$count', () => {
    w.set('$row', `(i32.load ${get('$indices')})`);
    w.when(`(i32.lt_u ${get('$row')} ${get('$rows')})`, () => {
      w.set('$to', add(get('$out'), times(get('$row'), get('$bytes'))));
      w.set('$from', get('$x'));
      body();
    });
    w.advance('$x', '$bytes');
    w.advance('$indices', 4);
  });
}

/** Joins the row at `$from` to the one at `$to`, four columns at a time, then one. */
function joinRows(w: FunctionWriter, by: 'add' | 'max'): void {
  const join = (load: string, store: string, op: string): void =>
    w.line(`(${store} ${get('$to')} (${op} (${load} ${get('$to')}) (${load} ${get('$from')})))`);
  w.set('$left', get('$width'));
  w.loop(`(i32.lt_u ${get('$left')} ${constant(4)})`, () => {
    join('v128.load', 'v128.store', `f32x4.${by}`);
    w.advance('$to', 16);
    w.advance('$from', 16);
    w.advance('$left', -4);
  });
  countDown(w, '$left', () => {
    join('f32.load', 'f32.store', `f32.${by}`);
    w.advance('$to', 4);
    w.advance('$from', 4);
  });
}

const SCATTER_PARAMETERS: readonly string[] = ['$count', '$indices', '$x', '$out', '$rows', '$width'];

function scatter(w: FunctionWriter, kind: 'scatter-add' | 'add-rows', name: string): string {
  for (const local of ['$row', '$to', '$from', '$left', '$bytes']) w.local(local, 'i32');
  w.set('$bytes', `(i32.shl ${get('$width')} ${constant(2)})`);
  if (kind === 'scatter-add')
    w.line(`(memory.fill ${get('$out')} ${constant(0)} ${times(get('$rows'), get('$bytes'))})`);
  eachScattered(w, () => joinRows(w, 'add'));
  return w.finish(name, SCATTER_PARAMETERS);
}

/** Every row that has an index is first set to the last x with that index. So the maximum starts from a number that is among the x. */
function scatterMax(w: FunctionWriter, name: string): string {
  const [starts, again] = [
    ['$count', '$indices', '$x'],
    ['$all', '$first', '$source'],
  ] as const;
  for (const local of [...again, '$row', '$to', '$from', '$left', '$bytes']) w.local(local, 'i32');
  w.set('$bytes', `(i32.shl ${get('$width')} ${constant(2)})`);
  w.line(`(memory.fill ${get('$out')} ${constant(0)} ${times(get('$rows'), get('$bytes'))})`);
  starts.forEach((parameter, i) => {
    w.set(again[i] ?? parameter, get(parameter));
  });
  eachScattered(w, () => copyRun(w, '$from', '$to', '$bytes', '$left'));
  starts.forEach((parameter, i) => {
    w.set(parameter, get(again[i] ?? parameter));
  });
  eachScattered(w, () => joinRows(w, 'max'));
  return w.finish(name, SCATTER_PARAMETERS);
}

function pick(w: FunctionWriter, name: string): string {
  for (const local of ['$index', '$left']) w.local(local, 'i32');
  countDown(w, '$rows', () => {
    w.set('$left', get('$perRow'));
    countDown(w, '$left', () => {
      w.set('$index', `(i32.load ${get('$indices')})`);
      w.line(`(if (i32.lt_u ${get('$index')} ${get('$width')})`);
      const place = add(get('$x'), `(i32.shl ${get('$index')} ${constant(2)})`);
      w.line(`  (then (f32.store ${get('$out')} (f32.load ${place})))`);
      w.line(`  (else (f32.store ${get('$out')} (f32.const nan))))`);
      w.advance('$indices', 4);
      w.advance('$out', 4);
    });
    w.set('$x', add(get('$x'), `(i32.shl ${get('$width')} ${constant(2)})`));
  });
  return w.finish(name, ['$rows', '$x', '$indices', '$out', '$width', '$perRow']);
}

function range(w: FunctionWriter, name: string): string {
  w.local('$i', 'i32');
  w.loop(`(i32.ge_u ${get('$i')} ${get('$length')})`, () => {
    w.line(`(i32.store ${get('$out')} ${get('$i')})`);
    w.advance('$out', 4);
    w.advance('$i', 1);
  });
  return w.finish(name, ['$length', '$out']);
}

function validSteps(w: FunctionWriter, name: string): string {
  for (const local of ['$t', '$b', '$p']) w.local(local, 'i32');
  w.loop(`(i32.ge_u ${get('$t')} ${get('$steps')})`, () => {
    w.set('$b', get('$series'));
    w.set('$p', get('$lengths'));
    countDown(w, '$b', () => {
      w.line(`(i32.store8 ${get('$out')} (i32.lt_s ${get('$t')} (i32.load ${get('$p')})))`);
      w.advance('$out', 1);
      w.advance('$p', 4);
    });
    w.advance('$t', 1);
  });
  return w.finish(name, ['$steps', '$lengths', '$out', '$series']);
}

function lastStep(w: FunctionWriter, name: string): string {
  for (const local of ['$b', '$length', '$from', '$left']) w.local(local, 'i32');
  w.loop(`(i32.ge_u ${get('$b')} ${get('$series')})`, () => {
    w.set('$length', `(i32.load ${get('$lengths')})`);
    w.line(`(if (i32.gt_s ${get('$length')} ${constant(0)}) (then`);
    const step = add(times(`(i32.sub ${get('$length')} ${constant(1)})`, get('$series')), get('$b'));
    w.set('$from', add(get('$x'), times(step, get('$bytes'))));
    copyRun(w, '$from', '$out', '$bytes', '$left');
    w.line(') (else');
    w.line(`(memory.fill ${get('$out')} ${constant(0)} ${get('$bytes')})`);
    w.advance('$out', '$bytes');
    w.line('))');
    w.advance('$lengths', 4);
    w.advance('$b', 1);
  });
  return w.finish(name, ['$series', '$x', '$lengths', '$out', '$bytes']);
}
