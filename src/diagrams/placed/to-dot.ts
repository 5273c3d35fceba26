import type { Diagram, DiagramEdge, DiagramNode, EdgeKind, NodeKind } from '../diagram.ts';
import { sizeOf } from './layout.ts';
import { placeCopies } from './place-copies.ts';
import { wrapText } from './text-size.ts';

/**
 * The diagram in the language of Graphviz. Copies side by side have their places in it: `neato -n` keeps them, `dot` finds its own.
 */
export function toDot(diagram: Diagram): string {
  const isPlaced = diagram.nodes.length > 0 && diagram.nodes.every(({ place }) => place !== null);
  const layout = isPlaced ? placeCopies(diagram) : null;
  const places = new Map(layout?.boxes.map(({ node, x, y }) => [node.id, `${round(x)},${round(layout.height - y)}`]));
  const nodeLine = (node: DiagramNode): string =>
    `  ${quoted(node.id)} ${attributes(nodeAttributes(node, places.get(node.id)))};`;
  const grouped = diagram.groups.flatMap(({ id, label }, i) => [
    `  subgraph cluster_${i} {`,
    `    ${attributesInside({ label: quoted(label), labelloc: 'b', labeljust: 'l', fontname: quoted('Helvetica'), fontsize: '11', style: 'rounded', class: 'group' })}`,
    ...diagram.nodes.filter(({ group }) => group === id).map((node) => `  ${nodeLine(node)}`),
    '  }',
  ]);
  return `${[
    `digraph ${quoted(diagram.title)} {`,
    `  ${attributesInside({ rankdir: diagram.flow === 'up' ? 'BT' : 'LR', nodesep: '0.4', ranksep: '0.45', ...(isTree(diagram) ? { ordering: 'in' } : {}) })}`,
    `  node ${attributes({ fontname: quoted('Helvetica'), fontsize: '12', margin: quoted('0.1,0.05') })};`,
    `  edge ${attributes({ fontname: quoted('Helvetica'), fontsize: '11', arrowsize: '0.7' })};`,
    ...grouped,
    ...diagram.nodes.filter(({ group }) => group === null).map(nodeLine),
    ...rankLines(diagram),
    ...diagram.edges.map(
      (edge) => `  ${quoted(edge.from)} -> ${quoted(edge.to)} ${attributes(edgeAttributes(edge, diagram))};`,
    ),
    '}',
  ].join('\n')}\n`;
}

/** A string of Graphviz; line ends become `\n`. */
const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** Copies without places are those of a tree: children stand in their order. */
const isTree = ({ nodes }: Diagram): boolean => nodes.some(({ step, place }) => step !== null && place === null);

/** Where values flow to the right, what comes in stands at the left end and what goes out at the right. */
function rankLines({ flow, nodes, edges }: Diagram): readonly string[] {
  if (flow === 'up') return [];
  const [read, written] = [new Set(edges.map(({ from }) => from)), new Set(edges.map(({ to }) => to))];
  const isPort = ({ kind }: DiagramNode): boolean => kind === 'state' || kind === 'input' || kind === 'output';
  const ports = nodes.filter(isPort);
  const line = (rank: string, of: readonly DiagramNode[]): string =>
    `  { rank=${rank}; ${of.map(({ id }) => `${quoted(id)};`).join(' ')} }`;
  return [
    line(
      'source',
      ports.filter(({ id }) => !written.has(id)),
    ),
    line(
      'sink',
      ports.filter(({ id }) => !read.has(id)),
    ),
  ];
}

type Attributes = { readonly [name: string]: string };

const attributes = (list: Attributes): string =>
  `[${Object.entries(list)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}]`;

const attributesInside = (list: Attributes): string =>
  Object.entries(list)
    .map(([name, value]) => `${name}=${value};`)
    .join(' ');

const SHAPES: { readonly [K in NodeKind]: Attributes } = {
  input: { shape: 'plaintext' },
  output: { shape: 'plaintext' },
  cell: { shape: 'box', style: quoted('rounded,bold') },
  layer: { shape: 'box' },
  dropout: { shape: 'box', style: quoted('rounded,dashed') },
  merge: { shape: 'ellipse' },
  sequence: { shape: 'box', style: 'dashed' },
  weights: { shape: 'box', peripheries: '2' },
  state: { shape: 'plaintext' },
  gate: { shape: 'box', style: 'bold' },
  operation: { shape: 'ellipse' },
  weight: { shape: 'plaintext' },
};

function nodeAttributes(node: DiagramNode, place: string | undefined): Attributes {
  const { text, width, height } = sizeOf(node);
  return {
    label: quoted(text.join('\n')),
    ...SHAPES[node.kind],
    class: node.kind,
    width: inches(width),
    height: inches(height),
    ...(node.lane === null ? {} : { group: quoted(node.lane) }),
    ...(place === undefined ? {} : { pos: quoted(place) }),
  };
}

const STYLES: { readonly [K in EdgeKind]: Attributes } = {
  data: {},
  state: { style: 'bold' },
  start: { style: 'bold' },
  weights: { style: 'dashed' },
  mask: { style: 'dotted' },
};

function edgeAttributes({ kind, label, from, to }: DiagramEdge, { nodes }: Diagram): Attributes {
  const laneOf = (id: string): string | null => nodes.find((node) => node.id === id)?.lane ?? null;
  const lane = laneOf(from);
  return {
    ...STYLES[kind],
    class: kind,
    ...(label === null
      ? {}
      : {
          label: quoted(
            wrapText(label)
              .map((line) => `  ${line}  `)
              .join('\n'),
          ),
        }),
    ...(lane !== null && lane === laneOf(to) ? { weight: '20' } : {}),
  };
}

const inches = (pixels: number): string => round(pixels / 72);
const round = (x: number): string => String(Number(x.toFixed(2)));
