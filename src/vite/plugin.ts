import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Plugin, ResolvedConfig, Rollup } from 'vite';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { formatDiagnostic, formatDiagnostics, placeOf, sortDiagnostics } from '../../compiler/diagnostics/format.ts';
import { shownName, writeWhole } from '../cli/files/files.ts';
import { declareTypes } from '../typing/types-of.ts';
import { besideOf, type CompiledFile, compileFile, weightsBeside } from './compile-file.ts';

export interface RnncPluginOptions {
  /** Which imported files are models, by their whole path. Default: all that end in `.yaml` or `.yml`. */
  readonly include?: RegExp;
  /**
   * The file with the weights of a model: a compiled model or safetensors. Null: the initial ones. Default: the compiled model of the same name beside it,
   * where `rnnc train` puts it, or else its `.safetensors`, where `rnnc import` puts them.
   * @param model path of the YAML file
   */
  readonly weights?: (model: string) => string | null;
  /** Whether a file `MODEL.yaml.d.ts`, with the types of what is imported, is kept beside each model. Default true. */
  readonly types?: boolean;
}

/** Under this path the dev server gives out compiled models, by digest. */
const SERVED = '/@rnnc/';

/**
 * A plugin for Vite that makes a module of a YAML model. Its default export is the address of the compiled model, which `load` of `rnnc` or `rnnc/runtime`
 * takes. A build puts the compiled file among its assets; for a server, which has none, its bytes are in the code. Mistakes of a model fail its import, with
 * their place. The dev server compiles it again when it, a file that it imports or its weights change.
 */
export function rnnc({ include = /\.ya?ml$/, weights = weightsBeside, types = true }: RnncPluginOptions = {}): Plugin {
  const settled: { config: ResolvedConfig | null } = { config: null };
  /** The bytes that are served, by model. */
  const served = new Map<string, { readonly digest: string; readonly bytes: Uint8Array }>();
  /** Models by the files that were looked for when they were compiled last, whether or not that went well. */
  const readers = new Map<string, Set<string>>();

  return {
    name: 'rnnc',
    enforce: 'pre',

    configResolved(config) {
      settled.config = config;
    },

    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const digest = request.url?.split(SERVED)[1]?.split('/')[0];
        const found = [...served.values()].find((each) => each.digest === digest);
        if (found === undefined) return next();
        response.setHeader('Content-Type', 'application/octet-stream');
        response.end(found.bytes);
      });
    },

    load(id, { ssr = false } = {}) {
      // with a query, such as `?raw`, it is for others
      if (!include.test(id) || !existsSync(id)) return null;
      const file = resolve(id);
      for (const models of readers.values()) models.delete(file);
      const onRead = (path: string): void => {
        readers.set(path, (readers.get(path) ?? new Set<string>()).add(file));
        // Vite takes what is not there for an import that fails; the folder of the page is watched as a whole
        if (path !== file && existsSync(path)) this.addWatchFile(shownName(path));
      };
      const { root = '.', command = 'serve', base = '/' } = settled.config ?? {};
      const shown = shownName(relative(root, file));
      let compiled: CompiledFile;
      try {
        for (const path of besideOf(file)) onRead(path);
        compiled = compileFile({ file, shown, weights: weights(file), onRead });
      } catch (cause) {
        if (cause instanceof RnncError) return this.error(buildError(cause, file, shown));
        throw cause;
      }
      const { bytes, definition, warnings, sources, notices } = compiled;
      for (const warning of warnings) this.warn(formatDiagnostics([warning], sources));
      for (const notice of notices) this.warn(notice);
      if (types) keep(`${file}.d.ts`, declareTypes(definition, { by: 'rnnc/vite', isModule: true }));
      const name = `${basename(file).replace(/\.ya?ml$/, '')}.rnnc`;
      if (ssr) return moduleOf(`'data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}'`);
      if (command === 'build') {
        const address = `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'asset', name, source: bytes })}`;
        return moduleOf('address, import.meta.url', `const address = ${address};\n`);
      }
      const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      served.set(file, { digest, bytes });
      const path = `${base.replace(/\/$/, '')}${SERVED}${digest}/${encodeURIComponent(name)}`;
      // not in `new URL(…)` itself, where Vite would take it for the name of a file
      return moduleOf('address, import.meta.url', `const address = ${JSON.stringify(path)};\n`);
    },

    hotUpdate({ file, modules }) {
      const { moduleGraph } = this.environment;
      const models = [...(readers.get(resolve(file)) ?? [])];
      const stale = models.flatMap((model) => [...(moduleGraph.getModulesByFile(shownName(model)) ?? [])]);
      return stale.length === 0 ? undefined : [...new Set([...modules, ...stale])];
    },
  };
}

const moduleOf = (address: string, before = ''): { readonly code: string; readonly map: null } => ({
  code: `${before}export default new URL(${address});\n`,
  map: null,
});

/** Writes a text where another one stands, so that nothing that watches the file sees it change without need. */
function keep(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeWhole(file, text);
}

/** All mistakes as Vite shows them, with the place and the lines of the first. */
function buildError({ diagnostics, sources, message }: RnncError, file: string, shown: string): Rollup.RollupError {
  const [first] = sortDiagnostics(diagnostics);
  const place = placeOf(first?.span ?? null, sources);
  if (first === undefined || place === null) return { message, id: file };
  const at = place.file === shown ? file : join(dirname(file), place.file);
  const { line = 1, column = 1 } = place.position ?? {};
  return { message, id: at, loc: { file: at, line, column: column - 1 }, frame: formatDiagnostic(first, sources) };
}
