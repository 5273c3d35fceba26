import type { Spec } from '../../../compiler/1-read/spec/spec.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { ExpectedWeight } from '../../artifact/artifact.ts';
import { firstNotFinite, placeIn } from '../../artifact/finite.ts';
import * as artifactMessages from '../../artifact/messages.ts';
import { readSafetensors, SafetensorsError, type SafetensorsFile, toFloat32 } from '../../artifact/safetensors.ts';
import { convertLayer } from './convert-layer.ts';
import { type ConvertedWeight, madeOf, transposed } from './converted-weight.ts';
import {
  DIALECTS,
  type Dialect,
  type ForeignModule,
  type ForeignTensor,
  foreignModules,
  type GivenWeights,
  stacked,
  tensorsOf,
} from './foreign-modules.ts';
import { isObstacle, type Obstacle } from './gate-weights.ts';
import * as say from './messages.ts';
import { isStart, type WantedLayer, wantedLayers } from './wanted-sites.ts';

/** What a file of another framework gives a model. */
export interface MappedWeights {
  /** In the order of the model, all of its weights. */
  readonly weights: readonly ConvertedWeight[];
  /** Tensors of the file that the model has no layer for. */
  readonly unused: readonly string[];
  /** Whole numbers of the file that count something: no weights. */
  readonly counters: readonly string[];
}

/** A model as the mapping needs it. */
export interface MappingTarget {
  readonly spec: Spec;
  readonly weights: readonly ExpectedWeight[];
}

export interface MappingOptions {
  readonly from: Dialect;
  /** Name of the file, for messages. */
  readonly file: string;
  /** A layer or a weight of the model by name → a module or a tensor of the file, `NAME.T` for a matrix to turn over. */
  readonly map: ReadonlyMap<string, string>;
}

/** Metadata by which `rnnc export --to pytorch` and what it writes mark matrices that lie as the model has them. */
export const OWN_LAYOUT = 'rnnc.layout';

/**
 * Maps the tensors of a state dict, or of variables by their paths, onto the weights of a model: exactly, or not at all. Layers find their modules by
 * name, then by being the only ones that fit each other. Orders of gates, transposed matrices and biases by the table of `cell-layout.ts`.
 * @throws RnncError `weights-…` for a broken file, `import-weights-refused` with everything that does not fit, `import-weights-unclear` where more than one
 *   thing may be meant
 */
export function mapWeights(bytes: Uint8Array, target: MappingTarget, options: MappingOptions): MappedWeights {
  return mapGiven(givenBySafetensors(bytes, options), target, options);
}

/** What a safetensors file gives by the names of its tensors. @throws RnncError `weights-…` for a broken file */
export function givenBySafetensors(bytes: Uint8Array, { from, file: name }: MappingOptions): GivenWeights {
  const file = read(bytes, name);
  if (file.metadata.has('rnnc.sha256')) throw new RnncError([say.ownFile(name)]);
  const tensors = plainTensors(file, name);
  const kept = new Set(tensors.map((tensor) => tensor.name));
  const counters = [...file.tensors.keys()].filter((each) => !kept.has(each));
  return {
    tensors,
    counters,
    modules: foreignModules(tensors, from).modules,
    ownLayout: file.metadata.has(OWN_LAYOUT),
  };
}

/** As `mapWeights`, of what was read already. */
export function mapGiven(
  given: GivenWeights,
  { spec, weights }: MappingTarget,
  options: MappingOptions,
): MappedWeights {
  const state = new Mapping(given, options);
  const layers = wantedLayers(spec, weights);
  state.takeNamed(weights);
  state.takeOwn(layers);
  state.takeByName(layers);
  state.takeOnly(layers);
  return state.result(layers, weights);
}

function read(bytes: Uint8Array, file: string): SafetensorsFile {
  try {
    return readSafetensors(bytes);
  } catch (error) {
    if (error instanceof SafetensorsError)
      throw new RnncError(error.problems.map((problem) => artifactMessages.badWeightsFile(file, problem)));
    throw error;
  }
}

/** Tensors of finite numbers. Those of other kinds, such as counters that are no weights, are left out. */
function plainTensors({ tensors }: SafetensorsFile, file: string): readonly ForeignTensor[] {
  const mistakes: Diagnostic[] = [];
  const plain = [...tensors].flatMap(([name, entry]): readonly ForeignTensor[] => {
    const data = entry.shape.length === 0 || /^[IU]64$|^BOOL$/.test(entry.dtype) ? null : toFloat32(entry);
    if (data === null) return [];
    const odd = firstNotFinite(data);
    if (odd >= 0)
      mistakes.push(
        artifactMessages.weightNotFinite(
          `weights file "${file}"`,
          name,
          placeIn(entry.shape, odd),
          data[odd] ?? Number.NaN,
        ),
      );
    return [{ name, shape: entry.shape, data }];
  });
  if (mistakes.length > 0) throw new RnncError(mistakes.slice(0, 50));
  return plain;
}

/** Names that differ in dots, slashes and underscores alone are equal. */
const plainName = (name: string): string => name.replace(/:\d+$/, '').replace(/[./]/g, '_');

class Mapping {
  readonly #tensors: readonly ForeignTensor[];
  readonly #modules: readonly ForeignModule[];
  readonly #options: MappingOptions;
  readonly #counters: readonly string[];
  readonly #ownLayout: boolean;
  readonly #made = new Map<string, ConvertedWeight>();
  readonly #used = new Set<string>();
  readonly #mistakes: Diagnostic[] = [];
  /** Layers that need no module any more, because they have one or because it was told what is wrong. */
  readonly #settled = new Set<string>();
  readonly #mapsUsed = new Set<string>();

  constructor({ tensors, modules, ownLayout, counters }: GivenWeights, options: MappingOptions) {
    this.#tensors = tensors;
    this.#modules = modules;
    this.#options = options;
    this.#ownLayout = ownLayout;
    this.#counters = counters ?? [];
  }

  /** Weights that the caller has named a tensor for. */
  takeNamed(weights: readonly ExpectedWeight[]): void {
    const { map, file } = this.#options;
    for (const { path, shape } of weights) {
      const given = map.get(path);
      if (given === undefined) continue;
      this.#mapsUsed.add(path);
      const exact = this.#tensors.find(({ name }) => name === given);
      const turned = exact === undefined && given.endsWith('.T');
      const tensor = exact ?? this.#tensors.find(({ name }) => turned && name === given.slice(0, -2));
      if (tensor === undefined) {
        this.#mistakes.push(
          say.noTensor(
            file,
            path,
            given,
            this.#tensors.map(({ name }) => name),
          ),
        );
        continue;
      }
      const [rows = 0, columns = 0] = tensor.shape;
      const found = turned ? [columns, rows] : tensor.shape;
      if (found.join() !== shape.join() || (turned && tensor.shape.length !== 2)) {
        this.#mistakes.push(say.mappedMisfit(file, path, shape, given, found));
        continue;
      }
      const data = turned ? transposed(tensor.data, rows, columns) : tensor.data;
      this.#take({ path, shape, data, from: madeOf([tensor], turned ? ['transposed'] : []), sources: [tensor.name] });
    }
  }

  /** Weights of cells and equations of one's own, which lie in the file under the names that they have here. */
  takeOwn(layers: readonly WantedLayer[]): void {
    const byName = new Map(this.#tensors.map((tensor) => [plainName(tensor.name), tensor]));
    for (const layer of layers)
      for (const { path, shape } of layer.weights) {
        const tensor = byName.get(plainName(path));
        if (this.#made.has(path) || tensor === undefined || !isOwn(layer, path, this.#options.from)) continue;
        const isSymmetric = shape.length > 1 && shape.join() === shape.toReversed().join();
        const fits = tensor.shape.join() === shape.join();
        if (!fits) this.#mistakes.push(say.ownMisfit(this.#options.file, path, shape, tensor));
        else if (isSymmetric && !this.#ownLayout)
          this.#mistakes.push(say.eitherWay(this.#options.file, path, shape, tensor.name));
        else this.#take({ path, shape, data: tensor.data, from: madeOf([tensor], []), sources: [tensor.name] });
        if (!fits || (isSymmetric && !this.#ownLayout)) this.#settled.add(layer.name);
      }
  }

  takeByName(layers: readonly WantedLayer[]): void {
    const { map, file } = this.#options;
    for (const layer of this.#open(layers)) {
      const given = map.get(layer.name);
      if (given !== undefined) {
        this.#mapsUsed.add(layer.name);
        const module = this.#named(given);
        if (module === undefined)
          this.#refuse(
            layer,
            say.noModule(
              file,
              layer.name,
              given,
              this.#modules.map(({ name }) => name),
            ),
          );
        else this.#convert(layer, module);
        continue;
      }
      const named = this.#modules.filter(
        ({ name }) => plainName(name) === layer.name || plainName(name).endsWith(`_${layer.name}`),
      );
      const fitting = named.length > 1 ? named.filter((module) => this.#fits(layer, module)) : named;
      const [only] = fitting;
      if (fitting.length > 1)
        this.#refuse(
          layer,
          say.unclear(
            file,
            layer.name,
            fitting.map(({ name }) => name),
          ),
        );
      else if (only !== undefined) this.#convert(layer, only);
    }
  }

  /** Layers and modules that fit nothing else. */
  takeOnly(layers: readonly WantedLayer[]): void {
    for (let before = -1; before !== this.#settled.size; ) {
      before = this.#settled.size;
      for (const layer of this.#open(layers)) {
        const [only, ...others] = this.#candidates(layer);
        if (only === undefined || others.length > 0) continue;
        const rivals = this.#open(layers).filter((other) => other !== layer && this.#fits(other, only));
        if (rivals.length === 0) this.#convert(layer, only);
      }
    }
    const { file, from } = this.#options;
    for (const layer of this.#open(layers)) {
      const candidates = this.#candidates(layer);
      if (candidates.length > 0)
        this.#refuse(
          layer,
          say.unclear(
            file,
            layer.name,
            candidates.map(({ name }) => name),
          ),
        );
      else this.#refuse(layer, say.noneFits(file, layer, from, this.#reasons(layer), this.#namedLike()));
    }
  }

  /** The framework whose names the tensors have, where it is another one. */
  #namedLike(): Dialect | null {
    const cells = (dialect: Dialect): number =>
      foreignModules(this.#tensors, dialect).modules.filter(({ kind }) => kind === 'cell').length;
    const { from } = this.#options;
    if (from === 'onnx' || cells(from) > 0) return null;
    return DIALECTS.find((other) => other !== 'onnx' && cells(other) > 0) ?? null;
  }

  result(layers: readonly WantedLayer[], weights: readonly ExpectedWeight[]): MappedWeights {
    const { map, file } = this.#options;
    for (const name of map.keys())
      if (!this.#mapsUsed.has(name))
        this.#mistakes.push(
          say.mapsNothing(name, [...layers.map((layer) => layer.name), ...weights.map(({ path }) => path)]),
        );
    if (this.#mistakes.length === 0)
      for (const { path, shape } of weights)
        if (!this.#made.has(path)) this.#mistakes.push(say.nothingFor(file, path, shape));
    if (this.#mistakes.length > 0) throw new RnncError(this.#mistakes.slice(0, 50));
    return {
      weights: weights.flatMap(({ path }) => this.#made.get(path) ?? []),
      unused: this.#tensors.filter(({ name }) => !this.#used.has(name)).map(({ name }) => name),
      counters: this.#counters,
    };
  }

  /** A module by its name, or several, `A,B`, that are cells above each other. */
  #named(given: string): ForeignModule | undefined {
    const find = (wanted: string): ForeignModule | undefined => this.#modules.find(({ name }) => name === wanted);
    const whole = find(given);
    if (whole !== undefined || !given.includes(',')) return whole;
    const parts = given.split(',').map((name) => find(name.trim()));
    const cells = parts.filter((module) => module?.kind === 'cell').filter((module) => module !== undefined);
    return cells.length === parts.length ? stacked(given, cells) : undefined;
  }

  #open(layers: readonly WantedLayer[]): readonly WantedLayer[] {
    return layers.filter(
      (layer) =>
        !this.#settled.has(layer.name) && layer.weights.some(({ path }) => !isStart(path) && !this.#made.has(path)),
    );
  }

  /** Modules that nothing was taken of and that fit. */
  #candidates(layer: WantedLayer): readonly ForeignModule[] {
    return this.#modules.filter(
      (module) => !tensorsOf(module).some(({ name }) => this.#used.has(name)) && this.#fits(layer, module),
    );
  }

  #fits(layer: WantedLayer, module: ForeignModule): boolean {
    return !isObstacle(convertLayer(layer, module, this.#options.from));
  }

  /** Why modules of the layer's kind are not it. */
  #reasons(layer: WantedLayer): readonly { readonly module: string; readonly obstacle: Obstacle }[] {
    const kind = layer.kind === 'cells' ? 'cell' : 'layer';
    return this.#modules
      .filter((module) => module.kind === kind && !tensorsOf(module).some(({ name }) => this.#used.has(name)))
      .flatMap((module) => {
        const obstacle = convertLayer(layer, module, this.#options.from);
        return isObstacle(obstacle) ? [{ module: module.name, obstacle }] : [];
      });
  }

  #convert(layer: WantedLayer, module: ForeignModule): void {
    const converted = convertLayer(layer, module, this.#options.from);
    if (isObstacle(converted))
      this.#refuse(layer, say.notThatLayer(this.#options.file, layer.name, module.name, converted));
    else {
      for (const weight of converted) this.#take(weight);
      // what a layer leaves of its module adds nothing: biases of zeros
      for (const { name } of tensorsOf(module)) this.#used.add(name);
      this.#settled.add(layer.name);
    }
  }

  #take(weight: ConvertedWeight): void {
    this.#made.set(weight.path, weight);
    for (const name of weight.sources) this.#used.add(name);
  }

  #refuse(layer: WantedLayer, mistake: Diagnostic): void {
    this.#mistakes.push(mistake);
    this.#settled.add(layer.name);
  }
}

/** Whether a weight is of a cell or of equations that the framework does not have, so that no rule leads to it from other names. */
function isOwn({ kind, sites }: WantedLayer, path: string, from: Dialect): boolean {
  if (kind === 'other' || isStart(path)) return true;
  // PyTorch has no such names for them; a module that we wrote does
  if (kind === 'conv1d' || kind === 'layer_norm' || kind === 'batch_norm') return from === 'torch';
  if (kind !== 'cells') return false;
  const site = sites.find((each) => path.startsWith(`${each.path}.`));
  return site === undefined || site.layout === null || (site.layout !== null && !site.cell.startsWith(`${from}.`));
}
