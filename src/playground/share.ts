/** The part of the address behind `#`, which browsers never send: it holds a whole model, compressed. */

/** What a link holds. */
export interface Shared {
  readonly model: string;
  /** Files that the model imports, by path. */
  readonly files?: { readonly [path: string]: string };
  readonly input?: string;
}

const MARK = '#m=';

/** `#m=…`: JSON, deflated, in base64 that addresses can hold. */
export async function toHash(shared: Shared): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(shared)), new CompressionStream('deflate-raw'));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return MARK + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** What a link holds; null where it holds nothing, or was cut off. */
export async function fromHash(hash: string): Promise<Shared | 'damaged' | null> {
  if (!hash.startsWith(MARK)) return null;
  try {
    const binary = atob(hash.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
    const text = new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw')));
    const value: unknown = JSON.parse(text);
    return isShared(value) ? value : 'damaged';
  } catch {
    return 'damaged';
  }
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream) {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isShared = (value: unknown): value is Shared =>
  isObject(value) &&
  typeof value.model === 'string' &&
  (value.input === undefined || typeof value.input === 'string') &&
  (value.files === undefined ||
    (isObject(value.files) && Object.values(value.files).every((text) => typeof text === 'string')));
