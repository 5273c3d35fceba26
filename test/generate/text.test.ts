import { expect, test } from 'vitest';
import { generateText } from '../../compiler/6-generate/generate.ts';
import { fused, graphsOf } from '../fuse/models.ts';

const tiny = `name: tiny
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

function generated(which: string): string {
  const graph = graphsOf(tiny).get(which);
  if (graph === undefined) throw new Error(`no ${which}`);
  const sources = new Map([['model.yaml', tiny]]);
  return generateText(fused(graph, true), { relaxed: false, shared: false, sources });
}

test('the code of a small cell, instruction by instruction', () => {
  expect(generated('inference')).toMatchInlineSnapshot(`
    "(module
      (import "env" "memory" (memory 1))
      (global $k0 (mut v128) (v128.const i32x4 0 0 0 0))
      (global $k1 (mut v128) (v128.const f32x4 0.5 0.5 0.5 0.5))
      ;; r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $pack_1x1.0 (param $source i32) (param $panels i32)
        (local $row i32) (local $at i32) (local $left i32) (local $columns i32) (local $v0 v128) (local $c0 v128)
        (local.set $c0 (global.get $k0))
        (local.set $row (local.get $source))
        (local.set $at (local.get $row))
        (local.set $v0 (v128.load32_lane offset=0 0 (local.get $at) (local.get $c0)))
        (v128.store (local.get $panels) (local.get $v0))
        (local.set $panels (i32.add (local.get $panels) (i32.const 16)))
        (local.set $row (i32.add (local.get $row) (i32.const 4)))
        (local.set $source (i32.add (local.get $source) (i32.const 16)))
      )
      ;; x  model.yaml:2  inputs: {x: {shape: [batch, time, 1]}}
      ;; y
      (func $rearrange.1 (param $run i32) (param $x i32) (param $out i32) (param $n0 i32) (param $n1 i32) (param $s0 i32) (param $s1 i32)
        (local $left i32) (local $from i32) (local $i0 i32) (local $x0 i32) (local $i1 i32) (local $x1 i32)
        (if (i32.eq (local.get $run) (i32.const 4)) (then
          (local.set $i0 (local.get $n0))
          (local.set $x0 (local.get $x))
          (block $end1 (loop $next2
            (br_if $end1 (i32.eqz (local.get $i0)))
            (local.set $i1 (local.get $n1))
            (local.set $x1 (local.get $x0))
            (block $end3 (loop $next4
              (br_if $end3 (i32.eqz (local.get $i1)))
              (i32.store (local.get $out) (i32.load (local.get $x1)))
              (local.set $out (i32.add (local.get $out) (i32.const 4)))
              (local.set $x1 (i32.add (local.get $x1) (local.get $s1)))
              (local.set $i1 (i32.add (local.get $i1) (i32.const -1)))
              (br $next4)
            ))
            (local.set $x0 (i32.add (local.get $x0) (local.get $s0)))
            (local.set $i0 (i32.add (local.get $i0) (i32.const -1)))
            (br $next2)
          ))
          return
        ))
        (local.set $i0 (local.get $n0))
        (local.set $x0 (local.get $x))
        (block $end5 (loop $next6
          (br_if $end5 (i32.eqz (local.get $i0)))
          (local.set $i1 (local.get $n1))
          (local.set $x1 (local.get $x0))
          (block $end7 (loop $next8
            (br_if $end7 (i32.eqz (local.get $i1)))
            (local.set $from (local.get $x1))
            (local.set $left (local.get $run))
            (if (i32.ge_u (local.get $left) (i32.const 256)) (then
              (memory.copy (local.get $out) (local.get $from) (local.get $left))
              (local.set $from (i32.add (local.get $from) (local.get $left)))
              (local.set $out (i32.add (local.get $out) (local.get $left)))
              (local.set $left (i32.const 0))
            ))
            (block $end9 (loop $next10
              (br_if $end9 (i32.lt_u (local.get $left) (i32.const 16)))
              (v128.store (local.get $out) (v128.load (local.get $from)))
              (local.set $from (i32.add (local.get $from) (i32.const 16)))
              (local.set $out (i32.add (local.get $out) (i32.const 16)))
              (local.set $left (i32.add (local.get $left) (i32.const -16)))
              (br $next10)
            ))
            (block $end11 (loop $next12
              (br_if $end11 (i32.lt_u (local.get $left) (i32.const 4)))
              (i32.store (local.get $out) (i32.load (local.get $from)))
              (local.set $from (i32.add (local.get $from) (i32.const 4)))
              (local.set $out (i32.add (local.get $out) (i32.const 4)))
              (local.set $left (i32.add (local.get $left) (i32.const -4)))
              (br $next12)
            ))
            (block $end13 (loop $next14
              (br_if $end13 (i32.lt_u (local.get $left) (i32.const 1)))
              (i32.store8 (local.get $out) (i32.load8_u (local.get $from)))
              (local.set $from (i32.add (local.get $from) (i32.const 1)))
              (local.set $out (i32.add (local.get $out) (i32.const 1)))
              (local.set $left (i32.add (local.get $left) (i32.const -1)))
              (br $next14)
            ))
            (local.set $x1 (i32.add (local.get $x1) (local.get $s1)))
            (local.set $i1 (i32.add (local.get $i1) (i32.const -1)))
            (br $next8)
          ))
          (local.set $x0 (i32.add (local.get $x0) (local.get $s0)))
          (local.set $i0 (i32.add (local.get $i0) (i32.const -1)))
          (br $next6)
        ))
      )
      ;; r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $product_1x1.2 (param $rows i32) (param $a i32) (param $panels i32) (param $start i32) (param $out i32)
        (local $whole i32) (local $chunk i32) (local $from i32)
        (local.set $whole (i32.and (local.get $rows) (i32.const -2)))
        (local.set $rows (i32.sub (local.get $rows) (local.get $whole)))
        (block $end1 (loop $next2
          (br_if $end1 (i32.eqz (local.get $whole)))
          (local.set $chunk (select (i32.const 64) (local.get $whole) (i32.gt_u (local.get $whole) (i32.const 64))))
          (local.set $from (i32.const 0))
          (call $tiles_1of1x1.4 (local.get $chunk) (local.get $a) (local.get $panels) (local.get $start) (local.get $out) (local.get $from))
          (local.set $a (i32.add (local.get $a) (i32.mul (local.get $chunk) (i32.const 4))))
          (local.set $out (i32.add (local.get $out) (i32.mul (local.get $chunk) (i32.const 4))))
          (local.set $whole (i32.sub (local.get $whole) (local.get $chunk)))
          (br $next2)
        ))
        (block $end3 (loop $next4
          (br_if $end3 (i32.eqz (local.get $rows)))
          (call $row_1x1.3 (local.get $a) (local.get $panels) (local.get $start) (local.get $out))
          (local.set $a (i32.add (local.get $a) (i32.const 4)))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))
          (local.set $rows (i32.add (local.get $rows) (i32.const -1)))
          (br $next4)
        ))
      )
      ;; r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $row_1x1.3 (param $a i32) (param $panels i32) (param $start i32) (param $out i32)
        (local $x i32) (local $end i32) (local $s v128) (local $s0 v128) (local $c0 v128)
        (local.set $c0 (global.get $k0))
        (local.set $x (local.get $a))
        (local.set $s0 (local.get $c0))
        (local.set $end (i32.add (local.get $x) (i32.const 4)))
        (block $end1 (loop $next2
          (br_if $end1 (i32.ge_u (local.get $x) (local.get $end)))
          (local.set $s (v128.load32_splat (local.get $x)))
          (local.set $s0 (f32x4.add (local.get $s0) (f32x4.mul (local.get $s) (v128.load offset=0 (local.get $panels)))))
          (local.set $panels (i32.add (local.get $panels) (i32.const 16)))
          local.get $x i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt i32.popcnt drop
          (local.set $x (i32.add (local.get $x) (i32.const 4)))
          (br $next2)
        ))
        (v128.store32_lane offset=0 0 (local.get $out) (local.get $s0))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
      )
      ;; r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $tiles_1of1x1.4 (param $rows i32) (param $a i32) (param $panels i32) (param $start i32) (param $out i32) (param $from i32)
        (local $x i32) (local $end i32) (local $w i32) (local $part i32) (local $left i32) (local $ar i32) (local $sr i32) (local $or i32)
        (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128) (local $x0 v128) (local $s0_0 v128) (local $s0_1 v128) (local $s0_2 v128)
        (local $s0_3 v128) (local $x1 v128) (local $s1_0 v128) (local $s1_1 v128) (local $s1_2 v128) (local $s1_3 v128) (local $c0 v128)
        (local.set $c0 (global.get $k0))
        (local.set $a (i32.add (local.get $a) (i32.shl (local.get $from) (i32.const 2))))
        (local.set $part (i32.add (local.get $panels) (i32.mul (local.get $from) (i32.const 16))))
        (local.set $ar (local.get $a))
        (local.set $or (local.get $out))
        (local.set $left (local.get $rows))
        (block $end1 (loop $next2
          (br_if $end1 (i32.eqz (local.get $left)))
          (local.set $s0_0 (local.get $c0))
          (local.set $s1_0 (local.get $c0))
          (local.set $x (local.get $ar))
          (local.set $end (i32.add (local.get $ar) (i32.const 4)))
          (local.set $w (local.get $part))
          (block $end3 (loop $next4
            (br_if $end3 (i32.ge_u (local.get $x) (local.get $end)))
            (local.set $w0 (v128.load offset=0 (local.get $w)))
            (local.set $x0 (v128.load32_splat offset=0 (local.get $x)))
            (local.set $x1 (v128.load32_splat offset=4 (local.get $x)))
            (local.set $s0_0 (f32x4.add (local.get $s0_0) (f32x4.mul (local.get $x0) (local.get $w0))))
            (local.set $s1_0 (f32x4.add (local.get $s1_0) (f32x4.mul (local.get $x1) (local.get $w0))))
            (local.set $w (i32.add (local.get $w) (i32.const 16)))
            (local.set $x (i32.add (local.get $x) (i32.const 4)))
            (br $next4)
          ))
          (v128.store32_lane offset=0 0 (local.get $or) (local.get $s0_0))
          (v128.store32_lane offset=4 0 (local.get $or) (local.get $s1_0))
          (local.set $ar (i32.add (local.get $ar) (i32.const 8)))
          (local.set $or (i32.add (local.get $or) (i32.const 8)))
          (local.set $left (i32.add (local.get $left) (i32.const -2)))
          (br $next2)
        ))
        (local.set $part (i32.add (local.get $part) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        (local.set $panels (i32.add (local.get $panels) (i32.const 16)))
      )
      ;; r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $rows.5 (param $rows i32) (param $p0 i32) (param $p1 i32) (param $p2 i32)
        (local $v0 v128) (local $v2 v128) (local $v3 v128) (local $v4 v128) (local $v6 v128) (local $v7 v128) (local $c0 v128)
        (local.set $c0 (global.get $k1))
        (block $end1 (loop $next2
          (br_if $end1 (i32.lt_u (local.get $rows) (i32.const 4)))
          (local.set $v0 (v128.load (local.get $p0)))
          (local.set $v2 (v128.load (local.get $p1)))
          (local.set $v3 (f32x4.add (f32x4.mul (local.get $c0) (local.get $v0)) (local.get $v2)))
          (v128.store (local.get $p2) (local.get $v3))
          (v128.store (local.get $p0) (local.get $v3))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 16)))
          (local.set $p1 (i32.add (local.get $p1) (i32.const 16)))
          (local.set $p2 (i32.add (local.get $p2) (i32.const 16)))
          (local.set $rows (i32.add (local.get $rows) (i32.const -4)))
          (br $next2)
        ))
        (block $end3 (loop $next4
          (br_if $end3 (i32.lt_u (local.get $rows) (i32.const 1)))
          (local.set $v4 (v128.load (local.get $p0)))
          (local.set $v6 (v128.load (local.get $p1)))
          (local.set $v7 (f32x4.add (f32x4.mul (local.get $c0) (local.get $v4)) (local.get $v6)))
          (v128.store32_lane offset=0 0 (local.get $p2) (local.get $v7))
          (v128.store32_lane offset=0 0 (local.get $p0) (local.get $v7))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 4)))
          (local.set $p1 (i32.add (local.get $p1) (i32.const 4)))
          (local.set $p2 (i32.add (local.get $p2) (i32.const 4)))
          (local.set $rows (i32.add (local.get $rows) (i32.const -1)))
          (br $next4)
        ))
      )
      ;; r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $prepare.0 (export "prepare.0") (param $arguments i32)
        (call $pack_1x1.0 (i32.load offset=0 (local.get $arguments)) (i32.load offset=4 (local.get $arguments)))
      )
      ;; x  model.yaml:2  inputs: {x: {shape: [batch, time, 1]}}
      (func $main.0 (export "main.0") (param $arguments i32)
        (call $rearrange.1 (i32.load offset=0 (local.get $arguments)) (i32.load offset=16 (local.get $arguments)) (i32.load offset=20 (local.get $arguments)) (i32.load offset=4 (local.get $arguments)) (i32.load offset=8 (local.get $arguments)) (i32.load offset=0 (local.get $arguments)) (i32.load offset=12 (local.get $arguments)))
      )
      ;; r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $main.1 (export "main.1") (param $arguments i32)
        (call $product_1x1.2 (i32.load offset=0 (local.get $arguments)) (i32.load offset=4 (local.get $arguments)) (i32.load offset=8 (local.get $arguments)) (i32.load offset=12 (local.get $arguments)) (i32.load offset=12 (local.get $arguments)))
      )
      ;; r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $main.2 (export "main.2") (param $arguments i32)
        (local $t0_0 i32) (local $left0 i32)
        (local.set $t0_0 (i32.load offset=12 (local.get $arguments)))
        (local.set $left0 (i32.load offset=0 (local.get $arguments)))
        (block $end1 (loop $next2
          (br_if $end1 (i32.eqz (local.get $left0)))
          (call $rows.5 (i32.load offset=4 (local.get $arguments)) (i32.load offset=8 (local.get $arguments)) (local.get $t0_0) (local.get $t0_0))
          (local.set $t0_0 (i32.add (local.get $t0_0) (i32.load offset=16 (local.get $arguments))))
          (local.set $left0 (i32.add (local.get $left0) (i32.const -1)))
          (br $next2)
        ))
      )
      ;; y
      (func $main.3 (export "main.3") (param $arguments i32)
        (call $rearrange.1 (i32.load offset=0 (local.get $arguments)) (i32.load offset=16 (local.get $arguments)) (i32.load offset=20 (local.get $arguments)) (i32.load offset=4 (local.get $arguments)) (i32.load offset=8 (local.get $arguments)) (i32.load offset=0 (local.get $arguments)) (i32.load offset=12 (local.get $arguments)))
      )
    )
    "
  `);
});

test('the code of a step of its training: what goes back through time, the weight gradient, clipping and the update', () => {
  const pieces = generated('step').split(/(?<=^ {2}\)\n)/m);
  const isStep = (text: string) => /^ {2};; (d\.r|optimizer)/m.test(text);
  expect(pieces.filter(isStep).join('')).toMatchInlineSnapshot(`
    "  ;; d.r.0.forward.h
      (func $rows.10 (param $rows i32) (param $p0 i32)
        (local $c0 v128)
        (local.set $c0 (global.get $k5))
        (block $end1 (loop $next2
          (br_if $end1 (i32.lt_u (local.get $rows) (i32.const 4)))
          (v128.store (local.get $p0) (local.get $c0))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 16)))
          (local.set $rows (i32.add (local.get $rows) (i32.const -4)))
          (br $next2)
        ))
        (block $end3 (loop $next4
          (br_if $end3 (i32.lt_u (local.get $rows) (i32.const 1)))
          (v128.store32_lane offset=0 0 (local.get $p0) (local.get $c0))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 4)))
          (local.set $rows (i32.add (local.get $rows) (i32.const -1)))
          (br $next4)
        ))
      )
      ;; d.r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      ;; d.r.0.forward  model.yaml:12  r: {type: recurrent, input: x, cell: {leak: {}}}
      (func $rows.11 (param $rows i32) (param $p0 i32) (param $p1 i32) (param $p2 i32)
        (local $v0 v128) (local $v1 v128) (local $v2 v128) (local $v5 v128) (local $v6 v128) (local $v7 v128) (local $c0 v128) (local $c1 v128)
        (local.set $c0 (global.get $k1))
        (local.set $c1 (global.get $k5))
        (block $end1 (loop $next2
          (br_if $end1 (i32.lt_u (local.get $rows) (i32.const 4)))
          (local.set $v0 (v128.load (local.get $p0)))
          (local.set $v1 (v128.load (local.get $p1)))
          (local.set $v2 (f32x4.add (local.get $v0) (local.get $v1)))
          (v128.store (local.get $p2) (local.get $v2))
          (v128.store (local.get $p1) (f32x4.add (local.get $c1) (f32x4.mul (local.get $v2) (local.get $c0))))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 16)))
          (local.set $p1 (i32.add (local.get $p1) (i32.const 16)))
          (local.set $p2 (i32.add (local.get $p2) (i32.const 16)))
          (local.set $rows (i32.add (local.get $rows) (i32.const -4)))
          (br $next2)
        ))
        (block $end3 (loop $next4
          (br_if $end3 (i32.lt_u (local.get $rows) (i32.const 1)))
          (local.set $v5 (v128.load (local.get $p0)))
          (local.set $v6 (v128.load (local.get $p1)))
          (local.set $v7 (f32x4.add (local.get $v5) (local.get $v6)))
          (v128.store32_lane offset=0 0 (local.get $p2) (local.get $v7))
          (v128.store32_lane offset=0 0 (local.get $p1) (f32x4.add (local.get $c1) (f32x4.mul (local.get $v7) (local.get $c0))))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 4)))
          (local.set $p1 (i32.add (local.get $p1) (i32.const 4)))
          (local.set $p2 (i32.add (local.get $p2) (i32.const 4)))
          (local.set $rows (i32.add (local.get $rows) (i32.const -1)))
          (br $next4)
        ))
      )
      ;; d.r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $outer_1x1.12 (param $rows i32) (param $a i32) (param $b i32) (param $work i32) (param $out i32)
        (local $chunk i32) (local $packed i32) (local $i i32) (local $row i32)
        (local.set $packed (i32.add (local.get $work) (i32.const 4096)))
        (local.set $i (i32.const 1))
        (local.set $row (local.get $out))
        (block $end1 (loop $next2
          (br_if $end1 (i32.eqz (local.get $i)))
          (memory.fill (local.get $row) (i32.const 0) (i32.const 4))
          (local.set $row (i32.add (local.get $row) (i32.const 4)))
          (local.set $i (i32.add (local.get $i) (i32.const -1)))
          (br $next2)
        ))
        (block $end3 (loop $next4
          (br_if $end3 (i32.eqz (local.get $rows)))
          (local.set $chunk (select (i32.const 256) (local.get $rows) (i32.gt_u (local.get $rows) (i32.const 256))))
          (call $pack_columns_1.13 (local.get $chunk) (local.get $a) (local.get $work))
          (call $pack_columns_1.14 (local.get $chunk) (local.get $b) (local.get $packed))
          (call $outer_1x1.15 (local.get $chunk) (local.get $work) (local.get $packed) (local.get $out))
          (local.set $a (i32.add (local.get $a) (i32.mul (local.get $chunk) (i32.const 4))))
          (local.set $b (i32.add (local.get $b) (i32.mul (local.get $chunk) (i32.const 4))))
          (local.set $rows (i32.sub (local.get $rows) (local.get $chunk)))
          (br $next4)
        ))
      )
      ;; d.r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $pack_columns_1.13 (param $rows i32) (param $source i32) (param $target i32)
        (local $row i32) (local $left i32) (local $at i32)
        (local.set $at (local.get $target))
        (local.set $row (local.get $source))
        (local.set $left (local.get $rows))
        (block $end1 (loop $next2
          (br_if $end1 (i32.eqz (local.get $left)))
          (v128.store (local.get $at) (v128.load offset=0 (local.get $row)))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (local.set $row (i32.add (local.get $row) (i32.const 4)))
          (local.set $left (i32.add (local.get $left) (i32.const -1)))
          (br $next2)
        ))
        (local.set $source (i32.add (local.get $source) (i32.const 16)))
      )
      ;; d.r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $pack_columns_1.14 (param $rows i32) (param $source i32) (param $target i32)
        (local $row i32) (local $left i32) (local $at i32)
        (local.set $at (local.get $target))
        (local.set $row (local.get $source))
        (local.set $left (local.get $rows))
        (block $end1 (loop $next2
          (br_if $end1 (i32.eqz (local.get $left)))
          (v128.store (local.get $at) (v128.load offset=0 (local.get $row)))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (local.set $row (i32.add (local.get $row) (i32.const 4)))
          (local.set $left (i32.add (local.get $left) (i32.const -1)))
          (br $next2)
        ))
        (local.set $source (i32.add (local.get $source) (i32.const 16)))
      )
      ;; d.r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $outer_1x1.15 (param $rows i32) (param $a i32) (param $b i32) (param $out i32)
        (local $x i32) (local $end i32) (local $w i32) (local $aw i32) (local $or i32) (local $i i32) (local $j i32) (local $w0 v128)
        (local $w1 v128) (local $x0 v128) (local $s0_0 v128) (local $s0_1 v128) (local $x1 v128) (local $s1_0 v128) (local $s1_1 v128) (local $x2 v128)
        (local $s2_0 v128) (local $s2_1 v128) (local $x3 v128) (local $s3_0 v128) (local $s3_1 v128)
        (local.set $aw (local.get $a))
        (local.set $or (local.get $out))
        (local.set $s0_0 (v128.load offset=0 (local.get $or)))
        (local.set $x (local.get $aw))
        (local.set $w (local.get $b))
        (local.set $end (i32.add (local.get $x) (i32.shl (local.get $rows) (i32.const 4))))
        (block $end1 (loop $next2
          (br_if $end1 (i32.ge_u (local.get $x) (local.get $end)))
          (local.set $w0 (v128.load offset=0 (local.get $w)))
          (local.set $x0 (v128.load32_splat offset=0 (local.get $x)))
          (local.set $s0_0 (f32x4.add (local.get $s0_0) (f32x4.mul (local.get $x0) (local.get $w0))))
          (local.set $w (i32.add (local.get $w) (i32.const 16)))
          (local.set $x (i32.add (local.get $x) (i32.const 16)))
          (br $next2)
        ))
        (v128.store32_lane offset=0 0 (local.get $or) (local.get $s0_0))
        (local.set $b (local.get $w))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
      )
      ;; optimizer.r.0.forward.w  model.yaml:17  clip: {value: 1}
      ;; optimizer.optimizer  model.yaml:17  clip: {value: 1}
      (func $rows.16 (param $rows i32) (param $p0 i32) (param $p1 i32)
        (local $left i32) (local $q0 i32) (local $q1 i32) (local $total2 v128) (local $v0 v128) (local $v4 v128) (local $c0 v128) (local $c1 v128)
        (local.set $c0 (global.get $k0))
        (local.set $c1 (global.get $k4))
        (block $end1 (loop $next2
          (br_if $end1 (i32.eqz (local.get $rows)))
          (local.set $q0 (local.get $p0))
          (local.set $total2 (local.get $c0))
          (local.set $v0 (v128.load (local.get $q0)))
          (local.set $total2 (f32x4.add (local.get $total2) (v128.bitselect (f32x4.mul (local.get $v0) (local.get $v0)) (local.get $c0) (local.get $c1))))
          (local.set $v4 (f32x4.add (local.get $total2) (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $total2) (local.get $total2))))
          (local.set $q1 (local.get $p1))
          (v128.store32_lane offset=0 0 (local.get $q1) (f32x4.sqrt (f32x4.add (local.get $v4) (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $v4) (local.get $v4)))))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 4)))
          (local.set $p1 (i32.add (local.get $p1) (i32.const 4)))
          (local.set $rows (i32.add (local.get $rows) (i32.const -1)))
          (br $next2)
        ))
      )
      ;; optimizer.r.0.forward.w  model.yaml:16  optimizer: sgd
      ;; optimizer.r.0.forward.w  model.yaml:17  clip: {value: 1}
      (func $rows.17 (param $rows i32) (param $p0 i32) (param $p1 i32) (param $p2 i32)
        (local $v0 v128) (local $v3 v128) (local $v5 v128) (local $v7 v128) (local $v10 v128) (local $v12 v128) (local $c0 v128) (local $c1 v128)
        (local.set $c0 (global.get $k6))
        (local.set $c1 (global.get $k3))
        (block $end1 (loop $next2
          (br_if $end1 (i32.lt_u (local.get $rows) (i32.const 4)))
          (local.set $v0 (v128.load (local.get $p0)))
          (local.set $v3 (v128.load (local.get $p1)))
          (local.set $v5 (v128.load (local.get $p2)))
          (v128.store (local.get $p2) (f32x4.sub (local.get $v5) (f32x4.mul (f32x4.min (f32x4.max (local.get $v0) (local.get $c0)) (local.get $c1)) (local.get $v3))))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 16)))
          (local.set $p1 (i32.add (local.get $p1) (i32.const 16)))
          (local.set $p2 (i32.add (local.get $p2) (i32.const 16)))
          (local.set $rows (i32.add (local.get $rows) (i32.const -4)))
          (br $next2)
        ))
        (block $end3 (loop $next4
          (br_if $end3 (i32.lt_u (local.get $rows) (i32.const 1)))
          (local.set $v7 (v128.load (local.get $p0)))
          (local.set $v10 (v128.load (local.get $p1)))
          (local.set $v12 (v128.load (local.get $p2)))
          (v128.store32_lane offset=0 0 (local.get $p2) (f32x4.sub (local.get $v12) (f32x4.mul (f32x4.min (f32x4.max (local.get $v7) (local.get $c0)) (local.get $c1)) (local.get $v10))))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 4)))
          (local.set $p1 (i32.add (local.get $p1) (i32.const 4)))
          (local.set $p2 (i32.add (local.get $p2) (i32.const 4)))
          (local.set $rows (i32.add (local.get $rows) (i32.const -1)))
          (br $next4)
        ))
      )
      ;; d.r.0.forward.h
      (func $main.9 (export "main.9") (param $arguments i32)
        (call $rows.10 (i32.load offset=0 (local.get $arguments)) (i32.load offset=4 (local.get $arguments)))
      )
      ;; d.r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      ;; d.r.0.forward  model.yaml:12  r: {type: recurrent, input: x, cell: {leak: {}}}
      (func $main.10 (export "main.10") (param $arguments i32)
        (local $t1_0 i32) (local $left1 i32)
        (local.set $t1_0 (i32.add (i32.load offset=8 (local.get $arguments)) (i32.mul (i32.sub (i32.load offset=0 (local.get $arguments)) (i32.const 1)) (i32.load offset=12 (local.get $arguments)))))
        (local.set $left1 (i32.load offset=0 (local.get $arguments)))
        (block $end1 (loop $next2
          (br_if $end1 (i32.eqz (local.get $left1)))
          (call $rows.11 (i32.load offset=4 (local.get $arguments)) (local.get $t1_0) (i32.load offset=16 (local.get $arguments)) (local.get $t1_0))
          (local.set $t1_0 (i32.sub (local.get $t1_0) (i32.load offset=12 (local.get $arguments))))
          (local.set $left1 (i32.add (local.get $left1) (i32.const -1)))
          (br $next2)
        ))
      )
      ;; d.r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w
      (func $main.11 (export "main.11") (param $arguments i32)
        (call $outer_1x1.12 (i32.load offset=0 (local.get $arguments)) (i32.load offset=4 (local.get $arguments)) (i32.load offset=8 (local.get $arguments)) (i32.load offset=12 (local.get $arguments)) (i32.load offset=16 (local.get $arguments)))
      )
      ;; optimizer.r.0.forward.w  model.yaml:17  clip: {value: 1}
      ;; optimizer.optimizer  model.yaml:17  clip: {value: 1}
      (func $main.12 (export "main.12") (param $arguments i32)
        (call $rows.16 (i32.load offset=0 (local.get $arguments)) (i32.load offset=4 (local.get $arguments)) (i32.load offset=8 (local.get $arguments)))
      )
      ;; optimizer.r.0.forward.w  model.yaml:16  optimizer: sgd
      ;; optimizer.r.0.forward.w  model.yaml:17  clip: {value: 1}
      (func $update.0 (export "update.0") (param $arguments i32)
        (call $rows.17 (i32.load offset=0 (local.get $arguments)) (i32.load offset=4 (local.get $arguments)) (i32.load offset=8 (local.get $arguments)) (i32.load offset=12 (local.get $arguments)))
      )
    "
  `);
});
