/** A cell of one unit with its training: few enough lines of WebAssembly to read. */
export const tiny = `name: tiny
inputs: {x: {shape: [batch, time, 1]}}
cells:
  leak:
    inputs: {x: [n]}
    state: [{h: [1]}]
    weights: {w: {shape: [n, 1]}}
    equations: |
      h' = 0.5 * h + x @ w
    output: h'
layers:
  r: {type: recurrent, input: x, cell: {leak: {}}}
outputs: {y: r}
training:
  losses: [{type: mse, output: r}]
  optimizer: sgd
  clip: {value: 1}
`;
