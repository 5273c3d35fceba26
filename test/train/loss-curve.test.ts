import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countAxis, fitAxis } from '../../src/svg/axis.ts';
import { type Series, terminalCurve } from '../../src/train/report/loss-curve.ts';
import { svgCurve } from '../../src/train/report/loss-curve-svg.ts';

const series = (name: string, values: readonly number[]): Series => ({
  name,
  points: values.map((y, i) => ({ x: i + 1, y })),
});
const falling = Array.from({ length: 40 }, (_, i) => 2 / (1 + i / 8));
const titles = { title: 'Loss', xTitle: 'epoch', yTitle: 'loss' };

describe('axes', () => {
  const ticks = (values: readonly number[], count = 5): readonly string[] =>
    fitAxis(values, count, 'round').ticks.map(({ text }) => text);

  test('round steps that hold the data', () => {
    expect(ticks([0, 1])).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    expect(ticks([0.31, 2.9])).toEqual(['0.0', '0.5', '1.0', '1.5', '2.0', '2.5', '3.0']);
    expect(ticks([-12, 27])).toEqual(['-20', '-10', '0', '10', '20', '30']);
    expect(ticks([5, 5])).toEqual(['4.4', '4.6', '4.8', '5.0', '5.2', '5.4', '5.6']);
    expect(ticks([0])).toEqual(['-1.0', '-0.5', '0.0', '0.5', '1.0']);
  });

  test('logarithmic where positive values are far apart, and only there', () => {
    expect(ticks([0.02, 3], 8)).toEqual(['0.02', '0.05', '0.1', '0.2', '0.5', '1', '2', '5']);
    expect(ticks([1e-7, 50])).toEqual(['1e-7', '1e-5', '0.001', '0.1', '10']);
    expect(fitAxis([0, 3], 5, 'round').kind).toBe('linear');
    expect(fitAxis([-1, 300], 5, 'round').kind).toBe('linear');
    expect(fitAxis([1, 3], 5, 'round').kind).toBe('linear');
  });

  test('counts are whole', () => {
    expect(countAxis(1, 3, 8).ticks.map(({ text }) => text)).toEqual(['1', '2', '3']);
    expect(countAxis(1, 60, 5).ticks.map(({ text }) => text)).toEqual(['10', '20', '30', '40', '50', '60']);
    expect(countAxis(4, 4, 5).position(4)).toBe(0.5);
  });

  test('every value lies on the axis, and there are not too many ticks', () => {
    const value = fc.double({ min: -1e299, max: 1e299, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('round' as const, 'tight' as const),
        (values, ends) => {
          const axis = fitAxis(values, 6, ends);
          expect(axis.ticks.length).toBeLessThanOrEqual(18);
          for (const v of values) {
            expect(axis.position(v)).toBeGreaterThanOrEqual(-1e-6);
            expect(axis.position(v)).toBeLessThanOrEqual(1 + 1e-6);
          }
        },
      ),
      { seed: 9 },
    );
  });
});

describe('in the terminal', () => {
  test('one series', () => {
    expect(terminalCurve([series('loss', falling)], { width: 50, height: 7 })).toMatchInlineSnapshot(`
      "2 ┤⠱⡀
        │ ⠑⢄
        │   ⠑⠤⡀
        │     ⠈⠢⠤⣀
      1 ┤         ⠉⠒⠢⢄⣀
        │              ⠉⠉⠒⠒⠢⠤⠤⣀⣀⣀⡀
        │                        ⠈⠉⠉⠉⠉⠑⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⢄⣀⣀⣀⣀
         1                                            40
      ━ loss 0.3404
      "
    `);
  });

  test('two series, told apart by numbers; a range that asks for logarithms', () => {
    const fast = falling.map((v, i) => v * Math.exp(-i / 8));
    expect(
      terminalCurve([series('training', fast), series('validation', falling)], { width: 50, height: 8 }),
    ).toMatchInlineSnapshot(`
      "   1 ┤⠑⠲⢖⣒⠤⠤⣀⣀⣀
           │    ⠉⠒⠤⣀ ⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀⡀
           │        ⠉⠒⠤⠤⢄⡀                   ⠈⠉⠉⠉⠉⠉⠉⠉⠉ 2
           │             ⠈⠑⠢⠤⢄⡀
           │                  ⠈⠑⠒⠤⠤⣀
           │                        ⠉⠉⠒⠤⣀⣀⡀
      0.01 ┤                              ⠈⠑⠒⠢⢄⡀
           │                                   ⠈⠉⠉⠒⠤⠤⣀ 1
            1                                       40
      1 training 0.002599   2 validation 0.3404
      "
    `);
  });

  test('gaps and lone points', () => {
    const { NaN: none } = Number;
    expect(
      terminalCurve([series('loss', [3, 2.5, none, 1, none, 0.5, 0.2])], { width: 30, height: 4 }),
    ).toMatchInlineSnapshot(`
      "3 ┤⠉⠒⠢⠤⣀
      2 ┤
      1 ┤             ⢀
        │                      ⠒⠢⠤⢄⣀
         1                         7
      ━ loss 0.2000
      "
    `);
  });

  test('no line is wider than the terminal, at any width', () => {
    const two = [
      series('training loss', falling),
      series(
        'validation loss',
        falling.map((v) => v + 0.2),
      ),
    ];
    for (let width = 1; width <= 90; width++)
      for (const line of terminalCurve(two, { width, height: 4 }).split('\n'))
        expect(line.length).toBeLessThanOrEqual(width);
  });

  test('colours go to the lines, their marks and the legend', () => {
    const text = terminalCurve([series('a', [1, 2]), series('b', [2, 1])], {
      width: 30,
      height: 2,
      paint: (inner, i) => `<${i}>${inner}</${i}>`,
    });
    expect(text).toContain('<0>1 a 2.000</0>   <1>2 b 1.000</1>');
    expect(text).toMatch(/<1>[\u2801-\u28ff]<\/1>/);
    expect(text).toContain(' <0>1</0>\n');
  });

  test('one value, equal values, none', () => {
    expect(terminalCurve([series('loss', [2])], { width: 20, height: 3 })).toMatchInlineSnapshot(`
      "2.2 ┤
      2.0 ┤       ⠠
      1.8 ┤
                  1
      ━ loss 2.000
      "
    `);
    expect(terminalCurve([series('loss', [0, 0, 0])], { width: 20, height: 2 })).toContain('⠉⠉⠉');
    expect(terminalCurve([series('loss', [Number.NaN])], { width: 20, height: 3 })).toBe('');
    expect(terminalCurve([], { width: 20, height: 3 })).toBe('');
  });
});

describe('as SVG', () => {
  test('a chart', () => {
    expect(svgCurve([series('training', [3, 2, 1.5]), series('validation', [3, 2.5])], titles)).toMatchInlineSnapshot(`
      "<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 420" width="720" height="420" role="img" aria-label="Loss">
      <title>Loss</title>
      <style>
      text{font:13px system-ui,sans-serif;fill:#222}.heading{font-weight:600;font-size:16px}.muted{fill:#555}
      .paper{fill:#fff}.grid{stroke:#ddd}.axis{stroke:#888}.line{fill:none;stroke-width:2;stroke-linejoin:round}.line-0{stroke-dasharray:none}.line-1{stroke-dasharray:7 4}.line-2{stroke-dasharray:2 3}.line-3{stroke-dasharray:10 3 2 3}.line-4{stroke-dasharray:12 5}.line-5{stroke-dasharray:4 2}.line-0{stroke:#0072b2}.mark.line-0{fill:#0072b2}.line-1{stroke:#c04a00}.mark.line-1{fill:#c04a00}.line-2{stroke:#00785a}.mark.line-2{fill:#00785a}.line-3{stroke:#a8447f}.mark.line-3{fill:#a8447f}.line-4{stroke:#7a6200}.mark.line-4{fill:#7a6200}.line-5{stroke:#444444}.mark.line-5{fill:#444444}
      @media(prefers-color-scheme:dark){text{fill:#eee}.muted{fill:#aaa}.paper{fill:#16181d}.grid{stroke:#33363d}.axis{stroke:#777}.line-0{stroke:#56b4e9}.mark.line-0{fill:#56b4e9}.line-1{stroke:#ff9d5c}.mark.line-1{fill:#ff9d5c}.line-2{stroke:#34cfa3}.mark.line-2{fill:#34cfa3}.line-3{stroke:#e79bc4}.mark.line-3{fill:#e79bc4}.line-4{stroke:#e6c84a}.mark.line-4{fill:#e6c84a}.line-5{stroke:#bbbbbb}.mark.line-5{fill:#bbbbbb}}
      </style>
      <rect class="paper" width="720" height="420"/>
      <text class="heading" x="70" y="26" text-anchor="start">Loss</text>
      <line class="line line-0" x1="70" y1="48" x2="96" y2="48"/>
      <text x="104" y="52" text-anchor="start">training: 1.500</text>
      <line class="line line-1" x1="229" y1="48" x2="255" y2="48"/>
      <text x="263" y="52" text-anchor="start">validation: 2.500</text>
      <line class="grid" x1="70" y1="364" x2="700" y2="364"/>
      <text class="muted" x="62" y="368" text-anchor="end">1.4</text>
      <line class="grid" x1="70" y1="327.5" x2="700" y2="327.5"/>
      <text class="muted" x="62" y="331.5" text-anchor="end">1.6</text>
      <line class="grid" x1="70" y1="291" x2="700" y2="291"/>
      <text class="muted" x="62" y="295" text-anchor="end">1.8</text>
      <line class="grid" x1="70" y1="254.5" x2="700" y2="254.5"/>
      <text class="muted" x="62" y="258.5" text-anchor="end">2.0</text>
      <line class="grid" x1="70" y1="218" x2="700" y2="218"/>
      <text class="muted" x="62" y="222" text-anchor="end">2.2</text>
      <line class="grid" x1="70" y1="181.5" x2="700" y2="181.5"/>
      <text class="muted" x="62" y="185.5" text-anchor="end">2.4</text>
      <line class="grid" x1="70" y1="145" x2="700" y2="145"/>
      <text class="muted" x="62" y="149" text-anchor="end">2.6</text>
      <line class="grid" x1="70" y1="108.5" x2="700" y2="108.5"/>
      <text class="muted" x="62" y="112.5" text-anchor="end">2.8</text>
      <line class="grid" x1="70" y1="72" x2="700" y2="72"/>
      <text class="muted" x="62" y="76" text-anchor="end">3.0</text>
      <line class="axis" x1="70" y1="364" x2="70" y2="369"/>
      <text class="muted" x="70" y="383" text-anchor="middle">1</text>
      <line class="axis" x1="385" y1="364" x2="385" y2="369"/>
      <text class="muted" x="385" y="383" text-anchor="middle">2</text>
      <line class="axis" x1="700" y1="364" x2="700" y2="369"/>
      <text class="muted" x="700" y="383" text-anchor="middle">3</text>
      <line class="axis" x1="70" y1="364" x2="700" y2="364"/>
      <polyline class="line line-0" points="70,72 385,254.5 700,345.75"/>
      <polyline class="line line-1" points="70,72 385,163.25"/>
      <text class="muted" x="385" y="406" text-anchor="middle">epoch</text>
      <text class="muted" transform="translate(18 218) rotate(-90)" text-anchor="middle">loss</text>
      </svg>
      "
    `);
  });

  test('the same bytes every time, and no number that is none', () => {
    const input = [series('a', [0.001, 5, Number.NaN, 20, Number.POSITIVE_INFINITY, 7])];
    const svg = svgCurve(input, titles);
    expect(svgCurve(input, titles)).toBe(svg);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).toContain('loss (logarithmic)');
    expect(svg.match(/<polyline/g)).toHaveLength(1);
    expect(svg.match(/<circle/g)).toHaveLength(2);
  });

  test('names and titles are text, never markup', () => {
    const svg = svgCurve([series('<script>"&\'\u0007\ud800', [1, 2])], {
      title: 'a<b>&"',
      xTitle: '</text>',
      yTitle: "'",
    });
    expect(svg).not.toMatch(/<script|<b>|<\/text><\/text>/);
    expect(svg).toContain('&#60;script&#62;&#34;&#38;&#39;\ufffd\ufffd: 2.000');
    expect(svg).toContain('aria-label="a&#60;b&#62;&#38;&#34;"');
  });

  test('elements are closed and nested', () => {
    const svg = svgCurve([series('a', falling), series('b', [1])], titles);
    const open: string[] = [];
    for (const [, close, name, selfClosing] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (close === '/') expect(open.pop()).toBe(name);
      else if (selfClosing !== '/' && name !== undefined) open.push(name);
    }
    expect(open).toEqual([]);
  });

  test('a hundred thousand steps stay a small file that keeps its peaks', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => (i === 54_321 ? 9 : Math.sin(i / 900) + 2));
    const svg = svgCurve([series('loss', many)], titles);
    expect(svg.length).toBeLessThan(100_000);
    const peak =
      /points="([^"]*)"/
        .exec(svg)?.[1]
        ?.split(' ')
        .map((p) => Number(p.split(',')[1])) ?? [];
    expect(Math.min(...peak)).toBeLessThan(Math.max(...peak) - 150);
  });

  test('without values it says so', () => {
    expect(svgCurve([series('loss', [])], titles)).toContain('>no values<');
  });
});
