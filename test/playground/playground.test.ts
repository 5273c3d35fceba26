import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFolder } from '../../src/cli/page/serve-folder.ts';
import { compile, load, memorySources, readArtifact, readRows } from '../../src/index.ts';
import { launch, missing } from '../page/chromium.ts';
import { type Site, serve } from '../page/server.ts';
import { type Visitor, visitPlayground } from './visitor.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'dist/playground');
const LOADING = 60_000;
/** Milliseconds for which CodeMirror takes no Enter after its suggestions have changed. */
const CHOOSING = 200;

const DOUBLER = `name: doubler
inputs: {x: {shape: [batch, time, 1]}}
cells:
  sum:
    inputs: {x: [1]}
    state: [s: [1]]
    equations: |
      s' = s + 2 * x
    output: s'
layers: {total: {type: recurrent, input: x, cell: sum}}
outputs: {total: total}
`;

/** Says the last value that it read; `rows.csv` is chosen in the page. */
const LAST = `name: last
inputs: {x: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  next: {type: dense, input: memory.last, units: 1}
outputs: {next: next}
data: {source: rows.csv, windows: {width: 4, horizon: 1}, feeds: {x: {columns: [v]}, target: {columns: [v], part: horizon}}}
training: {losses: [{type: mse, output: next}], epochs: 2}
`;
/** Reads nothing but texts. */
const REVIEWS = `name: reviews
inputs: {words: {shape: [batch, time], dtype: int32}}
layers:
  vectors: {type: embedding, input: words, vocabulary: 40, units: 4}
  memory: {type: recurrent, input: vectors, cell: {gru: {units: 8}}}
  kind: {type: dense, input: memory.last, units: 2}
outputs: {kind: kind}
data: {source: reviews.csv, feeds: {words: {columns: [said]}, target: {columns: [kind]}}, vocabulary: {size: 40}}
training: {losses: [{type: cross_entropy, output: kind}], rate: 0.05}
`;
const ROWS = `v\n${Array.from({ length: 60 }, (_, i) => (i % 7) / 7).join('\n')}\n`;

describe.skipIf(missing !== null)(`the playground${missing ?? ''}`, () => {
  let browser: Browser;
  let site: Site;
  let visitor: Visitor;
  beforeAll(async () => {
    site = await serve({ '/some/where/': folder });
    browser = await launch();
    visitor = await visitPlayground(browser, `${site.origin}/some/where/index.html`);
  }, LOADING);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  test('opens with an example, its picture and an input that runs', async () => {
    await visitor.seen('#problems', 'No mistakes');
    await visitor.page.locator('#picture svg').waitFor();
    await visitor.press('Run');
    await visitor.seen('#outputs', 'output');
    const model = await load(compile(readFileSync(join(root, 'models/seed-rnn.yaml'), 'utf8')));
    const { before_activation: expected } = model.run({ x: [[[1], [2]]] });
    model.dispose();
    const found = await visitor.numbers('#outputs');
    expect(found).toHaveLength(4);
    found.forEach((number, i) => {
      expect(number).toBeCloseTo(expected?.data[i] ?? 0, 5);
    });
  });

  test('tells a mistake while one types, with its place and what to write, and takes it back', async () => {
    await visitor.write(DOUBLER.replace('2 * x', '2 * y'));
    await visitor.seen('#problems', /line 8, column 20/);
    await visitor.page.locator('.cm-lintRange-error').waitFor();
    expect(await visitor.page.locator('#run').isDisabled()).toBe(true);
    await visitor.page.locator('#problems button.place').first().click();
    expect(await visitor.page.locator('.cm-activeLine').textContent()).toContain('2 * y');
    await visitor.write(DOUBLER);
    await visitor.seen('#problems', 'No mistakes');
    await visitor.page.locator('#input').fill('{"x": [[[1], [2]]]}');
    await visitor.press('Run');
    await visitor.seen('#outputs', 'total');
    expect(await visitor.numbers('#outputs')).toEqual([2, 6]);
  });

  test('completes what a nested key takes, and says what it means', async () => {
    const { page } = visitor;
    await visitor.write(DOUBLER.replace('cell: sum}', 'direction: }'));
    await page.keyboard.press('Control+Home');
    for (let line = 1; line < 10; line++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    for (let sign = 0; sign < 2; sign++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Control+Space');
    await visitor.seen('.cm-tooltip-autocomplete', 'bidirectional');
    await page.keyboard.type('back');
    await page.waitForTimeout(CHOOSING);
    await page.keyboard.press('Enter');
    await visitor.seen('.cm-content', 'direction: backward');
    await page.locator('.cm-line', { hasText: 'direction' }).getByText('direction').hover();
    await visitor.seen('.told', 'From the first step, from the last, or both.');
    await visitor.write(DOUBLER);
    await visitor.seen('#problems', 'No mistakes');
  });

  test('tells what is wrong with an input', async () => {
    await visitor.page.locator('#input').fill('{"z": [[[1], [2]]]}');
    await visitor.press('Run');
    await visitor.seen('#outputs', /"z"/);
  });

  test('draws copies, and the inside of a cell by the keyboard', async () => {
    const { page } = visitor;
    await page.getByRole('radio', { name: 'unrolled' }).check();
    await page.locator('#copies').fill('5');
    const cells = page.getByRole('button', { name: /^Inside of total\.0\.forward/ });
    await expect.poll(() => cells.count()).toBe(5);
    await cells.first().focus();
    await page.keyboard.press('Enter');
    await page.locator('#back:enabled').waitFor();
    await expect.poll(() => cells.count()).toBe(0);
    await visitor.press('Back to the model');
    await expect.poll(() => cells.count()).toBe(5);
  });

  test('walks through the steps and lights them up', async () => {
    const { page } = visitor;
    await page.locator('#input').fill('{"x": [[[1], [2], [4]]]}');
    await page.getByRole('tab', { name: 'Input and outputs' }).focus();
    await page.keyboard.press('ArrowRight');
    await visitor.press('Compute the steps');
    await visitor.seen('#step-shown', 'step 1 of 3');
    await visitor.press('The next step');
    await visitor.seen('#step-shown', 'step 2 of 3');
    const row = page.locator('#values tr', { hasText: "s' = s + 2 * x" });
    expect(await row.locator('td').last().textContent()).toBe('6');
    // what is fed, the state that the cell makes, and the output that it is
    expect(await page.locator('.light:not([hidden])').allTextContents()).toEqual(['2', '6', '6']);
    await page.getByLabel('over all steps').selectOption("total.0.forward.step.s'");
    await page.locator('#picture svg', { hasText: "total.0.forward.step.s'" }).waitFor();
    await visitor.press('Back to the model');
  });

  test('walks through another row, and forgets outputs and steps of an input that is gone', async () => {
    const { page } = visitor;
    await page.getByRole('tab', { name: 'Input and outputs' }).click();
    await page.locator('#input').fill('{"x": [[[1], [2]], [[10], [20]]]}');
    await visitor.press('Run');
    await visitor.seen('#outputs', 'total');
    await page.getByRole('tab', { name: 'Steps' }).click();
    await visitor.press('Compute the steps');
    await visitor.seen('#rows', 'of 2');
    await page.getByLabel('row', { exact: true }).fill('2');
    await page.keyboard.press('Tab');
    await visitor.seen('#values', '20');
    await page.getByLabel('row', { exact: true }).fill('3');
    await page.keyboard.press('Tab');
    await visitor.seen('#values', 'there is no row 3');
    await page.getByRole('tab', { name: 'Input and outputs' }).click();
    await page.locator('#input').fill('{"x": [[[1], [2], [4]]]}');
    await visitor.seen('#outputs', 'The input is another one now');
    await page.getByRole('tab', { name: 'Steps' }).click();
    await visitor.seen('#values', 'compute the steps again');
    expect(await page.locator('.light:not([hidden])').count()).toBe(0);
  });

  test('scrolls to the step that is lit, of many', async () => {
    const { page } = visitor;
    const input = JSON.stringify({ x: [Array.from({ length: 40 }, () => [1])] });
    await page.getByRole('tab', { name: 'Input and outputs' }).click();
    await page.locator('#input').fill(input);
    await page.getByRole('tab', { name: 'Steps' }).click();
    await visitor.press('Compute the steps');
    await visitor.seen('#step-shown', 'step 1 of 40');
    await page.locator('#step').fill('40');
    await visitor.seen('#step-shown', 'step 40 of 40');
    const lit = page.locator('.light:not([hidden])').last();
    expect(await lit.textContent()).toBe('80');
    // a box has no place while the picture is put in anew
    await expect
      .poll(async () => {
        const [box, place] = [await lit.boundingBox(), await page.locator('#picture').boundingBox()];
        return box !== null && place !== null && box.x > place.x && box.x + box.width < place.x + place.width;
      })
      .toBe(true);
    await page.getByRole('tab', { name: 'Input and outputs' }).click();
    await page.locator('#input').fill('{"x": [[[1], [2], [4]]]}');
  });

  test('gives the compiled model', async () => {
    await visitor.page.getByRole('tab', { name: 'File' }).click();
    const bytes = await visitor.download('Download the compiled model');
    expect(Buffer.compare(bytes, compile(DOUBLER).toBytes())).toBe(0);
    expect(readArtifact(bytes).name).toBe('doubler');
  });

  test('shares a link that holds model and input', async () => {
    await visitor.press('Share');
    await expect.poll(() => visitor.page.url()).toContain('#m=');
    await visitor.page.reload();
    await visitor.seen('.cm-content', 'doubler');
    expect(await visitor.page.locator('#input').inputValue()).toBe('{"x": [[[1], [2], [4]]]}');
    await visitor.press('Run');
    await visitor.seen('#outputs', 'total');
    expect(await visitor.numbers('#outputs')).toEqual([2, 6, 14]);
  });

  test('trains on a chosen file, and what runs and is downloaded is trained', async () => {
    const { page } = visitor;
    await visitor.write(LAST);
    await visitor.seen('#problems', 'No mistakes');
    await page.getByRole('tab', { name: 'Training' }).click();
    await visitor.seen('#data-told', 'Choose the data: the model reads rows.csv');
    const file = { name: 'my.csv', mimeType: 'text/csv', buffer: Buffer.from(ROWS) };
    await page.locator('#data-files').setInputFiles(file);
    await visitor.seen('#data-told', 'Trains on my.csv');
    await visitor.press('Train');
    await visitor.seen('#training-told', 'Trained after 2 epochs');
    await page.locator('#curve canvas').waitFor();
    // gates of the input, by the weights as they are in the end
    await visitor.seen('#gates-told', 'after epoch 2');
    expect(await page.locator('#watched option').allTextContents()).toContain('memory.0.forward.step.z');
    await page.locator('#watched').selectOption("memory.0.forward.step.h'");
    await page.locator(`#gates-picture[alt^="Heat map of memory.0.forward.step.h'"]`).waitFor();
    const { model } = await compile(LAST).train({ files: memorySources({ 'rows.csv': ROWS }) });
    await page.getByRole('tab', { name: 'File' }).click();
    await visitor.seen('#file-told', 'trained here');
    expect(readArtifact(await visitor.download('Download the compiled model')).weights).toEqual(
      readArtifact(model.toBytes()).weights,
    );
    await page.getByRole('tab', { name: 'Input and outputs' }).click();
    await page.locator('#input').fill('{"x": [[[0.5], [0.25]]]}');
    await visitor.press('Run');
    await visitor.seen('#outputs', 'next');
    const trained = await load(model);
    const { next } = trained.run({ x: [[[0.5], [0.25]]] });
    trained.dispose();
    expect((await visitor.numbers('#outputs'))[0]).toBeCloseTo(next?.data[0] ?? 0, 5);
    await visitor.press('Rows of the data');
    await visitor.press('Answer in raw units');
    await visitor.seen('#outputs', 'In the units of the data');
    await page.locator('#outputs img.chart').waitFor();
    const again = await load(model);
    const [forecast] = again.forecast(await readRows(ROWS, { model: again })).rows;
    again.dispose();
    expect(await visitor.numbers('#outputs')).toContainEqual(expect.closeTo(Number(forecast?.v), 4));
  });

  test('stops a training and goes on with it', async () => {
    const { page } = visitor;
    await page.getByRole('tab', { name: 'Training' }).click();
    await page.getByLabel('epochs').fill('100000');
    await visitor.press('Train');
    await visitor.seen('#training-told', /Epoch \d/);
    await visitor.press('Stop');
    await visitor.seen('#training-told', 'Stopped after');
    const told = await page.locator('#training-told').textContent();
    const epochs = Number(/after (\d+) epochs?/.exec(told ?? '')?.[1]);
    await page.getByLabel('epochs').fill(String(epochs + 3));
    await visitor.press('Go on');
    await visitor.seen('#training-told', `Trained after ${epochs + 3} epochs`);
  });

  test('takes back what it said of a training whose model is edited, also under way', async () => {
    const { page } = visitor;
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.insertText('# edited\n');
    await visitor.seen('#training-told', 'the weights that it starts from again');
    await page.getByLabel('epochs').fill('0');
    await visitor.press('Train');
    await visitor.seen('#training-told', 'Epochs must be a whole number');
    await page.getByLabel('epochs').fill('100000');
    await visitor.press('Train');
    await visitor.seen('#training-told', /Epoch \d/);
    await page.locator('.cm-content').focus();
    await page.keyboard.insertText('# again\n');
    await visitor.seen('#training-told', 'that training is gone');
    expect(await page.getByRole('button', { name: 'Go on' }).isDisabled()).toBe(true);
    await page.getByRole('tab', { name: 'File' }).click();
    await visitor.seen('#file-told', 'it starts from');
  });

  test('reads a text to classify as it is typed', async () => {
    const { page } = visitor;
    await visitor.write(REVIEWS);
    await visitor.seen('#problems', 'No mistakes');
    await page.getByRole('tab', { name: 'Training' }).click();
    const buffer = Buffer.from(`said,kind\n${'good film,yes\nbad film,no\n'.repeat(20)}`);
    await page.locator('#data-files').setInputFiles({ name: 'reviews.csv', mimeType: 'text/csv', buffer });
    await page.getByLabel('epochs').fill('10');
    await visitor.press('Train');
    await visitor.seen('#training-told', /^(Trained|Ended)/);
    await page.getByRole('tab', { name: 'Input and outputs' }).click();
    await page.locator('#input').fill('bad film\ngood film');
    await visitor.press('Answer in raw units');
    await visitor.seen('#outputs', 'In the units of the data');
    expect(await page.locator('#outputs tbody tr').allTextContents()).toEqual([
      expect.stringMatching(/^0no/),
      expect.stringMatching(/^1yes/),
    ]);
  });

  test('takes a file that is let go anywhere', async () => {
    await visitor.write(DOUBLER);
    await visitor.seen('#problems', 'No mistakes');
    const isTaken = await visitor.page.locator('#picture').evaluate((place) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x\n1\n2\n'], 'x.csv'));
      return !place.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    expect(isTaken).toBe(true);
    await visitor.seen('#outputs', 'total');
    expect(await visitor.numbers('#outputs')).toEqual([2, 6]);
  });

  test('draws a tree of the input, and lights its nodes up', async () => {
    const { page } = visitor;
    await page.locator('#examples').selectOption('recursive-sharing');
    await visitor.seen('.cm-content', 'recursive-sharing');
    await page.getByRole('radio', { name: 'unrolled' }).check();
    await page.getByRole('tab', { name: 'Steps' }).click();
    await visitor.press('Compute the steps');
    await visitor.seen('#step-shown', 'node');
    await page.locator('.light:not([hidden])').first().waitFor();
    // nodes count from 0 in the outputs too, as in lists of parents
    await page.getByRole('tab', { name: 'Input and outputs' }).click();
    await visitor.press('Run');
    await visitor.seen('#outputs', 'before_activation');
    const rows = page.locator('#outputs table', { hasText: 'before_activation' }).locator('tbody tr');
    expect(await rows.nth(0).locator('th').allTextContents()).toEqual(['0', '0']);
    expect(await rows.nth(1).locator('th').allTextContents()).toEqual(['0', '1']);
  });

  test('and nothing was refused, asked of others, or complained of', () => {
    expect(visitor.complaints).toEqual([]);
    expect(site.missing).toEqual([]);
  });

  test('sends nothing to another address, in its worker neither', async () => {
    const other = await serve({ '/': folder });
    const { page } = await visitPlayground(browser, `${site.origin}/some/where/index.html`);
    await page.locator('#picture svg').waitFor();
    const [worker] = page.workers();
    const address = `${other.origin}/index.html`;
    const refused = await worker?.evaluate(async (to) => {
      const told = new Promise<string>((resolve) => {
        addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
      });
      await fetch(to, { mode: 'no-cors' }).catch(() => null);
      return Promise.race([told, new Promise((resolve) => setTimeout(resolve, 500, 'sent'))]);
    }, address);
    expect(refused).toBe('connect-src');
    await page.close();
    await other.close();
  });

  test('opens what the command puts into the address', async () => {
    const served = await serveFolder(folder, 0);
    const other = await visitPlayground(browser, `${served.address}#m=damaged`);
    await other.seen('#notice', 'damaged');
    await other.page.close();
    await served.close();
  });
});
