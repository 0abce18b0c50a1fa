import { Graph, layout } from '@dagrejs/dagre'
import type { DrawnNode, Layout, Way } from '../protocol.js'

/** How wide a monospaced letter is, of a label and of what stands below it. */
const letter = { label: 7.9, small: 6.7 }

export const nodeHeight = 58

/** Room for a label, the type below it, and a short value beside what the sweep brings. */
export const nodeWidth = ({ part, label, type, returned, short, room }: DrawnNode): number => {
  const below = Math.max(type.length, short.length + (room === 0 ? 0 : room + 4))
  const above = label.length + (returned === '' ? 0 : returned.length + 3)
  // Round ends take some of the room.
  const ends = part === 'input' || part === 'constant' ? 34 : 20
  return Math.ceil(Math.max(above * letter.label, below * letter.small, 64) + ends)
}

/** The nodes of a drawing, those given, in layers from above; a node that several operands are has one way to their user. */
export const layoutOf = (nodes: readonly DrawnNode[], shown: readonly number[]): Layout => {
  if (shown.length === 0) return { width: 0, height: 0, nodes: [], ways: [] }
  const within = new Set(shown)
  const graph = new Graph()
  graph.setGraph({ rankdir: 'TB', nodesep: 22, ranksep: 34, marginx: 8, marginy: 8 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of shown) graph.setNode(String(node), { width: nodeWidth(nodes[node]), height: nodeHeight })
  for (const node of shown)
    for (const source of new Set(nodes[node].sources))
      if (within.has(source)) graph.setEdge(String(source), String(node))
  layout(graph)
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number }
  return {
    width,
    height,
    nodes: shown.map((node) => {
      const {
        x = 0,
        y = 0,
        width,
        height,
      } = graph.node(String(node)) as Required<{ x: number; y: number; width: number; height: number }>
      return { node, x, y, width, height }
    }),
    ways: graph.edges().map(({ v, w }: { readonly v: string; readonly w: string }): Way => {
      const { points = [] } = graph.edge(v, w) as { readonly points?: Way['points'] }
      return { from: Number(v), to: Number(w), points: points.map(({ x, y }) => ({ x, y })) }
    }),
  }
}
