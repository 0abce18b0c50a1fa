import type { GraphProto, NodeProto } from '../../engine/onnx/index.js'

/** Inputs of operators that are floats and yet decide shapes or places: by operator, where they stand. */
const boundInputs: Readonly<Record<string, readonly number[]>> = {
  Clip: [1, 2],
  Dropout: [1],
  OneHot: [1, 2],
  Pad: [2],
  Range: [0, 1, 2],
  Resize: [1, 2],
  Upsample: [1],
}

const boundsOf = ({ opType = '', input }: NodeProto): readonly string[] =>
  Object.hasOwn(boundInputs, opType) ? boundInputs[opType].flatMap((index) => input[index] ?? []) : []

/** The names that are only used for such inputs. */
export const constantBounds = (graph: GraphProto): ReadonlySet<string> => {
  const bounds = new Set(graph.node.flatMap(boundsOf))
  for (const node of graph.node) {
    const own = new Set(boundsOf(node))
    for (const name of node.input) if (!own.has(name)) bounds.delete(name)
  }
  return bounds
}
