import type { Graph } from '../graph/index.js'
import { bytesOf, type DType, type Shape, sizeOf } from '../tensor/index.js'
import { Assembly, type Datum, type Failure } from './assembly.js'
import { inline } from './inline.js'
import { tableOfLowerings } from './lowering.js'
import { copy } from './nests/map.js'
import { type Place, spanOf } from './place.js'

/** Where a program finds an operand: in row-major order from an address on. */
export interface OperandSlot {
  readonly dtype: DType
  readonly length: number
  readonly address: number
}

/** Where a program leaves an output: some elements from an address on, and how they make up a tensor. */
export interface OutputSlot extends OperandSlot {
  readonly shape: Shape
  readonly strides: readonly number[]
  readonly offset: number
}

/** A graph as a WebAssembly module, and how to run it in an arena. */
export interface Program {
  readonly module: Uint8Array<ArrayBuffer>
  /** Bytes that the arena must have. */
  readonly extent: number
  readonly operands: readonly OperandSlot[]
  readonly constants: readonly Datum[]
  readonly outputs: readonly OutputSlot[]
  /** What the module's numbered failures are. */
  readonly failures: readonly Failure[]
}

/** An output that can be read at one stretch: where it lies, unless it moves or is spread over more than its size. */
const readable = (assembly: Assembly, place: Place): Place => {
  if (place.address.terms.length === 0 && spanOf(place.shape, place.strides).length <= sizeOf(place.shape)) return place
  const compact = assembly.allocate(place)
  copy(assembly, place, compact)
  assembly.release(place)
  return compact
}

const outputSlot = ({ dtype, shape, strides, address }: Place): OutputSlot => {
  const { low, length } = spanOf(shape, strides)
  return { dtype, shape, strides, length, offset: -low, address: address.base + low * bytesOf(dtype) }
}

/** Compiles a graph, for as many threads at most. */
export const compile = (graph: Graph, threads = 1): Program => {
  const assembly = new Assembly(tableOfLowerings, threads)
  const inputs = graph.inputs.map((input) => assembly.allocate(input))
  let outputs: readonly Place[] = []
  const functions = assembly.sequence(() => {
    outputs = inline(assembly, graph, inputs).map((place) => readable(assembly, place))
  })
  return {
    module: assembly.finish(functions),
    extent: assembly.arena.extent,
    operands: inputs.map(({ dtype, shape, address }) => ({ dtype, length: sizeOf(shape), address: address.base })),
    constants: assembly.data,
    outputs: outputs.map(outputSlot),
    failures: assembly.failures,
  }
}
