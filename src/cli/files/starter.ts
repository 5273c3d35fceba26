/** The model that `rnnc init` writes: small, complete, with the equations of its cell to play with. */
export const starterModel = (name: string, schema: string): string => `# yaml-language-server: $schema=${schema}
# Check it:    rnnc check ${name}.yaml
# Run it:      echo '{"x": [[[1], [2], [3]]]}' | rnnc run ${name}.yaml --input -
# Compile it:  rnnc compile ${name}.yaml
name: ${name}

# Named numbers. Change one from outside: rnnc run ${name}.yaml --set units=32
parameters: {units: 8}

# What is fed. "batch" counts series, "time" counts steps; both are free. Here every step is one number.
inputs:
  x: {shape: [batch, time, 1]}

# A cell is its equations. h is what it remembers, h' is what it remembers next; every step uses the same weights.
cells:
  my_cell:
    description: tanh cell with one state
    parameters: {units: size}
    inputs: {x: [n]}
    state:
      - h: [units]
    weights:
      kernel: {shape: [n + units, units], init: glorot_uniform}
      bias: {shape: [units], init: zeros}
    equations: |
      h' = tanh([x, h] @ kernel + bias)
    output: h'

layers:
  # Instead of my_cell, try a cell of the library: lstm, gru, rnn, tf1.basic_lstm …
  memory: {type: recurrent, input: x, cell: {my_cell: {units: units}}}
  # One number from the last step of each series.
  answer: {type: dense, input: memory.last, units: 1}

outputs: {answer: answer}
`;
