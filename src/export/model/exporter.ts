import type { Compiled } from '../../../compiler/compile.ts';
import type { WeightData } from '../../artifact/definition.ts';

/** What an exporter is given. */
export interface ModelToExport {
  readonly compiled: Compiled;
  /** All weights by path: those that were given or trained, and those of the seed. */
  readonly weights: ReadonlyMap<string, WeightData>;
  /** Name of the file to write, without its folder. Further files stand beside it. */
  readonly file: string;
  /** Whether lengths and initial states must be fed, where the format has inputs that may be left out. */
  readonly allInputs: boolean;
}

export interface ExportedFile {
  /** Without folder; the first file of an export has the name that was asked for. */
  readonly name: string;
  readonly content: Uint8Array | string;
}

export interface Exported {
  readonly files: readonly ExportedFile[];
  /** Lines for who exported it: what inputs and outputs are called, what stays out. */
  readonly report: readonly string[];
}

/** A format of another framework. */
export interface Exporter {
  /** As the object of "is written as": "an ONNX model (opset 22)". */
  readonly description: string;
  /** What the name of the file must end in, with the dot. */
  readonly ending: string;
  /** @throws RnncError `export-refused` with every place of the model that the format has no equal for */
  readonly exportModel: (model: ModelToExport) => Exported | Promise<Exported>;
}
