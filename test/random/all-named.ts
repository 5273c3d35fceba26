import { findUnreached } from '../../compiler/1-read/reach.ts';
import { readSpec } from '../../compiler/1-read/read.ts';
import { directionsOf, isStack } from '../../compiler/1-read/spec/spec.ts';

/**
 * The model with one output more for whatever of its cells reaches nothing else, which would be a mistake. `outputs:` stands on a line of its own.
 * @throws Error where an output does not help
 */
export function withAllNamed(yaml: string): string {
  const found = namesOf(yaml);
  if (found.length === 0) return yaml;
  const lines = found.map(({ output, path }) => `  ${output}: ${path}\n`);
  const known = found.find(({ output }) => yaml.includes(`\n  ${output}: `));
  if (known !== undefined) throw new Error(`${known.path} is an output, and yet reaches nothing:\n${yaml}`);
  return withAllNamed(yaml.replace('\noutputs:\n', `\noutputs:\n${lines.join('')}`));
}

function namesOf(yaml: string): readonly { readonly output: string; readonly path: string }[] {
  const { spec } = readSpec(yaml, { file: 'model.yaml', resolve: () => null });
  if (spec === null) return [];
  return findUnreached(spec).map(({ message }) => {
    const [, state, name, cell] = /^(state )?"(\w+)".* cell "([\w.]+)"/.exec(message) ?? [];
    const layer = spec.layers.filter(isStack).find(({ cells }) => cells.some((used) => used.cell === cell));
    const index = layer?.cells.findIndex((used) => used.cell === cell);
    if (name === undefined || layer === undefined || index === undefined) throw new Error(`no cell in: ${message}`);
    const [direction] = directionsOf(layer);
    const place = `${index}.${direction}`;
    return {
      output: `named_${layer.name}_${name}`,
      path: `${layer.name}.${place}.step.${name}${state === undefined ? '' : "'"}`,
    };
  });
}
