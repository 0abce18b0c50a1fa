import { expressionOf, type Graph } from '../graph/index.js'
import { bytesOf, type Constant, type DType, type Shape, sizeOf, type Tensor } from '../tensor/index.js'
import { Assembly, type Failure, type Target } from './assembly.js'
import { inline } from './inline.js'
import { compact } from './known.js'
import type { Table } from './layout.js'
import { tableFor } from './lowering.js'
import type { BufferUse } from './memoryPlan.js'
import { copy } from './nests/copy.js'
import type { Part } from './parts.js'
import { type Place, placeIn, spanOf } from './place.js'
import { type ConstantReference, isLarge, type Pool, type Resident } from './residents.js'
import { structureOf } from './structure.js'

/** Elements in row-major order from an address on, in bytes. */
export interface Slot {
  readonly dtype: DType
  readonly length: number
  readonly address: number
}

/** An operand that is copied to where the program finds it. */
export interface CopiedOperand extends Slot {
  readonly operand: number
}

/** An operand that stays in the memory between runs, in row-major order; the variable `pointer` is given its address. */
export interface ResidentOperand {
  readonly operand: number
  readonly pointer: string
}

/** An output that the program computes: some elements from an address on, and how they make up a tensor. */
export interface Computed extends Slot {
  readonly _tag: 'Computed'
  readonly shape: Shape
  readonly strides: readonly number[]
  readonly offset: number
}

/** What is handed out: something computed, or an operand or a constant of the graph as it is. */
export type Output =
  | Computed
  | { readonly _tag: 'Operand'; readonly operand: number }
  | { readonly _tag: 'Constant'; readonly constant: ConstantReference }

/**
 * Graphs of one structure as a WebAssembly module, and how to run it in the memory; operands that are not used are not
 * mentioned.
 */
export interface Program {
  readonly module: Uint8Array<ArrayBuffer>
  /** Where the bytes end that it works in. */
  readonly extent: number
  readonly copied: readonly CopiedOperand[]
  readonly resident: readonly ResidentOperand[]
  /** Large constants. */
  readonly constants: readonly Resident[]
  readonly pool: Pool | undefined
  readonly tables: readonly Table[]
  readonly outputs: readonly Output[]
  /** What the module's numbered failures are. */
  readonly failures: readonly Failure[]
  /** What a program that is watched marks the beginnings and ends of, by number. */
  readonly parts: readonly Part[]
  /** What lies where in the memory while a program that is watched runs. */
  readonly buffers: readonly BufferUse[]
}

/** Where the inputs lie that are used. */
const receive = (assembly: Assembly, { inputs, applies }: Graph) => {
  const used = new Set<Tensor>(applies.flatMap(({ operands }) => operands))
  const copied: CopiedOperand[] = []
  const resident: ResidentOperand[] = []
  const places = inputs.map((input, operand): Place => {
    const { shape, dtype } = input
    if (!used.has(input)) return placeIn(input, { address: 0, bytes: 0, holders: 1 })
    if (!isLarge(input)) {
      const place = assembly.allocate(input)
      assembly.parts?.memory.received(place.block, `operand ${operand}`)
      copied.push({ operand, dtype, length: sizeOf(shape), address: place.address.base })
      return place
    }
    const [place, pointer] = assembly.residents.incoming(input, operand)
    resident.push({ operand, pointer })
    return place
  })
  return { places, copied, resident }
}

/** An output that can be read at one stretch: where it lies, unless it moves or is spread over more than its size. */
const readable = (assembly: Assembly, place: Place): Place => {
  if (place.address.terms.length === 0 && spanOf(place.shape, place.strides).length <= sizeOf(place.shape)) return place
  const compact = assembly.allocate(place)
  assembly.parts?.memory.stored(compact.block, place)
  copy(assembly, place, compact)
  assembly.release(place)
  return compact
}

const computed = ({ dtype, shape, strides, address }: Place): Computed => {
  const { low, length } = spanOf(shape, strides)
  const start = address.base + low * bytesOf(dtype)
  return { _tag: 'Computed', dtype, shape, strides, length, offset: -low, address: start }
}

/** What is handed out, where the `places` are those of the outputs that are computed, in order. */
const outputsOf = (
  { inputs, outputs }: Graph,
  places: readonly Place[],
  refer: (constant: Constant) => ConstantReference,
): readonly Output[] => {
  const operands = new Map<Tensor, number>(inputs.map((input, operand) => [input, operand]))
  let next = 0
  return outputs.map((output) => {
    const expression = expressionOf(output)
    return expression._tag === 'Result'
      ? computed(places[next++])
      : expression._tag === 'Input'
        ? { _tag: 'Operand', operand: operands.get(expression) as number }
        : { _tag: 'Constant', constant: refer(expression) }
  })
}

/** Compiles a graph, whose constants it knows by their numbers in its structure. */
export const compile = (
  graph: Graph,
  target: Target = { threads: 1, shared: false },
  { constants } = structureOf(graph),
): Program => {
  const numbers = new Map(constants.map((constant, index) => [constant, index]))
  const refer = (constant: Constant): ConstantReference => numbers.get(constant) ?? compact(constant)
  const assembly = new Assembly(tableFor(target), target, refer)
  const { places: inputs, copied, resident } = receive(assembly, graph)
  const results = graph.outputs.filter(({ _tag }) => _tag === 'Result')
  let places: readonly Place[] = []
  const functions = assembly.sequence(() => {
    places = inline(assembly, { ...graph, outputs: results }, inputs).map((place) => readable(assembly, place))
  })
  return {
    module: assembly.finish(functions),
    extent: assembly.arena.extent,
    copied,
    resident,
    constants: assembly.residents.large,
    pool: assembly.residents.pool,
    tables: assembly.tables,
    outputs: outputsOf(graph, places, refer),
    failures: assembly.failures,
    parts: assembly.parts?.list ?? [],
    buffers: assembly.parts?.memory.buffers ?? [],
  }
}
