/** Milliseconds without a byte after which a download is given up. */
const QUIET_LIMIT = 30_000;

/** Why bytes could not be had from an address. */
export class FetchFailure extends Error {
  /** What can be done about it, where that is known. */
  readonly fix: string | null;
  constructor(message: string, fix: string | null = null) {
    super(message);
    this.fix = fix;
  }
}

/** What we use of the event by which a page hears what its Content Security Policy refused. */
interface Refusal {
  readonly blockedURI: string;
  readonly effectiveDirective: string;
}
interface EventHost {
  addEventListener?(type: string, listener: (event: never) => void): void;
  removeEventListener?(type: string, listener: (event: never) => void): void;
}

/**
 * Runs `body` and hears meanwhile what the page's Content Security Policy refuses.
 * @param failed is called when `body` throws, with the directives that refused something meanwhile; what it returns is thrown in place of the error
 */
export async function hearingRefusals<T>(
  body: () => Promise<T>,
  failed: (cause: unknown, refused: readonly Refusal[]) => unknown,
): Promise<T> {
  const host = globalThis as EventHost;
  const refused: Refusal[] = [];
  const listener = (event: never): void => {
    refused.push(event);
  };
  host.addEventListener?.('securitypolicyviolation', listener);
  try {
    return await body();
  } catch (cause) {
    // The browser sends the event in a task of its own, after it has rejected the promise.
    if (host.addEventListener !== undefined) await new Promise((resolve) => setTimeout(resolve, 0));
    throw failed(cause, refused);
  } finally {
    host.removeEventListener?.('securitypolicyviolation', listener);
  }
}

/** @throws FetchFailure where the server refuses, the page may not ask, or nothing comes for half a minute */
export async function fetchBytes(address: string): Promise<Uint8Array<ArrayBuffer>> {
  const abort = new AbortController();
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => {
    clearTimeout(quiet);
    quiet = setTimeout(() => abort.abort(), QUIET_LIMIT);
  };
  const load = async (): Promise<Uint8Array<ArrayBuffer>> => {
    heard();
    const response = await fetch(address, { credentials: 'same-origin', signal: abort.signal });
    if (!response.ok) {
      abort.abort();
      throw new FetchFailure(
        `the server answered ${response.status}${response.statusText ? ` ${response.statusText}` : ''}`,
      );
    }
    return response.body === null ? new Uint8Array(0) : await readStream(response.body, heard);
  };
  try {
    return await hearingRefusals(load, (cause, refused) => {
      if (cause instanceof FetchFailure) return cause;
      if (abort.signal.aborted) return new FetchFailure(`nothing came for ${QUIET_LIMIT / 1000} seconds`);
      const refusal = refused.find(({ effectiveDirective }) => /^(?:connect|default)-src/.test(effectiveDirective));
      if (refusal !== undefined)
        return new FetchFailure(
          `the page's Content Security Policy refuses it (${refusal.effectiveDirective})`,
          `add the address to connect-src of the Content-Security-Policy, or serve the file from the page's own origin`,
        );
      const reason = cause instanceof Error ? cause.message : String(cause);
      const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
      return new FetchFailure(`the request failed (${reason}${inner})`);
    });
  } finally {
    clearTimeout(quiet);
  }
}

/** All bytes of a stream. @param heard told whenever some have come */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  heard: () => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    heard();
    chunks.push(value);
    size += value.length;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
