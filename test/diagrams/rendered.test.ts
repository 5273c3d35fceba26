/**
 * Pictures as a browser draws them: valid XML, and with the fonts of a real machine every text in its box, nothing beyond the edges, in a wide window and a
 * narrow one, light and dark.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GraphChoice, graphOfModel } from '../../src/diagrams/graph-of-model.ts';
import { placeDiagram } from '../../src/diagrams/placed/place-by-graphviz.ts';
import { toSvg } from '../../src/diagrams/placed/to-svg.ts';
import { sampleTree } from '../../src/diagrams/sample-tree.ts';
import { launch, missing } from '../page/chromium.ts';
import { compiled, deep, feedsOf, threeStates, wrapped } from './pictures.ts';

/** Milliseconds for all pictures, also on a machine that does much else. */
const DRAWING = 60_000;

const pictures: readonly (readonly [string, string, GraphChoice])[] = [
  ['five bidirectional layers', deep, { shapes: true, params: true }],
  ['fifty steps', deep, { unrolled: 50 }],
  ['names of sixty letters', threeStates, { params: true }],
  ['names of sixty letters, unrolled', threeStates, { unrolled: 3, shapes: true, params: true }],
  ['a cell with three states', threeStates, { cell: 'three' }],
  ['wrappers', wrapped, { unrolled: 3, params: true }],
  ['a cell of the library', 'basic-lstm.yaml', { cell: 'lstm' }],
];

async function drawn(model: string, choice: GraphChoice): Promise<string> {
  return toSvg(await placeDiagram(graphOfModel(compiled(model), choice)));
}

/** What is wrong with a picture as it stands in the page. */
interface Found {
  readonly invalid: string | null;
  /** Texts that are wider than their box, or stand beyond an edge. */
  readonly outside: readonly string[];
  /** Colours of paper and ink. */
  readonly colours: readonly string[];
  readonly width: number;
}

/** Runs in the page. */
function inspect(svg: string): Found {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const invalid = parsed.querySelector('parsererror')?.textContent ?? null;
  document.body.innerHTML = svg;
  const picture = document.querySelector('svg');
  if (picture === null) throw new Error('no picture');
  const edges = picture.getBoundingClientRect();
  const outside: string[] = [];
  for (const text of picture.querySelectorAll('text')) {
    if (text.closest('defs') !== null) continue;
    const { left, right, top, bottom } = text.getBoundingClientRect();
    if (left < edges.left - 1 || right > edges.right + 1 || top < edges.top - 1 || bottom > edges.bottom + 1)
      outside.push(`${text.textContent} beyond the edge`);
  }
  // boxes that are drawn once for several places are measured there
  for (const group of picture.querySelectorAll('g')) {
    const shape = group.querySelector('rect, ellipse');
    if (!(shape instanceof SVGGraphicsElement)) continue;
    const room = shape.getBBox();
    for (const text of group.querySelectorAll('text'))
      if (group.className.baseVal !== '' && text.getBBox().width > room.width)
        outside.push(`${text.textContent} wider than its box`);
  }
  const styled = (selector: string): string => {
    const element = picture.querySelector(selector);
    return element === null ? '' : getComputedStyle(element).fill;
  };
  return { invalid, outside, colours: [styled('.paper'), styled('text')], width: document.documentElement.scrollWidth };
}

describe.skipIf(missing !== null)('in Chromium', () => {
  let browser: Browser | null = null;
  const seen = new Map<string, Found>();
  const key = (name: string, scheme: string, width: number): string => `${name} ${scheme} ${width}`;

  beforeAll(async () => {
    browser = await launch();
    const tree = sampleTree(compiled('tree-sentiment.yaml').graphs.inference, feedsOf('tree-sentiment') as never, 1);
    const svgs = new Map<string, string>();
    for (const [name, model, choice] of pictures) svgs.set(name, await drawn(model, choice));
    svgs.set('a tree', await drawn('tree-sentiment.yaml', { tree }));
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1400, 400]) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
        for (const [name, svg] of svgs) seen.set(key(name, colorScheme, width), await page.evaluate(inspect, svg));
        await page.close();
      }
  }, DRAWING);
  afterAll(() => browser?.close());

  describe.each([...pictures.map(([name]) => name), 'a tree'])('%s', (name) => {
    test.each([
      ['light', 1400],
      ['light', 400],
      ['dark', 1400],
      ['dark', 400],
    ] as const)('%s, %i pixels wide', (scheme, width) => {
      const found = seen.get(key(name, scheme, width));
      expect(found?.invalid).toBeNull();
      expect(found?.outside).toEqual([]);
      expect(found?.colours).toEqual(
        scheme === 'light' ? ['rgb(255, 255, 255)', 'rgb(27, 31, 36)'] : ['rgb(22, 25, 29)', 'rgb(232, 234, 237)'],
      );
    });
  });
});
