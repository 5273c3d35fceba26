import { type Command, InvalidArgumentError, Option } from 'commander';
import { PRECISIONS, type Precision } from '../../../compiler/program/program.ts';
import type { Path } from '../../engine/kernels/table.ts';
import { DIALECTS, type Dialect } from '../../import/weights/index.ts';
import { UsageError } from './usage.ts';

export type Settings = { readonly [parameter: string]: number };

/** Options of every command that compiles a model. */
export interface ModelOptions {
  readonly set?: Settings;
  readonly seed?: number;
  readonly unroll?: number;
}

/** Options of every command that runs a model. */
export interface LoadingOptions {
  readonly path: 'auto' | Path;
  readonly kernels: 'auto' | 'stock';
  readonly relaxed?: boolean;
}

/** Those options as `load` takes them. @throws UsageError where they contradict each other. */
export function loadingOf({ path, kernels, relaxed = false }: LoadingOptions): Required<LoadingOptions> {
  if (relaxed && kernels === 'stock')
    throw new UsageError(
      "--relaxed is of the kernels written for the model, --kernels stock of tfjs's: give one or the other",
    );
  return { path, kernels, relaxed };
}

function parseSetting(text: string, earlier: Settings = {}): Settings {
  const [, name, value] = /^([A-Za-z_]\w*(?:\.\w+)?)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('Write NAME=NUMBER, for example units=256.');
  return { ...earlier, [name]: parseNumber(value) };
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`"${text}" is not a number.`);
  return value;
}

function parseWhole(text: string, least: number): number {
  const value = parseNumber(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new InvalidArgumentError(`It must be a whole number of ${least} or more.`);
  return value;
}
/** A share between 0 and 1, without both. */
export function parseShare(text: string): number {
  const value = parseNumber(text);
  if (value > 0 && value < 1) return value;
  const meant = value > 1 && value < 100 ? ` Write ${value / 100} for ${value} %.` : '';
  throw new InvalidArgumentError(`It must be above 0 and below 1.${meant}`);
}
export const parseCount = (text: string): number => parseWhole(text, 1);
/** Digits behind the point of a float64. */
export function parseDigits(text: string): number {
  const value = parseWhole(text, 0);
  if (value > 17) throw new InvalidArgumentError('It must be 17 or less: no number has more digits that count.');
  return value;
}
const parseSeed = (text: string): number => parseWhole(text, 0);

/** The name of a file or folder to write. */
export function parseName(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must name a file or folder.');
  return text;
}

export const withOptions = (command: Command, options: readonly Option[]): Command =>
  options.reduce((made, option) => made.addOption(option), command);

export const setOption = (): Option =>
  new Option('--set <name=value>', 'set a parameter of the model; may be given several times').argParser(parseSetting);
export const seedOption = (): Option =>
  new Option('--seed <n>', "seed of the initial weights, instead of the model's").argParser(parseSeed);
export const unrollOption = (): Option =>
  new Option(
    '--unroll <steps>',
    'run as that many copies of the cell that share their weights, instead of a loop',
  ).argParser(parseCount);
export const weightsOption = (): Option => new Option('--weights <file>', 'take the weights from a safetensors file');

/** Whose names and layouts a file of weights has, and what stands for what where names don't tell. */
export interface ForeignOptions {
  readonly from?: Dialect | undefined;
  readonly map?: ReadonlyMap<string, string> | undefined;
}
export const fromOption = (): Option =>
  new Option(
    '--from <framework>',
    "whose the file of weights is, where it is not rnnc's: a safetensors file with their names and layouts, or .keras, .h5, model.json and .onnx themselves; gates, transposed matrices and biases are converted exactly, or refused",
  ).choices(DIALECTS);
export const mapOption = (): Option =>
  new Option(
    '--map <name=name>',
    'what of the file a layer or weight of the model is, where names and shapes do not tell: encoder=model.rnn, stack=LSTM,LSTM_1 for cells above each other, memory.w=cell.w, or memory.w=cell.w.T for a matrix to turn over; may be given several times',
  ).argParser(parseMap);
function parseMap(text: string, earlier: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const at = text.indexOf('=');
  const [name, target] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1) throw new InvalidArgumentError('Write NAME=NAME: of the model, then of the file.');
  if (earlier.has(name)) throw new InvalidArgumentError(`"${name}" was mapped before, to "${earlier.get(name)}".`);
  return new Map([...earlier, [name, target]]);
}

/** Where the weights of a file that is written come from, and how they are held there. */
export interface WeightsChoice {
  readonly file?: string;
  readonly precision?: Precision;
}

export const isPrecision = (text: string): text is Precision => PRECISIONS.some((precision) => precision === text);

/** One option for both: each may be given once. */
export function parseWeights(text: string, earlier: WeightsChoice = {}): WeightsChoice {
  if (isPrecision(text)) {
    if (earlier.precision !== undefined)
      throw new InvalidArgumentError(`How weights are held was said before: ${earlier.precision}.`);
    return { ...earlier, precision: text };
  }
  if (text === '')
    throw new InvalidArgumentError(`It must be a file, or how weights are held: ${PRECISIONS.join(' or ')}.`);
  if (earlier.file !== undefined)
    throw new InvalidArgumentError(`A file was named before, "${earlier.file}"; beside it can stand int16 or float32.`);
  return { ...earlier, file: text };
}

export const weightsChoiceOption = (): Option =>
  new Option(
    '--weights <what>',
    'a safetensors file to take the weights from; or how they are held: int16 halves the file where weights are most of it, and is faster; float32 is the default. May be given twice, for both; a file of such a name is ./int16',
  ).argParser(parseWeights);
export const kernelsOption = (): Option =>
  new Option('--kernels <whose>', 'kernels written for the model, or those of tfjs')
    .choices(['auto', 'stock'])
    .default('auto');
export const untrustedOption = (): Option =>
  new Option('--untrusted', "the model is somebody else's: its data.source must not lead out of its folder");
export const relaxedOption = (): Option =>
  new Option(
    '--relaxed',
    'kernels with fused multiply-adds, where the engine has them: faster, but other machines may round otherwise',
  );
export const pathOption = (): Option =>
  new Option('--path <path>', 'how kernels are called: directly in WASM, or through tfjs-core')
    .choices(['auto', 'fast', 'public'])
    .default('auto');
