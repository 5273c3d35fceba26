/**
 * Plots as a browser draws them: valid XML, small, no text beyond an edge or over another one, in a wide window and a narrow one, light and dark.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawPlot } from '../../src/pictures.ts';
import { launch, missing } from '../page/chromium.ts';
import { gradientPlots, valuePlots, weightPlots } from './pictures.ts';

const drawn: readonly (readonly [name: string, svg: string])[] = [
  ...(['heat', 'lines'] as const).flatMap((kind) =>
    valuePlots.map(([name, plot]) => [`${name}, ${kind}`, drawPlot(plot, { kind })] as const),
  ),
  ...[...gradientPlots, ...weightPlots].map(([name, plot]) => [name, drawPlot(plot)] as const),
];

interface Found {
  readonly invalid: string | null;
  readonly outside: readonly string[];
  readonly over: readonly string[];
  /** Colours of paper and ink. */
  readonly colours: readonly string[];
  readonly height: number;
}

/** Runs in the page. */
function inspect(svg: string): Found {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const invalid = parsed.querySelector('parsererror')?.textContent ?? null;
  document.body.innerHTML = svg;
  const picture = document.querySelector('svg');
  if (picture === null) throw new Error('no picture');
  picture.style.maxWidth = '100%';
  picture.style.height = 'auto';
  const edges = picture.getBoundingClientRect();
  const scale = edges.width / picture.viewBox.baseVal.width;
  const boxes = [...picture.querySelectorAll('text')].map((element) => ({
    text: element.textContent ?? '',
    box: element.getBoundingClientRect(),
    isTurned: element.closest('[transform*=rotate]') !== null,
  }));
  const outside = boxes
    .filter(
      ({ box }) =>
        box.left < edges.left - 1 ||
        box.right > edges.right + 1 ||
        box.top < edges.top - 1 ||
        box.bottom > edges.bottom + 1,
    )
    .map(({ text }) => text);
  // boxes of lines reach somewhat beyond their letters; upright words may stand as close as lines of a text
  const slack = 4.5 * scale;
  const over = boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (b) =>
          !(a.isTurned && b.isTurned) &&
          Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > slack &&
          Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > slack,
      )
      .map((b) => `${a.text} over ${b.text}`),
  );
  const styled = (selector: string): string => {
    const element = picture.querySelector(selector);
    return element === null ? '' : getComputedStyle(element).fill;
  };
  return { invalid, outside, over, colours: [styled('.paper'), styled('.heading')], height: edges.height };
}

test.each(drawn)('%s: small, without script or numbers that are none', (_, svg) => {
  expect(Buffer.byteLength(svg)).toBeLessThan(200_000);
  expect(svg).not.toMatch(/NaN|Infinity|undefined|<script/);
});

describe.skipIf(missing !== null)('in Chromium', () => {
  let browser: Browser | null = null;
  const seen = new Map<string, Found>();
  const schemes = ['light', 'dark'] as const;
  const widths = [1400, 400] as const;

  beforeAll(async () => {
    browser = await launch();
    for (const colorScheme of schemes)
      for (const width of widths) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
        for (const [name, svg] of drawn) seen.set(`${name} ${colorScheme} ${width}`, await page.evaluate(inspect, svg));
        await page.close();
      }
  }, 60_000);
  afterAll(() => browser?.close());

  test.each(drawn)('%s', (name) => {
    for (const scheme of schemes)
      for (const width of widths) {
        const found = seen.get(`${name} ${scheme} ${width}`);
        expect(found?.invalid).toBeNull();
        expect(found?.outside).toEqual([]);
        expect(found?.over).toEqual([]);
        expect(found?.height).toBeGreaterThan(50);
        expect(found?.colours).toEqual(
          scheme === 'light' ? ['rgb(255, 255, 255)', 'rgb(34, 34, 34)'] : ['rgb(22, 24, 29)', 'rgb(238, 238, 238)'],
        );
      }
  });
});
