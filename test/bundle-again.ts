import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Before the tests, which run the command in one file: makes it again where the compiled modules are newer. */
export default function bundleAgain(): void {
  const root = join(import.meta.dirname, '..');
  const written = (file: string): number => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (written('dist/cli.js') >= written('dist/src.tsbuildinfo')) return;
  execFileSync(process.execPath, [join(root, 'src/bundle/bundle.mjs')], { stdio: 'inherit' });
}
