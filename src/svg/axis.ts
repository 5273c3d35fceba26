/** Axes of a chart. */

export interface Axis {
  readonly kind: 'linear' | 'logarithmic';
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  /** 0 at the axis' start, 1 at its end. */
  readonly position: (value: number) => number;
}

/** From where the largest value is so many times the smallest, a linear axis would hide the small ones. */
const LOGARITHMIC_FROM = 50;
/** Smaller values are drawn as 0, since float64 can't tell steps between them apart. */
const TINY = 1e-290;

/**
 * An axis over finite values, at least one; logarithmic where all are positive and far apart.
 * @param ticks about how many there is room for.
 * @param ends `round`: it begins and ends at a tick; `tight`: at the data.
 */
export function fitAxis(values: readonly number[], ticks: number, ends: 'round' | 'tight'): Axis {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  if (low > TINY && high / low >= LOGARITHMIC_FROM) return logarithmicAxis(low, high, ticks, ends);
  return valueAxis(low, high, ticks, ends);
}

/** A logarithmic axis over positive values, of at least one power of ten. */
export function powerAxis(low: number, high: number, ticks: number): Axis {
  const size = Math.max(low, TINY);
  const margin = Math.sqrt(Math.max(1, 10 / (Math.max(high, size) / size)));
  return logarithmicAxis(Math.max(size / margin, TINY), Math.max(high, size) * margin, ticks, 'round');
}

/** A linear axis with some room where there is one value alone. */
export function valueAxis(low: number, high: number, ticks: number, ends: 'round' | 'tight'): Axis {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const isFlat = high - low <= 1e-12 * size || size < TINY;
  const margin = !isFlat ? 0 : size < TINY ? 1 : size / 10;
  return linearAxis(low - margin, high + margin, ticks, ends);
}

/** An axis of epochs or steps: whole numbers, and no room beside them. */
export function countAxis(low: number, high: number, ticks: number): Axis {
  return linearAxis(low, high, ticks, 'tight', 1);
}

function linearAxis(low: number, high: number, ticks: number, ends: 'round' | 'tight', leastStep = 0): Axis {
  const step = Math.max(leastStep, roundStep(high - low, ticks));
  const [first, last] =
    ends === 'round'
      ? [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)]
      : [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  const [from, to] = ends === 'round' ? [first * step, last * step] : [low, high];
  return linear(from, to, multiples(first, last, step), step);
}

function linear(from: number, to: number, ticks: readonly number[], step: number): Axis {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  // so many digits behind the first tell a tick from the next one
  const digits = (value: number): number =>
    Math.max(0, Math.floor(Math.log10(Math.abs(value)) + 1e-9) - Math.floor(Math.log10(step) + 1e-9));
  const text = (value: number): string => {
    if (decimals <= 6 && Math.abs(value) < 1e7) return value.toFixed(decimals);
    return value === 0 ? '0' : value.toExponential(Math.min(16, digits(value)));
  };
  return {
    kind: 'linear',
    ticks: ticks.map((value) => ({ value, text: text(value) })),
    position: (value) => (to === from ? 0.5 : (value - from) / (to - from)),
  };
}

/** The nearest of 1, 2 and 5 times a power of ten, by ratio. */
function roundStep(range: number, ticks: number): number {
  if (range === 0) return 1;
  const rough = range / Math.max(1, ticks);
  const power = 10 ** Math.floor(Math.log10(rough));
  const rest = rough / power;
  return power * (rest < Math.SQRT2 ? 1 : rest < Math.sqrt(10) ? 2 : rest < Math.sqrt(50) ? 5 : 10);
}

const multiples = (first: number, last: number, step: number): readonly number[] =>
  // Rounded, so that 3 * 0.1 is 0.3.
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));

/** Ticks at 1, 2 and 5 times powers of ten where there is room, else at powers alone. */
function logarithmicAxis(low: number, high: number, ticks: number, ends: 'round' | 'tight'): Axis {
  const factors = (Math.log10(high) - Math.log10(low)) * 3 <= ticks ? [1, 2, 5] : [1];
  const firstPower = Math.floor(Math.log10(low));
  const marks = Array.from({ length: Math.ceil(Math.log10(high)) - firstPower + 1 }, (_, i) => firstPower + i).flatMap(
    (power) => factors.map((factor) => Number(`${factor}e${power}`)),
  );
  const from = ends === 'tight' ? low : (marks.findLast((mark) => mark <= low) ?? low);
  const to = ends === 'tight' ? high : (marks.find((mark) => mark >= high) ?? high);
  const start = Math.log10(from);
  const inside = marks.filter((mark) => mark >= from && mark <= to);
  const every = Math.max(1, Math.ceil(inside.length / Math.max(2, ticks)));
  return {
    kind: 'logarithmic',
    ticks: inside
      .filter((_, i) => i % every === 0)
      .map((value) => ({ value, text: value >= 1e-4 && value < 1e6 ? String(value) : value.toExponential(0) })),
    position: (value) => (Math.log10(value) - start) / (Math.log10(to) - start),
  };
}
