import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../files/messages.ts';

const TYPES: { readonly [ending: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
};
/** Only what a page's own text can't say; a new version of the package is seen at once. */
const HEADERS = {
  'Content-Security-Policy': "frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

export interface ServedFolder {
  /** `http://127.0.0.1:1234/` */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves the files of a folder to this machine alone.
 * @param port 0: a free one
 * @throws RnncError `port-taken` and `port-unusable`
 */
export async function serveFolder(folder: string, port: number): Promise<ServedFolder> {
  const server = createServer(async ({ method, url = '/' }, response) => {
    const answer = (status: number, headers: { readonly [name: string]: string }, body: Uint8Array | string): void => {
      response.writeHead(status, { ...HEADERS, ...headers });
      response.end(method === 'HEAD' ? undefined : body);
    };
    if (method !== 'GET' && method !== 'HEAD') return answer(405, { Allow: 'GET, HEAD' }, '');
    const file = fileAt(folder, url);
    const body = file === null ? null : await readFile(file).catch(() => null);
    if (file === null || body === null) return answer(404, { 'Content-Type': 'text/plain' }, 'not found');
    answer(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' }, body);
  });
  await listening(server, port);
  const { port: found } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${found}/`, close: () => closed(server) };
}

/** The file that an address names; null where it leads out of the folder, or is none. */
function fileAt(folder: string, url: string): string | null {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    return file.startsWith(folder + sep) && !file.includes('\0') ? file : null;
  } catch {
    return null;
  }
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new RnncError([cause.code === 'EADDRINUSE' ? say.portTaken(port) : say.portUnusable(port, cause.code ?? '')]),
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve());
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
