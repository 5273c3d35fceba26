import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';
import { TfjsBackend } from '../../src/engine/backend/tfjs-backend.ts';
import { load } from '../../src/load.ts';
import { cellModel } from './models.ts';

afterEach(() => vi.restoreAllMocks());
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const definition = cellModel({ features: 2, units: 3 });
const feeds = { x: [[[1, 2]]] };

/** Blocks that are allocated from here on and not released; what tests before have dropped may be released meanwhile. */
function blocks(): { readonly held: () => number } {
  const own = new Set<unknown>();
  const { allocate, release } = TfjsBackend.prototype;
  vi.spyOn(TfjsBackend.prototype, 'allocate').mockImplementation(function (this: TfjsBackend, ...args) {
    const block = allocate.apply(this, args);
    own.add(block);
    return block;
  });
  vi.spyOn(TfjsBackend.prototype, 'release').mockImplementation(function (this: TfjsBackend, block) {
    release.call(this, block);
    own.delete(block);
  });
  return { held: () => own.size };
}

test('a model and its sessions that nobody holds give their memory back; one in use does not', async () => {
  const kept = await load(definition);
  const session = (await load(definition)).session();
  const { held } = blocks();
  const drop = async (): Promise<void> => {
    const model = await load(definition);
    model.run(feeds);
    model.session().process(feeds);
  };
  await drop();
  expect(held()).toBeGreaterThan(0);
  for (let i = 0; i < 50 && held() > 0; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  expect(held()).toBe(0);
  expect(session.process(feeds).y?.data).toEqual(kept.run(feeds).y?.data);
  kept.dispose();
  session.dispose();
});

test('a thousand models that are not disposed are told once', async () => {
  const notices: string[] = [];
  const models = [];
  for (let i = 0; i < 1010; i++)
    models.push(await load(definition, { kernels: 'stock', path: 'public', onNotice: (text) => notices.push(text) }));
  for (const model of models) model.dispose();
  expect(notices).toEqual([expect.stringMatching(/^1000 models are loaded and not disposed/)]);
});
