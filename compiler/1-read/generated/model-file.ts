// Made by schema/generate.mjs: change schema/ or models/cells/ and run `npm run generate`.

/**
 * Name shown in summaries and kept in the compiled file. Without it, the file's own name.
 */
export type ModelName = string;
/**
 * A sentence or two for people. Changes nothing.
 */
export type ModelDescription = string;
/**
 * Seed of every initial weight. The same seed gives the same weights on every machine; adding a layer changes no other layer's weights.
 */
export type Seed = number | string;
/**
 * Compile loops as this many copies of the cell that share one set of weights; the model then takes sequences of exactly this many steps (rows may end before it). Without it the loop stays a loop and takes any number of steps. Both give the same numbers.
 */
export type Unroll = number | string;
/**
 * The number used unless `--set` gives another.
 */
export type Parameter = number;
/**
 * Relative, with forward slashes.
 */
export type PathOfACellFile = string;
/**
 * Files with more cells, by a path relative to this file and inside its folder. A cell `fast` of `cells/mine.yaml` is used as `mine.fast`. The cells of the library need no import.
 *
 * @maxItems 100
 */
export type Imports = PathOfACellFile[];
/**
 * First `batch`. Then, for a value per step, a name for its time axis; inputs that share the name have equally many steps. Then the sizes of the features: numbers or expressions over `parameters`. Required.
 *
 * @minItems 1
 * @maxItems 6
 */
export type ShapeOfAnInput = [Dimension, ...Dimension[]];
/**
 * `batch`, the name of a time axis, or a size.
 */
export type Dimension = number | string;
/**
 * float32 for measurements, int32 for tokens.
 */
export type TypeOfTheNumbers = 'float32' | 'int32';
/**
 * One line: how it differs from other cells. Shown where a cell is not found.
 */
export type CellDescription = string;
/**
 * `size`, or the default.
 */
export type ParameterOfTheCell = number | boolean | string;
/**
 * A whole number or an expression.
 */
export type Size = number | string;
/**
 * Sizes without batch and time: numbers or expressions over parameters and free sizes.
 *
 * @maxItems 4
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "shape".
 */
export type Shape = Size[];
/**
 * What is carried from step to step, as a list: the order is part of the contract. Each entry is `NAME: SHAPE`, or `NAME: {shape, when, dropout}`. Required.
 *
 * @minItems 1
 * @maxItems 100
 */
export type State = [State1, ...State1[]];
/**
 * Its shape per sample, or `{shape, when, dropout}`.
 *
 * @maxItems 4
 */
export type ShapeOfAState =
  | Size1[]
  | {
      shape: Shape;
      when?: Condition;
      dropout?: StateDropout;
    };
/**
 * A whole number or an expression.
 */
export type Size1 = number | string;
/**
 * A condition over the cell's parameters, decided while compiling. Where it is false, this does not exist. Without it, always there.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "condition".
 */
export type Condition = string | boolean;
/**
 * Whether `state_keep_prob` drops from this state. TF1 never drops the memory of an LSTM.
 */
export type StateDropout = boolean;
/**
 * How it starts. Without it, glorot_uniform for matrices and zeros for vectors.
 */
export type Initialiser =
  | string
  | {
      constant?: Constant;
      uniform?: Uniform;
      normal?: NormalDistribution;
      truncated_normal?: NormalDistribution;
      orthogonal?: Gain;
      identity?: Gain;
    }
  | PartOfAnInitialiser[];
/**
 * Every element is this number. Required.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "constant".
 */
export type Constant = number | string;
/**
 * Lower end.
 */
export type Low = number | string;
/**
 * Upper end.
 */
export type High = number | string;
/**
 * Mean.
 */
export type Mean = number | string;
/**
 * Standard deviation.
 */
export type StandardDeviation = number | string;
/**
 * Factor on the matrix.
 */
export type Gain1 = number | string;
/**
 * A number or a row of a literal, or the initialiser of one block.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "initializerItem".
 */
export type PartOfAnInitialiser =
  | number
  | string
  | {
      constant?: Constant;
      uniform?: Uniform;
      normal?: NormalDistribution;
      truncated_normal?: NormalDistribution;
      orthogonal?: Gain;
      identity?: Gain;
    }
  | PartOfAnInitialiser[];
/**
 * One assignment per line, in order, in a text block: `equations: |` and the lines indented below. `h'` is the next value of the state `h`; `[a, b]` joins on the last axis; `@` multiplies by a matrix; `a, b = split(z)` cuts the last axis into equal parts; `a if peephole else b` is decided while compiling; `step` is the index of the step; `#` starts a comment.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "equations".
 */
export type Equations = string;
/**
 * What the cell gives at every step: an expression over anything above. Required.
 */
export type OutputOfTheCell = string;
/**
 * What steps beyond a sequence's length give: zeros (as TF1, PyTorch and ONNX), or the output before (as Keras). A layer's own `padding` goes first.
 */
export type Padding = 'zero' | 'previous';
/**
 * A layer. Its `type` decides which keys it has.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "layer".
 */
export type Layer =
  | RecurrentLayer
  | EmbeddingLayer
  | DenseLayer
  | DropoutLayer
  | ActivationLayer
  | ConcatAndAddLayers
  | EquationsLayer
  | LastMeanAndMaxLayers;
/**
 * A cell, or a stack of cells, over time. Required.
 */
export type Type = 'recurrent';
/**
 * What the first cell reads. Without it, `inputs` names them.
 */
export type Input1 = string;
/**
 * An input or a layer by its name, or a part of a layer: `encoder.last`, `encoder.final.c`, `encoder.0.forward.step.i`.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "reference".
 */
export type Reference = string;
/**
 * The cell: `{NAME: {arguments}}`, NAME alone where every parameter has a default, or a list of those, bottom first: a stack. Required.
 *
 * @minItems 1
 * @maxItems 256
 */
export type Cell1 =
  | string
  | {
      wrap?: Wrap;
      [k: string]: ArgumentsOfTheCell | Wrap | undefined;
    }
  | [CellOfAStack, ...CellOfAStack[]];
/**
 * `residual`, or `{dropout: {…}}`.
 */
export type Wrapper =
  | string
  | {
      dropout: DropoutWrapper;
    };
/**
 * Part of the cell's output that is dropped: 0.2 drops a fifth. Write this or `output_keep_prob`.
 */
export type Rate = number | string;
/**
 * Probability to keep a value of the cell's output.
 */
export type OutputKeepProb = number | string;
/**
 * Probability to keep a value of the cell's input.
 */
export type InputKeepProb = number | string;
/**
 * Probability to keep a value of the state from one step to the next.
 */
export type StateKeepProb = number | string;
/**
 * One mask for all steps and the whole batch instead of a new one at every step.
 */
export type Variational = boolean;
/**
 * Wrappers around the cell, innermost first: `{dropout: {…}}` and `residual` (adds the cell's input to its output).
 *
 * @maxItems 16
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "wrap".
 */
export type Wrap = Wrapper[];
/**
 * A value for the parameter.
 */
export type Argument = number | boolean | string;
/**
 * A cell's name, or `{NAME: {arguments}}`, with its own `wrap` if wanted.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "cellEntry".
 */
export type CellOfAStack =
  | string
  | {
      wrap?: Wrap;
      [k: string]: ArgumentsOfTheCell | Wrap | undefined;
    };
/**
 * How many layers the stack has, each with the same cell and weights of its own.
 */
export type Depth = number | string;
/**
 * From the first step, from the last, or both.
 */
export type Direction = 'forward' | 'backward' | 'bidirectional';
/**
 * How a bidirectional layer joins its two directions; `none` keeps them apart as `LAYER.forward` and `LAYER.backward`.
 */
export type Merge = 'concat' | 'sum' | 'mul' | 'ave' | 'none';
/**
 * What the states start from: a recurrent layer (all its final states), or a reference for each state by its name (`c`), in stacks and bidirectional layers by `INDEX.DIRECTION.STATE` (`0.forward.c`). Without it, zeros.
 */
export type InitialState =
  | string
  | {
      [k: string]: Reference;
    };
/**
 * Wrappers around the cell, innermost first: `{dropout: {…}}` and `residual` (adds the cell's input to its output).
 *
 * @maxItems 16
 */
export type Wrap1 = Wrapper[];
/**
 * Use the weights of this other recurrent layer; `self`: every layer of this stack uses the weights of the first. Without it, every layer of every stack has weights of its own.
 */
export type Share = string;
/**
 * How a weight starts. A name: zeros, ones, uniform, normal, truncated_normal, glorot_uniform, glorot_normal, he_uniform, he_normal, lecun_uniform, lecun_normal, orthogonal, identity. With numbers: `{constant: 0.5}`, `{uniform: {low: -0.1, high: 0.1}}`. Literal values: nested lists of numbers in the weight's shape. Or a list of initialisers, one per equal block along the last axis (one per gate).
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "initializer".
 */
export type Initialiser1 =
  | string
  | {
      constant?: Constant;
      uniform?: Uniform;
      normal?: NormalDistribution;
      truncated_normal?: NormalDistribution;
      orthogonal?: Gain;
      identity?: Gain;
    }
  | PartOfAnInitialiser[];
/**
 * What steps beyond a sequence's length give: zeros, or the output before. Without it, `zero` where both directions run, else what the cell says: the Keras cells `previous`, all others `zero`.
 */
export type Padding1 = 'zero' | 'previous';
/**
 * A vector per token. Required.
 */
export type Type1 = 'embedding';
/**
 * An input or a layer by its name, or a part of a layer: `encoder.last`, `encoder.final.c`, `encoder.0.forward.step.i`.
 */
export type Reference1 = string;
/**
 * How many tokens there are. Required.
 */
export type Vocabulary = number | string;
/**
 * Size of each vector. Required.
 */
export type Units = number | string;
/**
 * Use the weights of this other layer of the same type. Weights are always shared over time and never between layers unless asked for here. Without it, the layer has weights of its own.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "share".
 */
export type Share1 = string;
/**
 * `activation(x @ kernel + bias)`. Required.
 */
export type Type2 = 'dense';
/**
 * An input or a layer by its name, or a part of a layer: `encoder.last`, `encoder.final.c`, `encoder.0.forward.step.i`.
 */
export type Reference2 = string;
/**
 * Size of its output. Required.
 */
export type Units1 = number | string;
/**
 * Whether a bias is added.
 */
export type Bias = boolean;
/**
 * A function applied to the result.
 */
export type Activation = string;
/**
 * Dropout between layers. Required.
 */
export type Type3 = 'dropout';
/**
 * An input or a layer by its name, or a part of a layer: `encoder.last`, `encoder.final.c`, `encoder.0.forward.step.i`.
 */
export type Reference3 = string;
/**
 * Part that is dropped: 0.2 drops a fifth. Write this or `output_keep_prob`.
 */
export type Rate1 = number | string;
/**
 * Probability to keep a value. Write this or `rate`.
 */
export type OutputKeepProb1 = number | string;
/**
 * One mask for all steps and the whole batch instead of a new one at every step.
 */
export type Variational1 = boolean;
/**
 * A function. Required.
 */
export type Type4 = 'activation';
/**
 * An input or a layer by its name, or a part of a layer: `encoder.last`, `encoder.final.c`, `encoder.0.forward.step.i`.
 */
export type Reference4 = string;
/**
 * The function: tanh, relu, softmax and others; numbers are bound in brackets, in quotes: "leaky_relu(alpha=0.2)". Required.
 */
export type Function = string;
/**
 * `concat` joins on the last axis, `add` adds. Required.
 */
export type Type5 = 'concat' | 'add';
/**
 * What it reads: two or more. Required.
 *
 * @minItems 2
 * @maxItems 1000
 */
export type Inputs2 = [Reference, Reference, ...Reference[]];
/**
 * Equations without state. Required.
 */
export type Type6 = 'equations';
/**
 * What the layer gives: an expression over anything above. Required.
 */
export type Output = string;
/**
 * The last valid step, or the mean or maximum over the valid steps. Required.
 */
export type Type7 = 'last' | 'mean' | 'max';
/**
 * An input or a layer by its name, or a part of a layer: `encoder.last`, `encoder.final.c`, `encoder.0.forward.step.i`.
 */
export type Reference5 = string;
/**
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "name".
 */
export type Name = string;
/**
 * A whole number from 1 to 16777216, or an expression over `parameters`.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "size".
 */
export type Size2 = number | string;
/**
 * A number from 0 to 1, or an expression over `parameters`.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "probability".
 */
export type Probability = number | string;
/**
 * A function of one tensor: linear, sigmoid, tanh, relu, leaky_relu, elu, gelu, silu, softplus, softsign, hard_sigmoid, exp, log, sqrt, rsqrt, square, abs, sin, cos, floor, softmax. Numbers it needs are bound in brackets, in quotes: "hard_sigmoid(alpha=0.2, beta=0.5)".
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "functionName".
 */
export type Function1 = string;
/**
 * An expression of the equation language.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "expression".
 */
export type Expression = string;
/**
 * A sentence or two for people. Changes nothing.
 */
export type FileDescription = string;
/**
 * Relative to this file.
 */
export type PathOfACellFile1 = string;
/**
 * Other cell files; a model that imports this file sees theirs too, each under its own file's name.
 *
 * @maxItems 100
 */
export type Imports1 = PathOfACellFile1[];

/**
 * A recurrent model: inputs, cells written as equations, layers and outputs. The order of keys and layers does not matter. Keys that start with `x-` are ignored at the top level and inside inputs, cells and layers: keep anchors and notes there.
 */
export interface ModelFile {
  name?: ModelName;
  description?: ModelDescription;
  seed?: Seed;
  unroll?: Unroll;
  parameters?: Parameters;
  imports?: Imports;
  inputs: Inputs;
  cells?: Cells;
  layers: Layers;
  outputs: Outputs;
  [k: string]:
    IgnoredKey | ModelName | Seed | Unroll | Parameters | Imports | Inputs | Cells | Layers | Outputs | undefined;
}
/**
 * Named numbers. Every number in the file can be an expression over them, such as `2 * units`. `--set units=256` replaces one for a single compilation.
 */
export interface Parameters {
  [k: string]: Parameter;
}
/**
 * What the model is fed, by name. Required.
 */
export interface Inputs {
  [k: string]: Input;
}
/**
 * An input: its shape and type.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "input".
 */
export interface Input {
  shape: ShapeOfAnInput;
  dtype?: TypeOfTheNumbers;
  [k: string]: IgnoredKey | ShapeOfAnInput | TypeOfTheNumbers | undefined;
}
/**
 * Keys that start with `x-` are ignored.
 *
 * This interface was referenced by `Input`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `Cell`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `RecurrentLayer`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `EmbeddingLayer`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `DenseLayer`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `DropoutLayer`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `ActivationLayer`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `ConcatAndAddLayers`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `EquationsLayer`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `LastMeanAndMaxLayers`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "ignored".
 *
 * This interface was referenced by `CellFile`'s JSON-Schema definition
 * via the `patternProperty` "^x-".
 */
export interface IgnoredKey {
  [k: string]: unknown;
}
/**
 * Your own cells, by name. A cell sees only what it declares.
 */
export interface Cells {
  [k: string]: Cell;
}
/**
 * One step of recurrence, as equations. It sees only what it declares here.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "cell".
 */
export interface Cell {
  description?: CellDescription;
  parameters?: ParametersOfTheCell;
  inputs: InputsOfTheCell;
  state: State;
  weights?: Weights;
  equations: Equations;
  output: OutputOfTheCell;
  padding?: Padding;
  [k: string]:
    IgnoredKey | CellDescription | ParametersOfTheCell | InputsOfTheCell | State | Weights | Padding | undefined;
}
/**
 * What whoever uses the cell chooses, in order. `size`: a whole number that must be given. A number, true or false, or a function such as `tanh`: the default.
 */
export interface ParametersOfTheCell {
  [k: string]: ParameterOfTheCell;
}
/**
 * What the cell gets at every step: shapes per sample and step. A name that is no parameter is a free size, bound by what is fed. The first input takes the layer's `input`, or the layer below. Required.
 */
export interface InputsOfTheCell {
  [k: string]: Shape;
}
/**
 * One state: `h: [units]`.
 */
export interface State1 {
  [k: string]: ShapeOfAState;
}
/**
 * What is learned, by name: a shape and an initialiser.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "weights".
 */
export interface Weights {
  [k: string]: Weight;
}
/**
 * A weight.
 */
export interface Weight {
  shape: Shape;
  init?: Initialiser;
  when?: Condition;
}
/**
 * Uniform over low..high.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "uniform".
 */
export interface Uniform {
  low?: Low;
  high?: High;
}
/**
 * Normal with this mean and standard deviation; the truncated one draws again beyond two deviations.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "normal".
 */
export interface NormalDistribution {
  mean?: Mean;
  stddev?: StandardDeviation;
}
/**
 * A matrix scaled by `gain`.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "gain".
 */
export interface Gain {
  gain?: Gain1;
}
/**
 * The layers, by name, each with its `type`. They run in the order their inputs ask for, wherever they stand in the file. Required.
 */
export interface Layers {
  [k: string]: Layer;
}
/**
 * Runs a cell, or a stack of cells, over time.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "recurrentLayer".
 */
export interface RecurrentLayer {
  type: Type;
  input?: Input1;
  inputs?: Inputs1;
  cell: Cell1;
  depth?: Depth;
  direction?: Direction;
  merge?: Merge;
  initial?: InitialState;
  wrap?: Wrap1;
  share?: Share;
  init?: Initialisers;
  padding?: Padding1;
  [k: string]:
    | IgnoredKey
    | Type
    | Input1
    | Inputs1
    | Cell1
    | Depth
    | Direction
    | Merge
    | InitialState
    | Wrap1
    | Initialisers
    | Padding1
    | undefined;
}
/**
 * For cells with several inputs, a reference for each by the cell's own name for it; a value without time axis is the same at every step. Without it, `input` feeds the cell's first input.
 */
export interface Inputs1 {
  [k: string]: Reference;
}
/**
 * Dropout around a cell, in training only: on its input, output and state. Kept values are divided by the probability to keep them.
 */
export interface DropoutWrapper {
  rate?: Rate;
  output_keep_prob?: OutputKeepProb;
  input_keep_prob?: InputKeepProb;
  state_keep_prob?: StateKeepProb;
  variational?: Variational;
}
/**
 * A value for each of the cell's parameters that has no default, and for others where wanted: a number or an expression over `parameters`, true or false, or a function.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "arguments".
 */
export interface ArgumentsOfTheCell {
  [k: string]: Argument;
}
/**
 * Initialisers that replace the layer's or cell's own, by weight name: recurrent: the cell's weights; dense: kernel, bias; embedding: table; equations: its weights. Numbers are expressions over `parameters`.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "initializers".
 */
export interface Initialisers {
  [k: string]: Initialiser1;
}
/**
 * Looks up a vector for each token.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "embeddingLayer".
 */
export interface EmbeddingLayer {
  type: Type1;
  input: Reference1;
  vocabulary: Vocabulary;
  units: Units;
  share?: Share1;
  init?: Initialisers;
  [k: string]: IgnoredKey | Type1 | Reference1 | Vocabulary | Units | Initialisers | undefined;
}
/**
 * `activation(x @ kernel + bias)`, at every step alike.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "denseLayer".
 */
export interface DenseLayer {
  type: Type2;
  input: Reference2;
  units: Units1;
  bias?: Bias;
  activation?: Activation;
  share?: Share1;
  init?: Initialisers;
  [k: string]: IgnoredKey | Type2 | Reference2 | Units1 | Bias | Initialisers | undefined;
}
/**
 * Dropout between layers, in training only. Kept values are divided by the probability to keep them.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "dropoutLayer".
 */
export interface DropoutLayer {
  type: Type3;
  input: Reference3;
  rate?: Rate1;
  output_keep_prob?: OutputKeepProb1;
  variational?: Variational1;
  [k: string]: IgnoredKey | Type3 | Reference3 | Rate1 | OutputKeepProb1 | Variational1 | undefined;
}
/**
 * A function, element by element (softmax: over the last axis).
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "activationLayer".
 */
export interface ActivationLayer {
  type: Type4;
  input: Reference4;
  function: Function;
  [k: string]: IgnoredKey | Type4 | Reference4;
}
/**
 * Joins features, or adds element by element.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "joinLayer".
 */
export interface ConcatAndAddLayers {
  type: Type5;
  inputs: Inputs2;
  [k: string]: IgnoredKey | Type5 | Inputs2;
}
/**
 * Your own equations without state, at every step alike. They see `parameters`, their inputs and their weights.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "equationsLayer".
 */
export interface EquationsLayer {
  type: Type6;
  inputs: Inputs3;
  weights?: Weights;
  equations: Equations;
  output: Output;
  share?: Share1;
  init?: Initialisers;
  [k: string]: IgnoredKey | Type6 | Inputs3 | Weights | Equations | Initialisers | undefined;
}
/**
 * References, by the names the equations use. Required.
 */
export interface Inputs3 {
  [k: string]: Reference;
}
/**
 * One vector per sequence from its valid steps.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "overTimeLayer".
 */
export interface LastMeanAndMaxLayers {
  type: Type7;
  input: Reference5;
  [k: string]: IgnoredKey | Type7 | Reference5;
}
/**
 * What the model gives, by name: a reference to a layer's sequence (`encoder`), its last valid step (`encoder.last`), a final state (`encoder.final.c`) or any value inside a cell (`encoder.0.forward.step.i`). Required.
 */
export interface Outputs {
  [k: string]: Reference;
}
/**
 * A file of cells, named in a model's `imports`.
 *
 * This interface was referenced by `ModelFile`'s JSON-Schema
 * via the `definition` "cellFile".
 */
export interface CellFile {
  description?: FileDescription;
  imports?: Imports1;
  cells: Cells1;
  [k: string]: IgnoredKey | FileDescription | Imports1 | Cells1 | undefined;
}
/**
 * The cells, by name. Required.
 */
export interface Cells1 {
  [k: string]: Cell;
}
