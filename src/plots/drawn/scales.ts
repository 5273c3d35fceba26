import { at } from '../../../compiler/diagnostics/invariants.ts';
import { numberText, schemes } from './page.ts';

/** Colours of numbers. */
export interface Scale {
  /** `s`: light to dark for numbers from 0 on; `d`: blue below 0, yellow above. */
  readonly kind: 's' | 'd';
  readonly low: number;
  readonly high: number;
  /** Numbers that are written beside the colours. */
  readonly ticks: readonly number[];
  readonly textOf: (tick: number) => string;
  /** The number of the colour, from 0. */
  readonly levelOf: (value: number) => number;
}

/** Colours of a scale; of those around 0 the middle one is 0. */
export const LEVELS = { s: 32, d: 33 } as const;

/** Numbers that differ by less than this part of their size would all have one colour on a scale from 0. */
const NARROW = 0.25;
/** Below, nothing would be seen on a scale up to 1. */
const SMALL = 0.1;

/**
 * Gates, and all that lies in 0..1 and not near 0 alone, have the scale 0..1, so that their pictures can be compared; other numbers from 0 on one that ends at
 * the largest. Numbers of both signs have one around 0. Numbers that differ by little of their size have one of their own, from the least to the largest.
 */
export function scaleFor(values: Iterable<number>): Scale {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const isSigned = least < 0;
  const size = Math.max(Math.abs(least), Math.abs(most));
  const isUnit = !isSigned && most <= 1 && (most >= SMALL || most === 0);
  if (!isUnit && most > least && least > 0 === most > 0 && most - least < NARROW * size) {
    const digits = Math.min(16, 2 + Math.ceil(Math.log10(size / (most - least))));
    return scaleOf('s', least, most, (value) => `${Number(value.toPrecision(digits))}`);
  }
  const high = isUnit ? 1 : roundedUp(Number.isFinite(size) && size > 0 ? size : 1);
  return isSigned ? scaleOf('d', -high, high, numberText) : scaleOf('s', 0, high, numberText);
}

function scaleOf(kind: Scale['kind'], low: number, high: number, textOf: (tick: number) => string): Scale {
  const levels = LEVELS[kind];
  // halves first: the difference of two huge numbers is none
  const middle = low / 2 + high / 2;
  return {
    kind,
    low,
    high,
    ticks: kind === 'd' ? [low, low / 2, 0, high / 2, high] : [low, middle, high],
    textOf,
    levelOf: (value) => Math.max(0, Math.min(levels - 1, Math.floor(((value - low) / (high - low)) * levels))),
  };
}

/** To two digits that count. */
function roundedUp(size: number): number {
  const unit = 10 ** (Math.floor(Math.log10(size)) - 1);
  return Number((Math.ceil(size / unit - 1e-9) * unit).toPrecision(2));
}

type Colour = readonly [red: number, green: number, blue: number];

/**
 * Where a scale has its colours. Around 0 the hue tells the sign, and the lightness goes one way from the lowest to the highest number, so that a print
 * without colours still tells which is which.
 */
const STOPS: { readonly [K in Scale['kind']]: { readonly [S in 'light' | 'dark']: readonly Colour[] } } = {
  s: {
    light: [
      [244, 246, 249],
      [120, 169, 214],
      [8, 48, 107],
    ],
    dark: [
      [32, 36, 44],
      [46, 110, 165],
      [205, 233, 255],
    ],
  },
  d: {
    light: [
      [0, 32, 96],
      [48, 98, 176],
      [150, 150, 150],
      [222, 182, 66],
      [255, 240, 140],
    ],
    dark: [
      [12, 40, 110],
      [44, 96, 178],
      [134, 134, 134],
      [216, 176, 62],
      [255, 240, 140],
    ],
  },
};

/** Rules for the colours of these scales: `.s0`, `.d32`, as strokes and, in legends, as fills. */
export const scaleStyle = (kinds: ReadonlySet<Scale['kind']>): string =>
  [
    '.cells path{fill:none;stroke-width:1}.cells .struck{stroke:#888;vector-effect:non-scaling-stroke}',
    schemes((scheme) =>
      [...kinds]
        .flatMap((kind) =>
          Array.from({ length: LEVELS[kind] }, (_, level) => {
            const colour = colourAt(STOPS[kind][scheme], level / (LEVELS[kind] - 1));
            return `.${kind}${level}{stroke:${colour}}`;
          }),
        )
        .join(''),
    ),
  ].join('\n');

function colourAt(stops: readonly Colour[], share: number): string {
  const place = share * (stops.length - 1);
  const before = Math.min(stops.length - 2, Math.floor(place));
  const [a, b] = [at(stops, before), at(stops, before + 1)];
  const mixed = a.map((part, i) => Math.round(part + ((b[i] ?? part) - part) * (place - before)));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
