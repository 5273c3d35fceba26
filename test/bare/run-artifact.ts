/** Runs in the bare context: a compiled model from nothing but its bytes, by what rnnc/worklet offers. */
import { decodeUtf8, encodeUtf8 } from '../../src/artifact/utf8.ts';
import { loadSync } from '../../src/worklet.ts';
import { type Ran, runAll } from './run-alone.ts';

export function runArtifact(
  bytes: readonly number[],
  runs: Parameters<typeof runAll>[1],
  steps: Parameters<typeof runAll>[2],
): Ran {
  const model = loadSync(Uint8Array.from(bytes));
  const ran = runAll(model, runs, steps);
  model.dispose();
  return ran;
}

export const toUtf8 = (text: string): readonly number[] => [...encodeUtf8(text)];
export const fromUtf8 = (bytes: readonly number[]): string => decodeUtf8(Uint8Array.from(bytes));

/** The codes of what is thrown. */
export function refusalOf(bytes: readonly number[]): string {
  try {
    loadSync(Uint8Array.from(bytes)).warmup();
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}
