import type { Browser, Page } from 'playwright-core';

/** Milliseconds after which a page hangs. */
const PATIENCE = 25_000;

export interface Visited {
  /** What the page wrote into its `<output>`. */
  readonly text: string;
  /** What the browser refused and what the page's scripts complained of. */
  readonly complaints: readonly string[];
}

/**
 * Opens a page and waits until there is something in its first `<output>`.
 * @param act what the user does there meanwhile
 * @throws Error with all that went wrong where nothing comes or a script fails
 */
export async function visit(
  browser: Browser,
  address: string,
  act: (page: Page) => Promise<void> = async () => {},
): Promise<Visited> {
  const complaints: string[] = [];
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const failed = new Promise<never>((_, reject) => page.on('pageerror', reject));
  failed.catch(() => {});
  const shown = async (): Promise<string> => {
    const answer = await page.goto(address);
    if (answer?.status() !== 200) throw new Error('the page is not there');
    await act(page);
    return (await page.locator('output:not(:empty)').first().textContent()) ?? '';
  };
  try {
    return { text: await Promise.race([shown(), failed]), complaints };
  } catch (cause) {
    throw new Error(`${address}: ${[String(cause), ...complaints].join('\n')}`, { cause });
  } finally {
    await page.close();
  }
}
