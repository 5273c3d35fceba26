import { SERIES } from './models.ts';
import { call, type OddCall, ONE, type Opened, weight, X } from './opened.ts';

const rawStep = (at: Opened, ...given: unknown[]): unknown =>
  call(call(at.forecaster, 'session', { raw: true }) as object, 'step', ...given);

export const OF_SESSIONS: readonly OddCall[] = [
  ['session(null)', (at) => call(at.model, 'session', null), ['session(): the options are null']],
  ['session(2)', (at) => call(at.model, 'session', 2), ['the options are 2']],
  ['session({bach: 2})', (at) => call(at.model, 'session', { bach: 2 }), ['no option "bach"', 'did you mean "batch"?']],
  ['session({batch: 0})', (at) => call(at.model, 'session', { batch: 0 }), ['a whole number from 1 on']],
  ['session({batch: NaN})', (at) => call(at.model, 'session', { batch: Number.NaN }), ["can't be NaN"]],
  ['session({batch: "2"})', (at) => call(at.model, 'session', { batch: '2' }), ['write 2 without quotes']],
  ['session({batch: 2^50})', (at) => call(at.model, 'session', { batch: 2 ** 50 }), ['out-of-memory']],
  ['session({feeds: null})', (at) => call(at.model, 'session', { feeds: null }), ['the option feeds']],
  ['session({feeds: {x}})', (at) => call(at.model, 'session', { feeds: { x: X } }), ['no input "x"']],
  ['session({over: 2})', (at) => call(at.model, 'session', { over: 2 }), ['the option over', 'a text']],
  ['session({over: "tim"})', (at) => call(at.model, 'session', { over: 'tim' }), ['no input', 'did you mean "time"?']],
  ['session({nan: "no"})', (at) => call(at.model, 'session', { nan: 'no' }), ['error, allow']],
  ['session({raw: 1})', (at) => call(at.model, 'session', { raw: 1 }), ['true or false']],
  ['session({raw}) of another model', (at) => call(at.model, 'session', { raw: true }), ['it was not trained here']],
  ['raw step()', (at) => rawStep(at), ['a step takes one row', '{price: …}']],
  ['raw step([300])', (at) => rawStep(at, [300]), ['a step takes one row', 'write step({price: …})']],
  ['raw step(typed)', (at) => rawStep(at, ONE), ['a step takes one row', 'a Float32Array']],
  ['raw step({})', (at) => rawStep(at, {}), ['the row lacks the column "price"']],
  ['raw step(two rows)', (at) => rawStep(at, [{ price: 1 }, { price: 2 }]), ['takes a row for each']],
  ['raw step({price: "x"})', (at) => rawStep(at, { price: 'x' }), ['the row.price']],
  [
    'raw step of two series, numbers',
    (at) => call(call(at.forecaster, 'session', { raw: true, batch: 2 }) as object, 'step', [1, 2]),
    ['a step takes a list of 2 rows'],
  ],
  [
    'session({raw, feeds: {x}})',
    (at) => call(at.forecaster, 'session', { raw: true, feeds: { x: X } }),
    ['the input "x" is fed by the raw steps', 'write step({price: …})'],
  ],
  [
    'raw process()',
    (at) => call(call(at.forecaster, 'session', { raw: true }) as object, 'process', SERIES),
    ['process() is not for a raw session', 'call step(row) for each row'],
  ],
  ['step()', (at) => at.step(), ['step(): the feeds must be given']],
  ['step(null)', (at) => at.step(null), ["can't be null"]],
  ['step(null, {})', (at) => at.step(null, {}), ["can't be null"]],
  ['step(typed)', (at) => at.step(ONE), ['write {x: …}']],
  ['step({})', (at) => at.step({}), ['the input "x" is missing']],
  ['step({y})', (at) => at.step({ y: ONE }), ['no input "y"']],
  ['step({x: 1})', (at) => at.step({ x: 1 }), ["can't be 1", 'a Float32Array or Int32Array of 2']],
  ['step({x: null})', (at) => at.step({ x: null }), ["can't be null"]],
  ['step({x: ["a", 1]})', (at) => at.step({ x: ['a', 1] }), ['is not a number']],
  ['step({x: too long})', (at) => at.step({ x: new Float32Array(3) }), ['3 elements']],
  [
    'step({x: given away})',
    (at) => {
      const away = new Float32Array(2);
      structuredClone(away, { transfer: [away.buffer] });
      return at.step({ x: away });
    },
    ['0 elements'],
  ],
  ['step({x: NaN})', (at) => at.step({ x: Float32Array.of(Number.NaN, 1) }), ['is NaN']],
  ['step({x}, null)', (at) => at.step({ x: ONE }, null), ['the arrays for results']],
  ['step({x}, 3)', (at) => at.step({ x: ONE }, 3), ['the arrays for results']],
  ['step({x}, {z})', (at) => at.step({ x: ONE }, { z: ONE }), ['the model has no output "z"']],
  ['step({x}, {y: []})', (at) => at.step({ x: ONE }, { y: [0, 0] }), ['a list of 2', 'new Float32Array(2)']],
  ['step({x}, {y: null})', (at) => at.step({ x: ONE }, { y: null }), ["can't go into null"]],
  ['step({x}, {y: Int32Array})', (at) => at.step({ x: ONE }, { y: new Int32Array(2) }), ['a Float32Array of 2']],
  ['step({x}, {y: too short})', (at) => at.step({ x: ONE }, { y: new Float32Array(1) }), ['1 element']],
  ['process()', (at) => at.process(), ['process(): the feeds must be given']],
  ['process(null)', (at) => at.process(null), ["can't be null"]],
  ['process({x}, null)', (at) => at.process({ x: ONE }, null), ['the arrays for results']],
  ['process({x: nested}, {y})', (at) => at.process({ x: X }, { y: ONE }), ["can't be a list of 1"]],
  ['process({x: view}, {y})', (at) => at.process({ x: new DataView(new ArrayBuffer(8)) }, { y: ONE }), ['a DataView']],
  [
    'process({x: half a step}, {y})',
    (at) => at.process({ x: new Float32Array(3) }, { y: ONE }),
    ['no number of steps'],
  ],
  ['process({x: []}, {y})', (at) => at.process({ x: new Float32Array(0) }, { y: ONE }), ['no number of steps']],
  ['state = null', (at) => at.setState(null), ["session.state: the states can't be null"]],
  ['state = []', (at) => at.setState([]), ['an empty list']],
  ['state = {h: null}', (at) => at.setState({ h: null }), ['"h" is no {shape, data}']],
  ['state = {unknown}', (at) => at.setState({ h: weight }), ['the model has no state "h"']],
  [
    'state = wrong shape',
    (at) => at.setState({ 'a.0.forward.h': { shape: [3, 1], data: new Float32Array(3) } }),
    ['[1, 3]'],
  ],
  ['restore()', (at) => call(at.session, 'restore'), ['restore(): the snapshot must be given']],
  ['restore(state)', (at) => call(at.session, 'restore', at.state.states), ['{batch, states}']],
  ['restore({batch: 2})', (at) => call(at.session, 'restore', { ...at.state, batch: 2 }), ['batch = 1']],
  ['restore({states: null})', (at) => call(at.session, 'restore', { batch: 1, states: null }), ['{batch, states}']],
];
