import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile, load, memorySources } from '../../src/index.ts';
import { bundlers } from './bundles.ts';
import { launch, missing } from './chromium.ts';
import type { Site } from './server.ts';
import { bundlePage, leaky, serveAll, site } from './sites.ts';
import { visit } from './visit.ts';

const root = resolve(import.meta.dirname, '../..');

type Bits = { readonly [output: string]: readonly number[] };
interface Ran {
  readonly notices: readonly string[];
  readonly code: string;
  readonly runs: readonly Bits[];
}
const cases = (await import(join(site, 'cases.js'))) as {
  readonly compileAndRun: (library: object) => Promise<Ran>;
  readonly filter: string;
  readonly bitsOfSignal: (model: object) => readonly number[];
  readonly sums: (epochs: number) => string;
};

/** Milliseconds that a bundler may take on a busy machine. */
const PATIENCE = 120_000;

/** What the README's pages do with the README's model, as text. */
async function leakyNumbers(): Promise<string> {
  const model = await load(compile(leaky));
  const x = [1, 0, 0, 1];
  const { last } = model.run({ x: { data: x, shape: [1, 2, 2] } });
  const text = String(last?.toArray());
  model.dispose();
  return text;
}

describe.skipIf(missing !== null)(`in a page${missing ?? ''}`, () => {
  let browser: Browser;
  let folder = '';
  let sites: ReadonlyMap<string, Site> = new Map();
  const open = async (kind: string, path: string, act?: (page: Page) => Promise<void>) => {
    const served = sites.get(kind);
    if (served === undefined) throw new Error(`no site ${kind}`);
    return visit(browser, `${served.origin}${path}`, act);
  };
  const shown = async (kind: string, path: string) => {
    const { text, complaints } = await open(kind, path);
    return { ...JSON.parse(text), complaints };
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rnnc-page-'));
    sites = await serveAll(folder, root, cases);
    browser = await launch();
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    for (const served of sites.values()) await served.close();
    rmSync(folder, { recursive: true });
  });

  /** Addresses of the README's page, built once by each bundler. */
  const built = new Map<string, Promise<string>>();
  const buildOf = (bundler: string): Promise<string> => {
    const known = built.get(bundler) ?? bundlePage(bundler, folder, root);
    built.set(bundler, known);
    return known;
  };

  describe.each([
    ['strict', false],
    ['strict and isolated', true],
  ] as const)('%s', (kind, isolated) => {
    test('a worker compiles, without a bundler', async () => {
      const expected = await cases.compileAndRun({ compile, load });
      expect(await shown(kind, '/site/compile.html')).toEqual({ ...expected, isolated, complaints: [] });
      expect([expected.code, expected.notices]).toEqual(['generated', []]);
    });

    test('a worker trains and tells how it goes', async () => {
      const told: string[] = [];
      const { model, end } = await compile(cases.sums(3)).train(
        { files: memorySources({}) },
        {
          callbacks: {
            onEpochEnd: (history) => told.push(`epoch ${history.length}: ${history.at(-1)?.parts.validation?.loss}`),
          },
        },
      );
      let bytes = new Uint8Array();
      const { text, complaints } = await open(kind, '/readme/training.html', async (page) => {
        await page.locator('output', { hasText: end }).waitFor();
        const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a').click()]);
        bytes = readFileSync(await download.path());
      });
      expect([text, complaints]).toEqual([`${[...told, end].join('\n')}\n`, []]);
      expect(Buffer.compare(bytes, model.toBytes())).toBe(0);
    });

    test('a worker stops training when it is told to', async () => {
      const { text, complaints } = await open(kind, '/long/training.html', async (page) => {
        await page.locator('output', { hasText: 'epoch 1:' }).waitFor();
        await page.locator('button').click();
        await page.locator('output', { hasText: 'aborted' }).waitFor();
        const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a').click()]);
        const model = await load(readFileSync(await download.path()));
        expect(
          model.run({
            x: [
              [
                [0.5, 1],
                [0.25, 1],
              ],
            ],
          }).sum?.shape,
        ).toEqual([1, 1]);
        model.dispose();
      });
      expect(complaints).toEqual([]);
      expect(text.split('\n').length).toBeLessThan(5000);
    });

    test.each(Object.keys(bundlers))(
      '%s builds a page that finds all it needs',
      { timeout: PATIENCE },
      async (bundler) => {
        const { text, complaints } = await open(kind, await buildOf(bundler));
        expect([text, complaints]).toEqual([await leakyNumbers(), []]);
      },
    );

    test('an audio worklet renders on kernels in a memory of their own', async () => {
      const bits = cases.bitsOfSignal(await load(compile(cases.filter)));
      expect(await shown(kind, '/readme/audio.html')).toEqual({
        isolated,
        bits,
        complaints: [],
      });
      expect(new Set(bits).size).toBeGreaterThan(1000);
    });

    test.each(['webgl', 'wasm'])("a page's own model on %s is the same before, beside and after", async (backend) => {
      const ran = await cases.compileAndRun({ compile, load });
      const found = await shown(kind, `/site/own-tfjs.html?backend=${backend}`);
      expect(found.ran).toEqual(ran);
      expect(found.before.backend).toBe(backend);
      expect(new Set(found.before.numbers).size).toBe(24);
      expect([found.beside, found.after]).toEqual([found.before, found.before]);
      expect([found.isolated, found.complaints]).toEqual([isolated, []]);
    });
  });

  describe('what keeps a model from loading is told', () => {
    interface Told {
      readonly code: string;
      readonly message: string;
      readonly found: string;
      readonly fix: string;
    }
    const told = async (kind: string, query: string): Promise<{ errors: readonly Told[]; again: unknown }> =>
      shown(kind, `/site/wasm-refused.html${query}`);

    test('a .wasm that is not there, and another try', async () => {
      const { errors, again } = await told('strict', '?wasmPaths=/nowhere');
      expect(errors).toHaveLength(1);
      expect(errors[0]?.message).toMatch(/\/nowhere\/tfjs-backend-wasm-simd\.wasm.*404/);
      expect(errors[0]?.fix).toMatch(/wasmPaths/);
      expect(again).toBe('fast');
    });

    test('a server that answers with a page', async () => {
      const { errors } = await told('strict', '?wasmPaths=/readme/page.wasm');
      expect(errors[0]?.message).toMatch(/\/readme\/page\.wasm.*HTML/);
    });

    test('a content security policy', async () => {
      const { errors } = await told('without WebAssembly', '');
      expect(errors[0]?.code).toBe('wasm-refused');
      expect(errors[0]?.fix).toMatch(/wasm-unsafe-eval/);
    });
  });

  test('a service worker runs a model', async () => {
    const { complaints, ...ran } = await shown('strict', '/site/service-worker.html');
    expect([ran, complaints]).toEqual([await cases.compileAndRun({ compile, load }), []]);
  });

  test.each(['plain', 'isolated'])("the README's page with the library from another server: %s", async (kind) => {
    expect(await open(kind, '/readme/elsewhere.html')).toEqual({ text: await leakyNumbers(), complaints: [] });
  });

  test("a page's own threads go on", async () => {
    const ran = await cases.compileAndRun({ compile, load });
    const found = await shown('isolated', '/site/own-tfjs.html?backend=wasm&threads=yes');
    expect(found.ran).toEqual(ran);
    expect([found.beside, found.after]).toEqual([found.before, found.before]);
  });

  test.each(['plain', 'isolated'])("the README's page works as it stands: %s", async (kind) => {
    expect(await open(kind, '/readme/page.html')).toEqual({ text: await leakyNumbers(), complaints: [] });
  });
});
