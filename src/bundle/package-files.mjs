/**
 * What is shipped beside the code: the declarations that a user's compiler reaches from the entries, and the licences of what is bundled.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/**
 * Copies declarations from `dist/src` and `dist/compiler` to `dist/types`.
 * @param entries names of files of `src`, without their ends
 */
export function writeTypes(dist, entries) {
  const types = join(dist, 'types');
  rmSync(types, { recursive: true, force: true });
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8').replace(/\/\/# sourceMappingURL=.*\n?/, '');
    const copy = join(types, relative(dist, file));
    mkdirSync(dirname(copy), { recursive: true });
    // older compilers do not find `x.d.ts` under `x.ts`
    writeFileSync(copy, text.replace(/((?:from |import\()'\.[^']*)\.ts'/g, "$1.js'"));
    for (const [, target] of text.matchAll(/(?:from |import\()'(\.[^']*)\.(?:ts|js)'/g))
      visit(join(dirname(file), `${target}.d.ts`));
  };
  for (const entry of entries) visit(join(dist, `src/${entry}.d.ts`));
}

/** Writes the licences of the packages of which there is code in `inputs`, the paths of what was bundled. */
export function writeLicences(root, inputs, file) {
  const folders = new Set(
    inputs
      .map((input) => /^(?!\(disabled\):)(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
      .flatMap((folder) => (folder === undefined ? [] : [resolve(root, folder)])),
  );
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const found = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = found === undefined ? '' : `\n\n${readFileSync(join(folder, found), 'utf8').trim()}`;
    return `${name} ${version}: ${license}${text}\n`;
  });
  writeFileSync(file, texts.join(`\n${'-'.repeat(80)}\n\n`));
}
