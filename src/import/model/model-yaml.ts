import type { FlowValue, ImportedCell, ImportedLayer, ImportedModel } from './imported-model.ts';

/** Text that YAML reads as a plain string inside a flow mapping. */
const PLAIN = /^[A-Za-z][\w.]*$/;
const NOT_TEXT = /^(?:true|false|null)$/i;

function flow(value: FlowValue): string {
  if (typeof value === 'string') return PLAIN.test(value) && !NOT_TEXT.test(value) ? value : JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(flow).join(', ')}]`;
  const entries = Object.entries(value).map(([key, entry]) => `${flow(key)}: ${flow(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

const isList = (value: FlowValue): value is readonly FlowValue[] => Array.isArray(value);

const block = (equations: readonly string[], indent: string): readonly string[] => [
  `${indent}equations: |`,
  ...equations.map((line) => `${indent}  ${line}`),
];

function cellLines(
  name: string,
  { state, children, input, weights, equations, output }: ImportedCell,
): readonly string[] {
  return [
    `  ${name}:`,
    ...(children === undefined ? [] : [`    children: ${flow(children)}`]),
    ...(Object.values(state).includes('units') ? ['    parameters: { units: size }'] : []),
    `    inputs: { x: [${input}] }`,
    '    state:',
    ...Object.entries(state).map(
      ([entry, size]) => `      - ${entry}: ${flow(typeof size === 'object' ? size : [size])}`,
    ),
    ...(Object.keys(weights).length === 0 ? [] : ['    weights:']),
    ...Object.entries(weights).map(([weight, shape]) => `      ${weight}: { shape: ${flow(shape)} }`),
    ...block(equations, '    '),
    `    output: ${output}`,
  ];
}

function layerLines({ name, keys, equations }: ImportedLayer): readonly string[] {
  const entries = Object.entries(keys).map(([key, value]) => `    ${key}: ${flow(value)}`);
  return [`  ${name}:`, ...entries, ...(equations === undefined ? [] : block(equations, '    '))];
}

const comment = (text: string): string => `# ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')}`;

/**
 * The model file of what was imported. Its weights stand in a file of their own.
 * @param weightsFile its name, for the line that says how both are used
 * @param file the name of the model file
 */
export function modelYaml(model: ImportedModel, file: string, weightsFile: string): string {
  const { name, origin, inputs, cells, layers, outputs, notes } = model;
  return [
    comment(origin),
    comment(`Its weights are in ${weightsFile}: rnnc compile ${file} --weights ${weightsFile}`),
    ...notes.map(comment),
    `name: ${flow(name)}`,
    'inputs:',
    ...inputs.map((input) => {
      if ('tree' in input) return `  ${input.name}: ${flow({ tree: input.tree })}`;
      const type = input.dtype === 'float32' ? {} : { dtype: input.dtype };
      return `  ${input.name}: ${flow({ shape: input.shape, ...type })}`;
    }),
    ...(cells.size === 0 ? [] : ['cells:', ...[...cells].flatMap(([cell, text]) => cellLines(cell, text))]),
    'layers:',
    ...layers.flatMap(layerLines),
    'outputs:',
    ...outputs.map((output) => `  ${output.name}: ${output.reference}`),
    '',
  ].join('\n');
}
