import type { Forecast, ForecastRow } from '../../answers/forecast.ts';
import { type Axis, valueAxis } from '../../svg/axis.ts';
import { escaped, round, text } from '../../svg/svg-text.ts';
import { percent } from '../../uncertainty/heads.ts';

const WIDTH = 720;
const TOP = 64;
const LEFT = 60;
const RIGHT = 16;
const BOTTOM = 28;
const HEADING = 24;
const LETTER = 7;
/** Of more series, and columns, the first are shown. */
const MAX_PANELS = 24;
/** Places along the time axis of all panels together, so that the file stays small. */
const MAX_PLACES = 3000;

/** One series of one column. */
interface Panel {
  readonly name: string;
  /** Of past and forecast; null: there are no times. */
  readonly labels: readonly string[] | null;
  readonly past: readonly number[];
  readonly ahead: readonly number[];
  readonly band: readonly { readonly low: number; readonly high: number }[] | null;
}

/**
 * The last rows, the forecast and its band as the text of an SVG file, a small picture for each series and column. It follows the reader's light or
 * dark scheme; the same forecast gives the same bytes.
 */
export function svgForecast(title: string, forecast: Forecast): string {
  const all = panelsOf(forecast);
  const panels = all.slice(0, MAX_PANELS);
  const across = panels.length > 1 ? 2 : 1;
  const size = { width: WIDTH / across, height: panels.length > 1 ? 220 : 320 };
  const left = all.length > panels.length ? 24 : 0;
  const height = TOP + Math.ceil(panels.length / across) * size.height + left + 12;
  const places = Math.min(size.width, Math.floor(MAX_PLACES / panels.length));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(`forecast of ${title}`)}">`,
    `<title>${escaped(`forecast of ${title}`)}</title>`,
    STYLE,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    text('heading', 16, 26, 'start', title),
    ...legend(forecast),
    ...panels.flatMap((panel, i) =>
      draw(panel, (i % across) * size.width, TOP + Math.floor(i / across) * size.height, size, places),
    ),
    ...(left === 0 ? [] : [text('muted', 16, height - 14, 'start', `and ${all.length - panels.length} more`)]),
    '</svg>',
  ].join('\n')}\n`;
}

/** The rows of a forecast without the ends of its bands. */
export function withoutBands({ rows, bands }: Forecast): readonly ForecastRow[] {
  const ends = new Set(Object.keys(bands).flatMap((name) => [`${name}.lower`, `${name}.upper`]));
  return ends.size === 0
    ? rows
    : rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !ends.has(name))));
}

/** The rows without quantiles that are the ends of a band too, in every row. */
export function withoutTwins(rows: readonly ForecastRow[]): readonly ForecastRow[] {
  const names = Object.keys(rows[0] ?? {});
  const ends = names.filter((name) => /\.(?:lower|upper)$/.test(name));
  const twins = new Set(
    names.filter((name) =>
      ends.some(
        (end) =>
          /\.q[\d.]+$/.test(name) &&
          end.startsWith(`${name.replace(/\.q[\d.]+$/, '')}.`) &&
          rows.every((row) => row[name] === row[end]),
      ),
    ),
  );
  return twins.size === 0
    ? rows
    : rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !twins.has(name))));
}

function panelsOf({ rows, past, bands, columns: { group, times, forecast } }: Forecast): readonly Panel[] {
  const keyOf = (row: ForecastRow): string => (group === null ? '' : String(row[group] ?? ''));
  const keys = [...new Set(rows.map(keyOf))];
  const labelOf = (row: ForecastRow): string => times.map((name) => String(row[name] ?? '')).join(' ');
  return keys.flatMap((key) => {
    const before = past.filter((row) => keyOf(row) === key);
    const after = rows.filter((row) => keyOf(row) === key);
    return forecast.map((column): Panel => {
      const name = key === '' ? column : `${key}, ${column}`;
      const isBanded = Object.hasOwn(bands, column);
      return {
        name,
        labels: times.length === 0 ? null : [...before, ...after].map(labelOf),
        past: before.map((row) => Number(row[column])),
        ahead: after.map((row) => pointOf(row, column)),
        band: isBanded
          ? after.map((row) => ({ low: Number(row[`${column}.lower`]), high: Number(row[`${column}.upper`]) }))
          : null,
      };
    });
  });
}

/** What stands for the forecast: itself, a mean, or the quantile nearest the middle. */
function pointOf(row: ForecastRow, column: string): number {
  const plain = row[column] ?? row[`${column}.mean`];
  if (plain !== undefined) return Number(plain);
  const quantiles = Object.entries(row).flatMap(([name, value]) => {
    const tau = name.startsWith(`${column}.q`) ? Number(name.slice(column.length + 2)) : Number.NaN;
    return Number.isNaN(tau) ? [] : [{ tau, value: Number(value) }];
  });
  return quantiles.reduce((best, each) => (Math.abs(each.tau - 50) < Math.abs(best.tau - 50) ? each : best), {
    tau: Number.POSITIVE_INFINITY,
    value: Number.NaN,
  }).value;
}

function legend({ bands }: Forecast): readonly string[] {
  const levels = [...new Set(Object.values(bands).map(({ level }) => level))];
  const y = 46;
  const entry = (x: number, mark: string, label: string): readonly string[] => [
    mark,
    text('', x + 34, y + 4, 'start', label),
  ];
  return [
    ...entry(16, `<line class="past" x1="16" y1="${y}" x2="42" y2="${y}"/>`, 'past'),
    ...entry(100, `<line class="ahead" x1="100" y1="${y}" x2="126" y2="${y}"/>`, 'forecast'),
    ...levels.flatMap((level) =>
      entry(
        212,
        `<rect class="band" x="212" y="${y - 7}" width="26" height="14"/>`,
        `${percent(level)} % of what comes`,
      ),
    ),
  ];
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly y: (value: number) => number;
  /** Of a step, the first of the past 0. */
  readonly x: (step: number) => number;
}

function draw(
  panel: Panel,
  x: number,
  y: number,
  { width, height }: { readonly width: number; readonly height: number },
  places: number,
): readonly string[] {
  const { name, past, ahead, band } = panel;
  const finite = [...past, ...ahead, ...(band ?? []).flatMap(({ low, high }) => [low, high])].filter(Number.isFinite);
  const axis = valueAxis(
    finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    height > 250 ? 6 : 4,
    'round',
  );
  const [left, right, top, bottom] = [x + LEFT, x + width - RIGHT, y + HEADING, y + height - BOTTOM];
  const last = Math.max(1, past.length + ahead.length - 1);
  const frame: Frame = {
    left,
    right,
    top,
    bottom,
    x: (step) => left + (step / last) * (right - left),
    y: (value) => bottom - axis.position(value) * (bottom - top),
  };
  const now = past.length - 1;
  return [
    text('name', left, y + 12, 'start', name.length > 44 ? `${name.slice(0, 43)}…` : name),
    ...valueLines(axis, frame),
    ...timeLabels(panel, frame),
    ...(now < 0
      ? []
      : [`<line class="now" x1="${round(frame.x(now))}" y1="${top}" x2="${round(frame.x(now))}" y2="${bottom}"/>`]),
    ...(band === null ? [] : drawBand(band, now + 1, frame, places)),
    ...drawLine('past', past, 0, frame, places),
    // from the last value that is known, so that the eye finds where it goes on
    ...drawLine('ahead', now < 0 ? ahead : [past[now] ?? Number.NaN, ...ahead], Math.max(0, now), frame, places),
  ];
}

const valueLines = (axis: Axis, { left, right, y }: Frame): readonly string[] =>
  axis.ticks.flatMap(({ value, text: label }) => [
    `<line class="grid" x1="${left}" y1="${round(y(value))}" x2="${right}" y2="${round(y(value))}"/>`,
    text('muted', left - 6, y(value) + 4, 'end', label),
  ]);

/** Times as they are written, as many as there is room for; without times steps, the last row being 0. */
function timeLabels({ labels, past, ahead }: Panel, frame: Frame): readonly string[] {
  const count = past.length + ahead.length;
  const shown =
    labels === null ? Array.from({ length: count }, (_, i) => String(i - past.length + 1)) : shortened(labels);
  const width = LETTER * shown.reduce((most, label) => Math.max(most, label.length), 1) + 18;
  const every = Math.max(1, Math.ceil(count / Math.max(1, Math.floor((frame.right - frame.left) / width))));
  return shown.flatMap((label, i) => {
    // the last row has a label
    if ((i - past.length + 1) % every !== 0) return [];
    const x = frame.x(i);
    const half = (LETTER * label.length) / 2;
    if (x - half < frame.left - LEFT || x + half > frame.right + RIGHT) return [];
    return [
      `<line class="axis" x1="${round(x)}" y1="${frame.bottom}" x2="${round(x)}" y2="${frame.bottom + 4}"/>`,
      text('muted', x, frame.bottom + 17, 'middle', label),
    ];
  });
}

/** Without a clock that says midnight everywhere. */
function shortened(labels: readonly string[]): readonly string[] {
  const midnight = /[T ]00:00(:00(\.0+)?)?Z?$/;
  return labels.every((label) => midnight.test(label)) ? labels.map((label) => label.replace(midnight, '')) : labels;
}

function drawLine(
  kind: 'past' | 'ahead',
  values: readonly number[],
  first: number,
  frame: Frame,
  places: number,
): readonly string[] {
  const runs: (readonly [number, number])[][] = [[]];
  values.forEach((value, i) => {
    if (Number.isFinite(value)) runs.at(-1)?.push([i, value]);
    else if ((runs.at(-1)?.length ?? 0) > 0) runs.push([]);
  });
  return runs.flatMap((run) => {
    const [only] = run;
    if (only === undefined) return [];
    if (run.length === 1)
      return [
        `<circle class="${kind} dot" cx="${round(frame.x(first + only[0]))}" cy="${round(frame.y(only[1]))}" r="2.5"/>`,
      ];
    const kept = buckets(run, places).flatMap((inside) => {
      const high = inside.reduce((a, b) => (b[1] > a[1] ? b : a));
      const low = inside.reduce((a, b) => (b[1] < a[1] ? b : a));
      return inside.filter((each) => each === high || each === low);
    });
    const points = kept.map(([i, value]) => `${round(frame.x(first + i))},${round(frame.y(value))}`);
    return [`<polyline class="${kind}" points="${points.join(' ')}"/>`];
  });
}

function drawBand(band: NonNullable<Panel['band']>, first: number, frame: Frame, places: number): readonly string[] {
  const [only] = band;
  if (band.length === 1 && only !== undefined) {
    const [x, top] = [frame.x(first) - 5, frame.y(only.high)];
    return [
      `<rect class="band" x="${round(x)}" y="${round(top)}" width="10" height="${round(frame.y(only.low) - top)}"/>`,
    ];
  }
  const corners = buckets(
    band.map(({ low, high }, i) => ({ i, low, high })),
    places,
  ).map((inside) => ({
    i: inside[0]?.i ?? 0,
    low: inside.reduce((least, { low }) => Math.min(least, low), Number.POSITIVE_INFINITY),
    high: inside.reduce((most, { high }) => Math.max(most, high), Number.NEGATIVE_INFINITY),
  }));
  const place = (i: number, value: number): string => `${round(frame.x(first + i))},${round(frame.y(value))}`;
  const upper = corners.map(({ i, high }) => place(i, high));
  const lower = corners.map(({ i, low }) => place(i, low)).reverse();
  return [`<polygon class="band" points="${[...upper, ...lower].join(' ')}"/>`];
}

/** As many lists as there are places, of neighbours. */
function buckets<T>(items: readonly T[], places: number): readonly (readonly T[])[] {
  const count = Math.min(items.length, places);
  return Array.from({ length: count }, (_, b) =>
    items.slice(Math.floor((b * items.length) / count), Math.floor(((b + 1) * items.length) / count)),
  );
}

const STYLE = [
  '<style>',
  'text{font:13px system-ui,sans-serif;fill:#222}.heading{font-weight:600;font-size:16px}.name{font-weight:600}.muted{fill:#555;font-size:12px}',
  '.paper{fill:#fff}.grid{stroke:#ddd}.axis{stroke:#888}.now{stroke:#888;stroke-dasharray:3 3}polyline,line.past,line.ahead{fill:none;stroke-width:2;stroke-linejoin:round}',
  '.past{stroke:#444}.ahead{stroke:#0072b2}.dot{stroke:none}.past.dot{fill:#444}.ahead.dot{fill:#0072b2}.band{fill:#0072b2;fill-opacity:.22;stroke:none}',
  '@media(prefers-color-scheme:dark){text{fill:#eee}.muted{fill:#aaa}.paper{fill:#16181d}.grid{stroke:#33363d}.axis,.now{stroke:#777}.past{stroke:#bbb}.ahead{stroke:#56b4e9}.past.dot{fill:#bbb}.ahead.dot{fill:#56b4e9}.band{fill:#56b4e9}}',
  '</style>',
].join('\n');
