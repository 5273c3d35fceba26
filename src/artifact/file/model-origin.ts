import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as loading from '../../../compiler/diagnostics/messages/loading.ts';
import { type Bytes, bytesOf, isBytes } from '../../arguments/bytes.ts';
import { hasFunctions } from '../../arguments/kinds.ts';
import type { ModelDefinition } from '../definition.ts';
import { FetchFailure, fetchBytes } from '../fetch-bytes.ts';
import * as say from '../messages.ts';
import { readArtifact } from './read.ts';

/** A `URL`, without asking for its type. */
export interface Address {
  readonly href: string;
}

/** What `fetch` gives, without asking for its type. */
export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly url: string;
  readonly bodyUsed: boolean;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A `Blob` or a `File`, without asking for its type. */
export interface BlobLike {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * A model: the bytes of an artifact; the path of a file, where there are files; an address (`https:`, `file:`, `blob:`, `data:`, in a page a relative
 * one too); what `fetch` answered; a `Blob` or `File`; or a definition that the compiler gave.
 */
export type ModelOrigin = ModelDefinition | Bytes | string | Address | Answer | BlobLike;

/** @throws RnncError where it is nothing of the kind, can't be read, or is no artifact */
export async function definitionOf(origin: ModelOrigin): Promise<ModelDefinition> {
  const given: unknown = origin;
  if (isBytes(given)) return readArtifact(given);
  if (typeof given === 'string') return fromAddress(given);
  if (typeof given !== 'object' || given === null) throw new RnncError([say.originForm(given)]);
  if (isDefinition(given)) return given;
  if (hasFunctions(given, 'arrayBuffer')) return fromBody(given as Answer | BlobLike);
  if ('href' in given && typeof given.href === 'string') return fromAddress(given.href);
  throw new RnncError([say.originForm(given)]);
}

const isDefinition = (given: object): given is ModelDefinition =>
  'graphs' in given &&
  typeof given.graphs === 'object' &&
  given.graphs !== null &&
  'inference' in given.graphs &&
  typeof given.graphs.inference === 'object' &&
  given.graphs.inference !== null &&
  'weights' in given &&
  given.weights instanceof Map;

/** A scheme has two letters or more here, because `C:\models` is a path. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;

async function fromAddress(address: string): Promise<ModelDefinition> {
  if (address === '' || address.includes('\n')) throw new RnncError([say.originForm(address)]);
  const scheme = SCHEME.exec(address)?.[0].toLowerCase() ?? null;
  const disk = scheme === null || scheme === 'file:' ? diskOf() : null;
  const bytes = disk === null ? await fetchModel(address) : disk.read(address);
  return readArtifact(bytes, { file: address });
}

/** Access to the files of this machine. It exists only outside of web pages. */
interface Disk {
  /** @param address a path, or an address with the scheme `file:` */
  read(address: string): Uint8Array;
}

/** Null in a page. It is looked up when a model is read, and not imported, so that bundlers for pages find no import of a Node module. */
function diskOf(): Disk | null {
  const builtIn = typeof process === 'undefined' ? undefined : process.getBuiltinModule;
  if (typeof builtIn !== 'function') return null;
  const { readFileSync } = builtIn('node:fs');
  const { fileURLToPath } = builtIn('node:url');
  return {
    read(address) {
      try {
        return readFileSync(SCHEME.test(address) ? fileURLToPath(address) : address);
      } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
        throw new RnncError([say.modelUnreadable(address, code)]);
      }
    },
  };
}

async function fetchModel(address: string): Promise<Uint8Array> {
  try {
    return await fetchBytes(address);
  } catch (cause) {
    if (!(cause instanceof FetchFailure)) throw cause;
    throw new RnncError([loading.loadFailed(address, cause.message, cause.fix)]);
  }
}

async function fromBody(body: Answer | BlobLike): Promise<ModelDefinition> {
  const file = ('url' in body && body.url) || ('name' in body && typeof body.name === 'string' && body.name) || null;
  const named = file ?? 'the model';
  if ('bodyUsed' in body && body.bodyUsed) throw new RnncError([say.bodyUsed(named)]);
  if ('ok' in body && !body.ok) throw new RnncError([loading.loadFailed(named, `the server answered ${body.status}`)]);
  let bytes: unknown;
  try {
    bytes = await body.arrayBuffer();
  } catch (cause) {
    throw new RnncError([loading.loadFailed(named, cause instanceof Error ? cause.message : String(cause))]);
  }
  if (!isBytes(bytes)) throw new RnncError([say.originForm(body)]);
  return readArtifact(bytesOf(bytes), file === null ? {} : { file });
}
