import { expect, test } from 'vitest';
import { printProgram } from '../../compiler/program/print-program.ts';
import { fused, graphsOf } from './models.ts';

/** The steps of the fused program of one of a model's graphs. Buffers go by their names. */
function printed(yaml: string, which: 'inference' | 'step', fullLength = true): string {
  const graph = graphsOf(yaml).get(which);
  if (graph === undefined) throw new Error(`no ${which}`);
  const program = fused(graph, fullLength);
  const text = printProgram(program);
  const steps = text.slice(text.indexOf('\nprepare'));
  return steps.replace(/#(\d+)/g, (id, i) => `${id}:${program.buffers[Number(i)]?.name.replace(/^.*forward\./, '')}`);
}

const cell = `
cells:
  small:
    inputs: {x: [n]}
    state: [{h: [4]}, {c: [4]}]
    weights:
      w: {shape: [n, 12]}
      u: {shape: [4, 12]}
      b: {shape: [12]}
    equations: |
      i, g, o = split(x @ w + h @ u + b)
      c' = (1 - sigmoid(i)) * c + sigmoid(i) * tanh(g)
      h' = sigmoid(o) * tanh(c')
    output: h'
`;
const recurrent = `name: small
inputs: {x: {shape: [batch, time, 3]}}
${cell}
layers: {r: {type: recurrent, input: x, cell: {small: {}}}}
outputs: {y: r}
`;

test('a small cell: its gates are one product that starts from what needs no state, and one row kernel', () => {
  expect(printed(recurrent, 'inference')).toMatchInlineSnapshot(`
    "
    prepare
      #48:w.0_4.panels = pack [3, 4] #0:w at 12 i + 1 j
      #49:w.4_8.panels = pack [3, 4] #50:w at 12 i + 1 j
      #51:w.8_12.panels = pack [3, 4] #52:w at 12 i + 1 j
      #53:u.0_4.panels = pack [4, 4] #1:u at 12 i + 1 j
      #54:u.4_8.panels = pack [4, 4] #55:u at 12 i + 1 j
      #56:u.8_12.panels = pack [4, 4] #57:u at 12 i + 1 j
    main
      #7:x.steps = rearrange [12, time, batch, 12, 12*time] #3:x
      #13:step.i = product [batch*time; 3, 4] #12:x.steps #48:w.0_4.panels #10:b.0_4 from column
      #19:step.g = product [batch*time; 3, 4] #18:x.steps #49:w.4_8.panels #16:b.4_8 from column
      #25:step.o = product [batch*time; 3, 4] #24:x.steps #51:w.8_12.panels #22:b.8_12 from column
      loop 0 forward time (r.0.forward)
        #35:step.i = product [batch; 4, 4] #4:h #53:u.0_4.panels #29:step.i from each
        #37:step.g = product [batch; 4, 4] #4:h #54:u.4_8.panels #30:step.g from each
        #39:step.o = product [batch; 4, 4] #4:h #56:u.8_12.panels #31:step.o from each
        #5:c #33:step.h' #4:h = rows [4*batch] #35:step.i #37:step.g #39:step.o
          v0 = #35:step.i
          v1 = sigmoid v0
          v2 = 1
          v3 = sub v2 v1
          v4 = #5:c
          v5 = mul v3 v4
          v6 = #37:step.g
          v7 = tanh v6
          v8 = mul v1 v7
          v9 = add v5 v8
          #5:c = v9
          v11 = #39:step.o
          v12 = sigmoid v11
          v13 = tanh v9
          v14 = mul v12 v13
          #33:step.h' = v14
          #4:h = v14
      #47:y = rearrange [16, batch, time, 16, 16*batch] #32:r.0.forward
    output y = #47:y
    "
  `);
});

test('a small cell with masks', () => {
  expect(printed(recurrent, 'inference', false)).toMatchInlineSnapshot(`
    "
    prepare
      #58:w.0_4.panels = pack [3, 4] #0:w at 12 i + 1 j
      #59:w.4_8.panels = pack [3, 4] #60:w at 12 i + 1 j
      #61:w.8_12.panels = pack [3, 4] #62:w at 12 i + 1 j
      #63:u.0_4.panels = pack [4, 4] #1:u at 12 i + 1 j
      #64:u.4_8.panels = pack [4, 4] #65:u at 12 i + 1 j
      #66:u.8_12.panels = pack [4, 4] #67:u at 12 i + 1 j
    main
      #7:x.steps = rearrange [12, time, batch, 12, 12*time] #3:x
      #8:time.valid = valid-steps [time, batch] #6:time.lengths
      #14:step.i = product [batch*time; 3, 4] #13:x.steps #58:w.0_4.panels #11:b.0_4 from column
      #20:step.g = product [batch*time; 3, 4] #19:x.steps #59:w.4_8.panels #17:b.4_8 from column
      #26:step.o = product [batch*time; 3, 4] #25:x.steps #61:w.8_12.panels #23:b.8_12 from column
      loop 0 forward time (r.0.forward)
        #38:step.i = product [batch; 4, 4] #4:h #63:u.0_4.panels #31:step.i from each
        #40:step.g = product [batch; 4, 4] #4:h #64:u.4_8.panels #32:step.g from each
        #42:step.o = product [batch; 4, 4] #4:h #66:u.8_12.panels #33:step.o from each
        #5:c #4:h #36:step.h' = rows [batch; 4] #38:step.i #40:step.g #42:step.o #53:valid
          v0 = #38:step.i
          v1 = sigmoid v0
          v2 = 1
          v3 = sub v2 v1
          v4 = #5:c
          v5 = mul v3 v4
          v6 = #40:step.g
          v7 = tanh v6
          v8 = mul v1 v7
          v9 = add v5 v8
          v10 = #42:step.o
          v11 = sigmoid v10
          v12 = tanh v9
          v13 = mul v11 v12
          v14 = #53:valid
          v15 = #4:h
          v16 = select v14 v13 v15
          v17 = select v14 v9 v4
          v18 = 0
          v19 = select v14 v13 v18
          #36:step.h' = v19
          #4:h = v16
          #5:c = v17
      #57:y = rearrange [16, batch, time, 16, 16*batch] #35:r.0.forward
    output y = #57:y
    "
  `);
});

test('a training step of a small cell, with softmax and cross entropy', () => {
  const yaml = `name: step
inputs: {x: {shape: [batch, time, 3]}}
${cell}
layers:
  r: {type: recurrent, input: x, cell: {small: {}}}
  y: {type: dense, input: r.last, units: 2}
outputs: {y: y}
training:
  losses: [{type: cross_entropy, output: y}]
  optimizer: sgd
  rate: 0.1
`;
  expect(printed(yaml, 'step')).toMatchInlineSnapshot(`
    "
    prepare
      #217:w.0_4.panels = pack [3, 4] #0:w at 12 i + 1 j
      #218:w.4_8.panels = pack [3, 4] #219:w at 12 i + 1 j
      #220:w.8_12.panels = pack [3, 4] #221:w at 12 i + 1 j
      #222:u.0_4.panels = pack [4, 4] #1:u at 12 i + 1 j
      #223:u.4_8.panels = pack [4, 4] #224:u at 12 i + 1 j
      #225:u.8_12.panels = pack [4, 4] #226:u at 12 i + 1 j
      #227:y.kernel.panels = pack [4, 2] #3:y.kernel at 2 i + 1 j
      #228:d.y.panels = pack [2, 4] #3:y.kernel at 1 i + 2 j
      #230:panels = pack [4, 4] #231:u at 1 i + 12 j
      #232:panels = pack [4, 4] #233:u at 1 i + 12 j
      #234:panels = pack [4, 4] #1:u at 1 i + 12 j
    main
      #11:x.steps = rearrange [12, time, batch, 12, 12*time] #5:x
      #19:step.i = product [batch*time; 3, 4] #18:x.steps #217:w.0_4.panels #16:b.0_4 from column
      #25:step.g = product [batch*time; 3, 4] #24:x.steps #218:w.4_8.panels #22:b.4_8 from column
      #31:step.o = product [batch*time; 3, 4] #30:x.steps #220:w.8_12.panels #28:b.8_12 from column
      #33:last #121:h #122:c = rows [4*batch]
        v0 = 0
        #33:last = v0
        v2 = 0
        #121:h = v2
        v4 = 0
        #122:c = v4
      loop 0 forward time (r.0.forward)
        #50:step.i = product [batch; 4, 4] #7:h #222:u.0_4.panels #34:step.i from each
        #52:step.g = product [batch; 4, 4] #7:h #223:u.4_8.panels #35:step.g from each
        #54:step.o = product [batch; 4, 4] #7:h #225:u.8_12.panels #36:step.o from each
        #44:r.0.forward #45:r.0.forward #8:c #46:r.0.forward #47:r.0.forward #48:r.0.forward #33:last #7:h #58:h #59:c = rows [4*batch] #50:step.i #52:step.g #54:step.o
          v0 = #50:step.i
          v1 = sigmoid v0
          #44:r.0.forward = v1
          v3 = 1
          v4 = sub v3 v1
          #45:r.0.forward = v4
          v6 = #8:c
          v7 = mul v4 v6
          v8 = #52:step.g
          v9 = tanh v8
          #46:r.0.forward = v9
          v11 = mul v1 v9
          v12 = add v7 v11
          v13 = #54:step.o
          v14 = sigmoid v13
          #47:r.0.forward = v14
          v16 = tanh v12
          #48:r.0.forward = v16
          v18 = mul v14 v16
          #33:last = v18
          v20 = #7:h
          #58:h = v20
          #59:c = v6
          #7:h = v18
          #8:c = v12
      #60:y = product [batch; 4, 2] #33:last #227:y.kernel.panels #4:y.bias from column
      #62:loss.0 #67:loss.0 #83:loss.0 = rows [batch] #9:target
        v0 = #9:target
        v1 = 0
        v2 = greater_equal v0 v1
        #62:loss.0 = v2
        v4 = 0
        v5 = select v2 v0 v4
        #67:loss.0 = v5
        v7 = cast v2
        #83:loss.0 = v7
      #69:loss.0 = pick [batch, 2, 1] #60:y #68:loss.0
      #84:loss.0 = reduce-rows sum [1, batch] #83:loss.0
      #86:loss.0 #88:d.loss.0 = rows [1] #84:loss.0
        v0 = #84:loss.0
        v1 = 0
        v2 = equal v0 v1
        v3 = 1
        v4 = select v2 v3 v0
        #86:loss.0 = v4
        v6 = 1
        v7 = div v6 v4
        #88:d.loss.0 = v7
      #95:d.loss.0 #96:d.loss.0 = rows [batch] #89:d.loss.0 #62:loss.0
        v0 = #89:d.loss.0
        v1 = #62:loss.0
        v2 = 0
        v3 = select v1 v0 v2
        #95:d.loss.0 = v3
        v5 = neg v3
        #96:d.loss.0 = v5
      #70:loss.0 #81:loss.0 #104:d.loss.0 = rows [batch; 2] #60:y #75:loss.0 #62:loss.0 #98:d.loss.0 #68:loss.0 #101:d.loss.0
        v0 = #60:y
        v1 = max of row v0
        v2 = #60:y in pass 1
        v3 = sub v2 v1
        v4 = exp v3
        #70:loss.0 = v4
        v6 = sum of row v4
        v7 = #70:loss.0 in pass 2
        v8 = div v7 v6
        v9 = 1
        v10 = div v9 v6
        v11 = log v10
        v12 = sub v1 v11
        v13 = #75:loss.0
        v14 = sub v12 v13
        v15 = #62:loss.0
        v16 = 0
        v17 = select v15 v14 v16
        #81:loss.0 = v17
        v19 = #98:d.loss.0
        v20 = mul v8 v19
        v21 = #68:loss.0
        v22 = #101:d.loss.0
        v23 = place in row in pass 2
        v24 = equal v23 v21
        v25 = cast v24
        v26 = mul v25 v22
        v27 = add v20 v26
        #104:d.loss.0 = v27
      #82:loss.0 = reduce-rows sum [1, batch] #78:loss.0
      #105:d.y = reduce-columns sum [1, batch, 2] #104:d.loss.0
      #107:d.y = product [batch; 2, 4] #104:d.loss.0 #228:d.y.panels from zero
      #229:d.y.work #109:d.y = outer [batch; 4, 2] #33:last #104:d.loss.0 at 2 i + j
      #87:loss.0 = rows [1] #82:loss.0 #86:loss.0
        v0 = #82:loss.0
        v1 = #86:loss.0
        v2 = div v0 v1
        #87:loss.0 = v2
      #123:last = rows [4*batch] #107:d.y
        v0 = #107:d.y
        #123:last = v0
      loop 1 backward time (d.r.0.forward)
        #123:last #122:c #139:d.r.0.forward #138:d.r.0.forward #137:d.r.0.forward = rows [4*batch] #215:r.0.forward #214:r.0.forward #212:r.0.forward #211:r.0.forward #121:h #131:c #132:r.0.forward
          v0 = #215:r.0.forward
          v1 = mul v0 v0
          v2 = 1
          v3 = #214:r.0.forward
          v4 = sub v2 v3
          v5 = #212:r.0.forward
          v6 = mul v5 v5
          v7 = 1
          v8 = #211:r.0.forward
          v9 = sub v7 v8
          v10 = 1
          v11 = sub v10 v1
          v12 = mul v3 v4
          v13 = 1
          v14 = sub v13 v6
          v15 = mul v8 v9
          v16 = #123:last
          v17 = #121:h
          v18 = add v16 v17
          v19 = mul v18 v0
          v20 = mul v18 v3
          v21 = mul v20 v11
          v22 = #122:c
          v23 = add v22 v21
          v24 = mul v19 v12
          #139:d.r.0.forward = v24
          v26 = mul v23 v5
          v27 = mul v23 v8
          v28 = mul v27 v14
          #138:d.r.0.forward = v28
          v30 = #131:c
          v31 = mul v23 v30
          v32 = #132:r.0.forward
          v33 = mul v23 v32
          v34 = 0
          v35 = add v34 v33
          #122:c = v35
          v37 = neg v31
          v38 = add v26 v37
          v39 = mul v38 v15
          #137:d.r.0.forward = v39
          v41 = 0
          #123:last = v41
        #157:d.r.0.forward = product [batch; 4, 4] #139:d.r.0.forward #230:panels from zero
        #158:d.r.0.forward = product [batch; 4, 4] #138:d.r.0.forward #232:panels #157:d.r.0.forward from each
        #121:h = product [batch; 4, 4] #137:d.r.0.forward #234:panels #158:d.r.0.forward from each
      #235:u.0_4.work #175:u = outer [batch*time; 4, 4] #159:h #161:step.i at 12 i + j
      #236:u.4_8.work #237:u = outer [batch*time; 4, 4] #159:h #163:step.g at 12 i + j
      #238:u.8_12.work #239:u = outer [batch*time; 4, 4] #159:h #165:step.o at 12 i + j
      #167:d.r.0.forward = reduce-columns sum [1, batch*time, 4] #136:step.o
      #240:work #241:w = outer [batch*time; 3, 4] #168:x.steps #165:step.o at 12 i + j
      #171:d.r.0.forward = reduce-columns sum [1, batch*time, 4] #135:step.g
      #242:work #243:w = outer [batch*time; 3, 4] #168:x.steps #163:step.g at 12 i + j
      #173:d.r.0.forward = reduce-columns sum [1, batch*time, 4] #134:step.i
      #174:b = copy-rows [1, 16, 0, 16, 0, 48] #173:d.r.0.forward
      #174:b = copy-rows [1, 16, 0, 16, 16, 48] #171:d.r.0.forward
      #174:b = copy-rows [1, 16, 0, 16, 32, 48] #167:d.r.0.forward
      #244:work #177:w = outer [batch*time; 3, 4] #168:x.steps #161:step.i at 12 i + j
      #179:w = rows [1; 36] #177:w
        v0 = #177:w
        v1 = mul v0 v0
        v2 = sum of row v1
        #179:w = v2
      #181:u = rows [1; 48] #175:u
        v0 = #175:u
        v1 = mul v0 v0
        v2 = sum of row v1
        #181:u = v2
      #183:b = rows [1; 12] #174:b
        v0 = #174:b
        v1 = mul v0 v0
        v2 = sum of row v1
        #183:b = v2
      #185:optimizer.y.kernel = rows [1; 8] #109:d.y
        v0 = #109:d.y
        v1 = mul v0 v0
        v2 = sum of row v1
        #185:optimizer.y.kernel = v2
      #187:optimizer.y.bias #188:optimizer.optimizer = rows [1; 2] #105:d.y #179:w #181:u
        v0 = #105:d.y
        v1 = mul v0 v0
        v2 = sum of row v1
        #187:optimizer.y.bias = v2
        v4 = #179:w
        v5 = #181:u
        v6 = add v4 v5
        #188:optimizer.optimizer = v6
      #192:optimizer.optimizer = rows [1] #188:optimizer.optimizer #183:b #185:optimizer.y.kernel #187:optimizer.y.bias
        v0 = #188:optimizer.optimizer
        v1 = #183:b
        v2 = add v0 v1
        v3 = #185:optimizer.y.kernel
        v4 = add v2 v3
        v5 = #187:optimizer.y.bias
        v6 = add v4 v5
        v7 = sqrt v6
        #192:optimizer.optimizer = v7
    update
      #194:optimizer.optimizer = rows [1] #192:optimizer.optimizer
        v0 = #192:optimizer.optimizer
        v1 = 1
        v2 = maximum v0 v1
        v3 = 1
        v4 = div v3 v2
        #194:optimizer.optimizer = v4
      #0:w = rows [36] #177:w #194:optimizer.optimizer #10:optimizer.rate
        v0 = #177:w
        v1 = #194:optimizer.optimizer
        v2 = mul v0 v1
        v3 = #10:optimizer.rate
        v4 = mul v2 v3
        v5 = #0:w
        v6 = sub v5 v4
        #0:w = v6
      #1:u = rows [48] #175:u #194:optimizer.optimizer #10:optimizer.rate
        v0 = #175:u
        v1 = #194:optimizer.optimizer
        v2 = mul v0 v1
        v3 = #10:optimizer.rate
        v4 = mul v2 v3
        v5 = #1:u
        v6 = sub v5 v4
        #1:u = v6
      #2:b = rows [12] #174:b #194:optimizer.optimizer #10:optimizer.rate
        v0 = #174:b
        v1 = #194:optimizer.optimizer
        v2 = mul v0 v1
        v3 = #10:optimizer.rate
        v4 = mul v2 v3
        v5 = #2:b
        v6 = sub v5 v4
        #2:b = v6
      #3:y.kernel = rows [8] #109:d.y #194:optimizer.optimizer #10:optimizer.rate
        v0 = #109:d.y
        v1 = #194:optimizer.optimizer
        v2 = mul v0 v1
        v3 = #10:optimizer.rate
        v4 = mul v2 v3
        v5 = #3:y.kernel
        v6 = sub v5 v4
        #3:y.kernel = v6
      #4:y.bias = rows [2] #105:d.y #194:optimizer.optimizer #10:optimizer.rate
        v0 = #105:d.y
        v1 = #194:optimizer.optimizer
        v2 = mul v0 v1
        v3 = #10:optimizer.rate
        v4 = mul v2 v3
        v5 = #4:y.bias
        v6 = sub v5 v4
        #4:y.bias = v6
    output loss = #87:loss.0
    output loss.0.sum = #82:loss.0
    output loss.0.count = #84:loss.0
    output gradient_norm = #192:optimizer.optimizer
    "
  `);
});

test('softmax and a layer norm', () => {
  const yaml = `name: norms
inputs: {x: {shape: [batch, time, 5]}}
cells:
  norms:
    inputs: {x: [n]}
    state: [{h: [5]}]
    weights: {gamma: {shape: [5]}}
    equations: |
      h' = softmax(layer_norm(x + h, epsilon=0.1) * gamma)
    output: h'
layers: {r: {type: recurrent, input: x, cell: {norms: {}}}}
outputs: {y: r}
`;
  expect(printed(yaml, 'inference')).toMatchInlineSnapshot(`
    "
    prepare
    main
      #4:x.steps = rearrange [20, time, batch, 20, 20*time] #1:x
      loop 0 forward time (r.0.forward)
        #2:h #11:r.0.forward #13:r.0.forward #19:r.0.forward #10:step.h' = rows [batch; 5] #8:x.steps #0:gamma
          v0 = #8:x.steps
          v1 = #2:h
          v2 = add v0 v1
          #11:r.0.forward = v2
          v4 = mean of row v2
          v5 = #11:r.0.forward in pass 1
          v6 = sub v5 v4
          #13:r.0.forward = v6
          v8 = mul v6 v6
          v9 = mean of row v8
          v10 = 0.1
          v11 = add v9 v10
          v12 = rsqrt v11
          v13 = #13:r.0.forward in pass 2
          v14 = mul v13 v12
          v15 = #0:gamma in pass 2
          v16 = mul v14 v15
          #19:r.0.forward = v16
          v18 = max of row v16
          v19 = #19:r.0.forward in pass 3
          v20 = sub v19 v18
          v21 = exp v20
          #10:step.h' = v21
          v23 = sum of row v21
          v24 = #10:step.h' in pass 4
          v25 = div v24 v23
          #10:step.h' = v25
          #2:h = v25
      #20:y = rearrange [20, batch, time, 20, 20*batch] #9:r.0.forward
    output y = #20:y
    "
  `);
});
