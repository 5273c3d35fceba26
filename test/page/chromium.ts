import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** A browser of this machine, or null. `CHROMIUM` may name one. */
function findChromium(): string | null {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM;
  for (const name of NAMES)
    for (const folder of PATH.split(delimiter)) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // the next one
      }
    }
  return null;
}

const found = findChromium();

const isSet = (value: string | undefined): boolean => !['', '0', 'false'].includes(value ?? '');

/** Whether tests that can't run are failures: in CI, and where somebody asks for it. */
const required = isSet(process.env.CI) || isSet(process.env.REQUIRE_CHROMIUM);

/** What stands behind the names of tests that can't run; null where they can, or must. */
export const missing =
  found === null && !required ? ' (SKIPPED: no Chromium here; install one, or name it in CHROMIUM)' : null;

/** @throws Error where there is none */
export function launch(): Promise<Browser> {
  if (found === null) throw new Error('these tests need Chromium: install it, or name it in CHROMIUM');
  return chromium.launch({
    executablePath: found,
    // pages of these tests alone are opened; as root, as in a container, there is no sandbox to be had
    chromiumSandbox: false,
    args: ['--enable-unsafe-swiftshader'],
  });
}
