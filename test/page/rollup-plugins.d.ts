/** Packages whose own declarations are not found, or are those of another kind of module. */

declare module '@web/rollup-plugin-import-meta-assets' {
  import type { Plugin } from 'rollup';
  /** Puts files that are named by `new URL('file', import.meta.url)` beside the bundle. */
  export function importMetaAssets(): Plugin;
}

declare module '@rollup/plugin-commonjs' {
  import type { Plugin } from 'rollup';
  export default function commonjs(): Plugin;
}
