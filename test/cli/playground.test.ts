import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { serveFolder } from '../../src/cli/page/serve-folder.ts';
import { main, rnnc, temporaryFolder } from './command.ts';

/** As written, which `fetch` would tidy. */
function ask(
  address: string,
  path: string,
  method = 'GET',
): Promise<{ readonly status: number | undefined; readonly type: string | undefined; readonly body: string }> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode,
          type: answer.headers['content-type'],
          body: Buffer.concat(chunks).toString(),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('what is served', () => {
  test('is the folder, and nothing beside it', async () => {
    const outer = temporaryFolder();
    mkdirSync(join(outer, 'page'));
    writeFileSync(join(outer, 'secret.html'), 'secret');
    mkdirSync(join(outer, 'page-of-others'));
    writeFileSync(join(outer, 'page-of-others/index.html'), 'secret');
    writeFileSync(join(outer, 'page/index.html'), 'page');
    writeFileSync(join(outer, 'page/a.wasm'), '');
    const { address, close } = await serveFolder(join(outer, 'page'), 0);
    try {
      expect(await ask(address, '/')).toEqual({ status: 200, type: 'text/html; charset=utf-8', body: 'page' });
      expect(await ask(address, '/index.html?x=1')).toMatchObject({ status: 200, body: 'page' });
      expect(await ask(address, '/a.wasm')).toMatchObject({ status: 200, type: 'application/wasm' });
      expect(await ask(address, '/', 'HEAD')).toMatchObject({ status: 200, body: '' });
      expect(await ask(address, '/', 'POST')).toMatchObject({ status: 405 });
      const outside = [
        '/../secret.html',
        '/%2e%2e/secret.html',
        '/..%2fsecret.html',
        '/..%2fpage-of-others/index.html',
        '/%00',
        '/%',
        '//etc/passwd',
        '/b',
      ];
      for (const path of outside)
        expect(await ask(address, path), path).toMatchObject({ status: 404, body: 'not found' });
    } finally {
      await close();
    }
  });
});

test('serves the page with the model and what it imports in the address, until Ctrl-C', async () => {
  const folder = temporaryFolder();
  const cells = 'cells:\n  keep: {inputs: {x: [1]}, state: [s: [1]], equations: "s\' = s + x", output: s\'}\n';
  const model =
    'imports: [cells.yaml]\ninputs: {x: {shape: [batch, time, 1]}}\nlayers: {y: {type: recurrent, input: x, cell: cells.keep}}\noutputs: {y: y}\n';
  writeFileSync(join(folder, 'cells.yaml'), cells);
  writeFileSync(join(folder, 'model.yaml'), model);
  const child = spawn(process.execPath, [main, 'playground', 'model.yaml'], { cwd: folder });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const address = line.toString().trim();
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#m=[\w-]+$/);
  const shared = inflateRawSync(Buffer.from(new URL(address).hash.slice('#m='.length), 'base64url')).toString();
  expect(JSON.parse(shared)).toEqual({ model, files: { 'cells.yaml': cells } });
  expect((await ask(address, '/')).body).toContain('rnnc playground');
  expect((await ask(address, '/worker.js', 'HEAD')).status).toBe(200);
  const { port } = new URL(address);
  const taken = await rnnc(['playground', '--port', port]);
  expect([taken.code, taken.err]).toEqual([1, expect.stringContaining(`port ${port} is in use`)]);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a port that is none, and a model that is not there', async () => {
  expect(await rnnc(['playground', '--port', '70000'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('65535'),
  });
  expect(await rnnc(['playground', 'nowhere.yaml'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('file-missing'),
  });
});
