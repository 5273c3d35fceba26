import compile from 'watr/compile';

/** WebAssembly text → bytes. */
export const assemble = (text: string): Uint8Array => compile(text);
