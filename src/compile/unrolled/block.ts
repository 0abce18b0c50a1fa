import { expressionOf, isConstant, type Result } from '../../graph/index.js'
import { bytesOf, repeatedElement, sizeOf, type Tensor } from '../../tensor/index.js'
import type { Assembly } from '../assembly.js'
import { type Place, spanOf } from '../place.js'
import type { Block } from '../plan/step.js'
import { storePack } from '../vector/index.js'
import { i32 } from '../wasm/index.js'
import type { Elements, Spot } from './element.js'
import { cheapestRuns } from './runs.js'
import { unroll } from './unrolling.js'
import { Workspace } from './workspace.js'

/** Addresses as loads and stores take them: those that are known stand in the code. */
const spotsOf = (assembly: Assembly, places: readonly Place[]): readonly Spot[] => {
  const moving = places.filter(({ address }) => address.terms.length > 0)
  const pointers = new Map(assembly.addressesOf(...moving).map((pointer, index) => [moving[index], pointer]))
  return places.map((place) => {
    const pointer = pointers.get(place)
    return pointer === undefined ? { pointer: i32(0), offset: place.address.base } : { pointer, offset: 0 }
  })
}

/** All that a place reaches, as the one run of memory that it is. */
const reachOf = (place: Place): Place => {
  const { low, length } = spanOf(place.shape, place.strides)
  const base = place.address.base + low * bytesOf(place.dtype)
  return { ...place, shape: [length], strides: [1], address: { ...place.address, base } }
}

/** Where the elements of a place lie within its reach. */
const positionsIn = ({ shape, strides }: Place): readonly number[] =>
  shape.reduce<readonly number[]>(
    (positions, extent, axis) =>
      positions.flatMap((start) => Array.from({ length: extent }, (_, at) => start + at * strides[axis])),
    [-spanOf(shape, strides).low],
  )

/** The one number that a constant repeats, if it is such. */
const repeated = (workspace: Workspace, tensor: Tensor): Elements | undefined => {
  const expression = expressionOf(tensor)
  const value = isConstant(expression) ? repeatedElement(expression) : undefined
  return value === undefined ? undefined : new Array(sizeOf(tensor.shape)).fill(workspace.constant(tensor.dtype, value))
}

/** Brings elements side by side, and returns what then stores them one after another. */
const toStore = (workspace: Workspace, elements: Elements, { pointer, offset }: Spot): readonly (() => void)[] => {
  const take = (start: number, lanes: number): Elements => elements.slice(start, start + lanes)
  const gather = (start: number, lanes: number): number => workspace.cost(take(start, lanes))
  const runs = cheapestRuns(elements.length, { gather, work: () => 1 })
  return runs.each((start, lanes) => {
    const pack = workspace.pack(take(start, lanes))
    return [() => storePack(workspace.code, pointer, pack, offset + start * bytesOf(pack.dtype))]
  })
}

/**
 * Writes the code of a block, given where the tensors that it reads lie, and where its results are wanted, if anywhere;
 * tells where they then lie. All is read before anything is stored, so that a result may take the place of what is read.
 */
export const lowerBlock = (
  assembly: Assembly,
  { applies, outputs }: Block,
  find: (tensor: Tensor) => Place,
  wanted: (result: Result) => Place | undefined,
): ReadonlyMap<Result, Place> => {
  // Written where they are used, the kernels of elementary functions would soon fill the cache of instructions.
  const workspace = new Workspace(assembly.code, assembly.host('call'))
  const elements = new Map<Tensor, Elements>()
  const made = new Set<Tensor>(applies.flatMap(({ results }) => results))
  const reads: Tensor[] = []
  for (const tensor of new Set(applies.flatMap(({ operands }) => operands))) {
    if (made.has(tensor)) continue
    const known = repeated(workspace, tensor)
    if (known === undefined) reads.push(tensor)
    else elements.set(tensor, known)
  }
  const sources = reads.map(find)
  const targets = outputs.map((output) => assembly.place(output, wanted(output)))
  const spots = spotsOf(assembly, [...sources.map(reachOf), ...targets])
  reads.forEach((tensor, index) => {
    const region = workspace.stored(tensor.dtype, reachOf(sources[index]).shape[0], spots[index])
    elements.set(tensor, positionsIn(sources[index]).map(region.at))
  })
  for (const apply of applies) {
    const operands = apply.operands.map((operand) => elements.get(operand) as Elements)
    elements.set(apply.results[0], unroll(workspace, operands, apply))
  }
  const stores = outputs.flatMap((output, index) =>
    toStore(workspace, elements.get(output) as Elements, spots[sources.length + index]),
  )
  for (const store of stores) store()
  return new Map(outputs.map((output, index) => [output, targets[index]]))
}
