import { refuse } from '../../model/refusal.ts';
import { type JsonObject, shown } from '../files/json.ts';

/** What only training and building read, in every layer. */
const FOR_TRAINING = /_(?:initializer|regularizer|constraint)$/;
const NO_EFFECT: ReadonlySet<string> = new Set([
  'name',
  'trainable',
  'dtype',
  'batch_shape',
  'batch_input_shape',
  'input_shape',
  'input_dim',
  'input_length',
  'seed',
  'implementation',
  'unroll',
  'synchronized',
  'cache_size',
  'data_format',
  'autocast',
  'renorm_momentum',
]);
/** Options that change nothing while they are false. */
const OFF_WHEN_FALSE: ReadonlySet<string> = new Set([
  'stateful',
  'time_major',
  'return_state',
  'return_sequences',
  'go_backwards',
  'zero_output_for_mask',
  'mask_zero',
  'sparse',
  'ragged',
  'optional',
  'keepdims',
  'reverse_state_order',
  'rms_scaling',
  'renorm',
  'fused',
  'lora_enabled',
]);

/** The options of a layer in a file. What is not asked for and may change what the layer computes is told by `unread`. */
export class Options {
  readonly #values: JsonObject;
  readonly #asked = new Set<string>();

  constructor(values: JsonObject) {
    this.#values = values;
  }

  /** The value as it stands in the file; undefined where it is not there or null. */
  value(key: string): unknown {
    this.#asked.add(key);
    return (Object.hasOwn(this.#values, key) ? this.#values[key] : undefined) ?? undefined;
  }
  flag(key: string, fallback = false): boolean {
    const value = this.value(key) ?? fallback;
    return typeof value === 'boolean' ? value : this.#wrong(key, value);
  }
  number(key: string, fallback?: number): number {
    const value = this.value(key) ?? fallback;
    return typeof value === 'number' && Number.isFinite(value) ? value : this.#wrong(key, value);
  }
  /** A whole number from 1. */
  size(key: string): number {
    const value = this.value(key);
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= 2 ** 24
      ? value
      : this.#wrong(key, value);
  }
  text(key: string, fallback?: string): string {
    const value = this.value(key) ?? fallback;
    return typeof value === 'string' ? value : this.#wrong(key, value);
  }
  /** Options that have a value that may change what the layer computes, and that nothing has asked for. */
  get unread(): readonly string[] {
    return Object.entries(this.#values).flatMap(([key, value]) => {
      if (this.#asked.has(key) || NO_EFFECT.has(key) || FOR_TRAINING.test(key) || value === null) return [];
      return value === false && OFF_WHEN_FALSE.has(key) ? [] : [key];
    });
  }

  #wrong(key: string, value: unknown): never {
    return refuse(`its option ${key} is ${value === undefined ? 'missing' : shown(value)}`);
  }
}
