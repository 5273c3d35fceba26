import type { Diagram, DiagramNode, EdgeKind } from '../diagram.ts';

/** The diagram as a flowchart of Mermaid, for pages that draw those. */
export function toMermaid(diagram: Diagram): string {
  const ids = new Map(diagram.nodes.map(({ id }, i) => [id, `n${i}`]));
  const nodeLine = (node: DiagramNode): string => `${ids.get(node.id)}${shape(node)}`;
  return `${[
    '---',
    `title: ${JSON.stringify(diagram.title)}`,
    '---',
    `flowchart ${diagram.flow === 'up' ? 'BT' : 'LR'}`,
    ...diagram.groups.flatMap(({ id, label }, i) => [
      `  subgraph g${i} [${quoted([label])}]`,
      ...diagram.nodes.filter(({ group }) => group === id).map((node) => `    ${nodeLine(node)}`),
      '  end',
    ]),
    ...diagram.nodes.filter(({ group }) => group === null).map((node) => `  ${nodeLine(node)}`),
    ...diagram.edges.map(
      ({ from, to, kind, label }) =>
        `  ${ids.get(from)} ${ARROWS[kind]}${label === null ? '' : `|${quoted([label])}|`} ${ids.get(to)}`,
    ),
  ].join('\n')}\n`;
}

const ARROWS: { readonly [K in EdgeKind]: string } = {
  data: '-->',
  state: '==>',
  start: '==>',
  weights: '-.->',
  mask: '-.->',
};

function shape({ kind, lines }: DiagramNode): string {
  const text = quoted(lines);
  switch (kind) {
    case 'input':
    case 'output':
    case 'state':
    case 'weight':
      return `[/${text}/]`;
    case 'cell':
    case 'dropout':
      return `(${text})`;
    case 'layer':
    case 'gate':
    case 'sequence':
      return `[${text}]`;
    case 'weights':
      return `[(${text})]`;
    case 'merge':
    case 'operation':
      return `((${text}))`;
  }
}

/** Mermaid reads `#…;` as a character, and tags. */
const quoted = (lines: readonly string[]): string =>
  `"${lines.map((line) => line.replaceAll(/[#"<>&`]/g, (c) => `#${c.charCodeAt(0)};`)).join('<br/>')}"`;
