import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.yaml': 'text/plain; charset=utf-8',
};

export interface Site {
  /** `http://127.0.0.1:1234`. */
  readonly origin: string;
  /** Paths that were asked for and are not there. */
  readonly missing: string[];
  close(): Promise<void>;
}

export type Headers = { readonly [name: string]: string };

/** What makes a page isolated from other origins, so that it may share memory between threads. */
export const ISOLATED: Headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** No inline script, no `eval`, nothing from elsewhere; WebAssembly is allowed. */
export const STRICT: Headers = {
  'Content-Security-Policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
};

/** As `STRICT`, and no WebAssembly. */
export const NO_WASM: Headers = { 'Content-Security-Policy': "default-src 'self'; script-src 'self'" };

/**
 * Serves folders on a port of its own.
 * @param folders by the path that their files are served under, `/site/`
 * @param headers of every answer
 */
export async function serve(folders: { readonly [prefix: string]: string }, headers: Headers = {}): Promise<Site> {
  const missing: string[] = [];
  const server = createServer(async ({ url = '/' }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
    const prefix = Object.keys(folders).find((name) => path.startsWith(name));
    const folder = prefix === undefined ? undefined : folders[prefix];
    try {
      if (folder === undefined || prefix === undefined) throw new Error('no such folder');
      const body = await readFile(join(folder, path.slice(prefix.length)));
      response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream', ...headers });
      response.end(body);
    } catch {
      // browsers ask for it by themselves
      if (path === '/favicon.ico') {
        response.writeHead(204).end();
        return;
      }
      missing.push(path);
      response.writeHead(404, { 'Content-Type': 'text/html', ...headers });
      response.end('<!doctype html><title>Not found</title>');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, missing, close: () => closed(server) };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
