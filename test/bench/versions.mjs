import { readFileSync } from 'node:fs';

const versionIn = (address) => JSON.parse(readFileSync(new URL(address, import.meta.url), 'utf8')).version;

/** The installed version of a package of this bench, or of rnnc and what rnnc itself uses. */
export function versionOf(name) {
  if (name === 'rnnc') return versionIn('../../package.json');
  if (name.startsWith('rnnc/')) return versionIn(`../../node_modules/${name.slice('rnnc/'.length)}/package.json`);
  return versionIn(`node_modules/${name}/package.json`);
}
