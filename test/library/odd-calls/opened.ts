import * as library from '../../../src/index.ts';
import { CLASSIFYING, FILES, FORECASTING, STREAMING, TOKENS, TREES, trained, WRITING } from './models.ts';

/** The library as JavaScript sees it: any function takes anything. */
export type Loose = { readonly [name: string]: (...given: unknown[]) => unknown };
export const loose = (of: object): Loose => of as Loose;
export const call = (of: object, name: string, ...given: unknown[]): unknown => {
  const method = (of as Loose)[name];
  if (method === undefined) throw new Error(`no ${name}`);
  return method.apply(of, given);
};
const CLASSES = { CompiledModel: library.CompiledModel, Model: library.Model, Session: library.Session };
export const make = (name: keyof typeof CLASSES, ...given: unknown[]): unknown =>
  Reflect.construct(CLASSES[name], given);

export const rnnc = loose(library);
export const compiled = library.compile(STREAMING);
export const bytes = compiled.toBytes();
export const X = [
  [
    [1, 2],
    [3, 4],
  ],
];
/** One step of `X`. */
export const ONE = new Float32Array(2);
export const weight = { shape: [3], data: new Float32Array(3) };
export const promise = (): unknown => Promise.resolve({ x: X });
export const proxied = <T extends object>(of: T): T => new Proxy(of, {});

/** Models that are loaded, and calls of them. */
export interface Opened {
  readonly model: library.Model;
  readonly tokens: library.Model;
  readonly trees: library.Model;
  readonly forecaster: library.Model;
  readonly classifier: library.Model;
  readonly writer: library.Model;
  readonly session: library.Session;
  readonly state: library.Snapshot;
  readonly run: (...given: unknown[]) => unknown;
  readonly step: (...given: unknown[]) => unknown;
  readonly process: (...given: unknown[]) => unknown;
  readonly forecast: (...given: unknown[]) => unknown;
  readonly generate: (options: unknown) => unknown;
  readonly setState: (states: unknown) => void;
}

export async function open(): Promise<Opened> {
  const model = await library.load(compiled);
  const session = model.session();
  const writer = await library.load(await trained(WRITING));
  const forecaster = await library.load(await trained(FORECASTING));
  return {
    model,
    tokens: await library.load(library.compile(TOKENS)),
    trees: await library.load(library.compile(TREES)),
    forecaster,
    classifier: await library.load(await trained(CLASSIFYING)),
    writer,
    session,
    state: session.snapshot(),
    run: (...given) => call(model, 'run', ...given),
    step: (...given) => call(session, 'step', ...given),
    process: (...given) => call(session, 'process', ...given),
    forecast: (...given) => call(forecaster, 'forecast', ...given),
    generate: (options) => [...(call(writer, 'generate', options) as Iterable<string>)],
    setState: (states) => {
      (session as { state: unknown }).state = states;
    },
  };
}

/** @param words that the message holds, among others */
export type OddCall = readonly [call: string, make: (at: Opened) => unknown, words: readonly string[]];

export const files: library.OpenSource = library.memorySources(FILES);
