import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';

/** Milliseconds after which a page hangs. */
const PATIENCE = 8_000;

/** The playground in a browser, as somebody uses it. */
export interface Visitor {
  readonly page: Page;
  /** What the browser refused and what the page's scripts complained of. */
  readonly complaints: readonly string[];
  /** Waits until the text of a part of the page fits. */
  seen(selector: string, text: string | RegExp): Promise<void>;
  press(name: string): Promise<void>;
  /** Writes a model in the place of what stands in the editor. */
  write(model: string): Promise<void>;
  /** Numbers of the cells of the first table of a part of the page. */
  numbers(selector: string): Promise<readonly number[]>;
  /** Bytes that pressing a button downloads. */
  download(button: string): Promise<Uint8Array>;
}

export async function visitPlayground(
  browser: Browser,
  address: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<Visitor> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('response', (answer) => {
    if (answer.status() >= 400) complaints.push(`${answer.status()} ${answer.url()}`);
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(address).origin)
      complaints.push(`asks ${request.url()}`);
  });
  await page.goto(address);
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  return {
    page,
    complaints,
    press,
    seen: (selector, text) => page.locator(selector, { hasText: text }).first().waitFor(),
    async write(model) {
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(model);
    },
    numbers: (selector) =>
      page
        .locator(selector)
        .locator('table')
        .first()
        .evaluate((table) => [...table.querySelectorAll('td')].map((cell) => Number(cell.textContent))),
    async download(button) {
      const [download] = await Promise.all([page.waitForEvent('download'), press(button)]);
      return readFileSync(await download.path());
    },
  };
}
