import type { DType } from '../../tensor/index.js'
import type { Lanes, Width } from '../vector/index.js'
import type { Value } from '../wasm/index.js'

/** An address: so many bytes behind a pointer. */
export interface Spot {
  readonly pointer: Value<'i32'>
  readonly offset: number
}

/** Elements that lie one after another in memory, of which `at` gives one by its index. */
export interface Region {
  readonly start: Spot
  readonly length: number
  readonly at: (index: number) => Element
}

/** Elements side by side in one variable: a single one is a number, several are lanes. */
export interface Register {
  readonly value: Value
  readonly lanes: Lanes
  readonly width: Width
}

/** A place in memory. */
export interface Stored {
  readonly from: 'memory'
  readonly region: Region
  readonly index: number
}

/** Where a number within a block comes from. */
export type Source =
  | { readonly from: 'constant'; readonly value: number }
  | Stored
  | { readonly from: 'register'; readonly register: Register; readonly lane: number }

/** One number within a block: the same object wherever it goes. */
export interface Element {
  readonly serial: number
  readonly dtype: DType
  readonly source: Source
}

/** Those of a tensor are in row-major order. */
export type Elements = readonly Element[]

/** Whether all are one and the same. */
export const isRepeated = (elements: Elements): boolean => elements.every((element) => element === elements[0])

/** Where the first of some elements is in memory, if there the others follow it one by one. */
export const runOf = (elements: Elements): Stored | undefined => {
  const { source } = elements[0]
  if (source.from !== 'memory') return undefined
  const { region, index } = source
  const follow = elements.every(
    ({ source: other }, at) => other.from === 'memory' && other.region === region && other.index === index + at,
  )
  return follow ? source : undefined
}

/** The register of which elements are the first lanes, if there is one. */
export const registerOf = (elements: Elements): Register | undefined => {
  const { source } = elements[0]
  if (source.from !== 'register') return undefined
  const { register } = source
  const areItsLanes = elements.every(
    ({ source: other }, at) => other.from === 'register' && other.register === register && other.lane === at,
  )
  return areItsLanes ? register : undefined
}

/** Whether an element is a number by itself in a variable. */
export const isLoose = ({ source }: Element): boolean => source.from === 'register' && source.register.lanes === 1

/** How wide the lanes are that an element has, if any. */
export const laneWidth = ({ dtype, source }: Element): Width | undefined => {
  if (source.from === 'register') return source.register.lanes === 1 ? undefined : source.register.width
  return source.from === 'memory' ? (dtype === 'float64' ? 64 : 32) : undefined
}
