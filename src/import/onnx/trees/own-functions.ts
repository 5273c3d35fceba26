import { functionBytes, type OnnxFunction } from '../../../onnx/format.ts';
import { DOMAIN } from '../../../onnx/trees/function-writer.ts';
import { ROW_FUNCTIONS, type RowFunction } from '../../../onnx/trees/row-functions.ts';
import { rootsFunction, walkFunction, walkNamed } from '../../../onnx/trees/walk-functions.ts';
import { refuse } from '../../model/refusal.ts';

const isRowFunction = (name: string): name is RowFunction => Object.hasOwn(ROW_FUNCTIONS, name);

/**
 * Takes a function of the file for what its name says, once its nodes are found to be those that `rnnc export` writes.
 * @throws Refusal where they are others
 */
export function expectOwn(name: string, functions: readonly OnnxFunction[]): void {
  const form = walkNamed(name);
  const wanted =
    form !== null
      ? walkFunction(form)
      : name === 'Roots'
        ? rootsFunction()
        : isRowFunction(name)
          ? ROW_FUNCTIONS[name]()
          : refuse(`nothing is known of the operator ${name} of ${DOMAIN}`);
  const found = functions.filter((one) => one.domain === DOMAIN && one.name === name);
  const [only] = found;
  const [a, b] =
    only === undefined || found.length > 1
      ? refuse(`the file does not say what ${name} of ${DOMAIN} computes`)
      : [functionBytes(only), functionBytes(wanted)];
  if (a.length !== b.length || a.some((byte, i) => byte !== b[i]))
    refuse(`the file's function ${name} of ${DOMAIN} is another than the one that "rnnc export" writes`);
}
