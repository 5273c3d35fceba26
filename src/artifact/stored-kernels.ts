import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { generatedText } from '../../compiler/program/entry.ts';
import type { Program } from '../../compiler/program/program.ts';
import { encodeUtf8 } from './utf8.ts';

/** Kernels that the compiler wrote for a model's programs and that are stored in its artifact. They work on memory that is not shared. */
export interface StoredKernels {
  /** Version of the compiler's code generation: see `VERSIONS.kernels`. */
  readonly version: string;
  /** By `programName`. Empty where the version is another. */
  readonly modules: ReadonlyMap<string, StoredModule>;
}

export interface StoredModule {
  /** `programDigest` of the program that it is for. */
  readonly program: string;
  readonly bytes: Uint8Array;
}

/** Larger modules are neither stored nor loaded. */
export const MAX_MODULE_BYTES = 2 ** 23;

/** What a session runs of a model some of whose inputs are known when it opens: see `compiler/graph/split-at-steps.ts`. */
export interface SessionPart {
  readonly axis: string;
  readonly part: 'once' | 'step';
}

/** Name of one program of a model, among all that a model can have: `inference.full`, `inference.masked.unrolled-4`, `inference.full.step-time`. */
export const programName = (
  variant: string,
  fullLength: boolean,
  unroll: number | null,
  of: SessionPart | null = null,
): string =>
  `${variant}.${fullLength ? 'full' : 'masked'}${unroll === null ? '' : `.unrolled-${unroll}`}${of === null ? '' : `.${of.part}-${of.axis}`}`;

/** The module of the program that the runtime tries first. */
export const SELF_TEST = 'self-test';

/** SHA-256, in hexadecimal, of everything in a program that decides what code is generated for it. */
export const programDigest = (program: Program): string => bytesToHex(sha256(encodeUtf8(generatedText(program))));
