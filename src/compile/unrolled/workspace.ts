import { bytesOf, type DType, showNumber } from '../../tensor/index.js'
import {
  constantPack,
  type KernelHost,
  type Lanes,
  lane,
  loadPack,
  type Pack,
  pack,
  packOf,
  scalar,
  shuffled,
  splat,
  vectors,
  type Width,
  widthOf,
} from '../vector/index.js'
import type { Code, Value } from '../wasm/index.js'
import {
  type Element,
  type Elements,
  isLoose,
  isRepeated,
  laneWidth,
  type Region,
  type Register,
  registerOf,
  runOf,
  type Spot,
  type Stored,
} from './element.js'

type Vector = Value<'v128'>

/** A load is about half as costly as another instruction: there is room for two at a time beside them. */
const loadCost = 0.5

/**
 * The numbers of a block, and the variables that they are in. What takes instructions (to load, to take out of a lane, to
 * put side by side) is done when it is first asked for, and once.
 */
export class Workspace {
  readonly code: Code
  readonly host: KernelHost
  readonly #constants = new Map<string, Element>()
  readonly #singles = new Map<Element, Pack>()
  readonly #splats = new Map<Element, { readonly vector: Vector; readonly lanes: number }>()
  readonly #vectors = new Map<string, Vector>()
  #elements = 0

  constructor(code: Code, host: KernelHost) {
    this.code = code
    this.host = host
  }

  constant(dtype: DType, value: number): Element {
    const key = `${dtype} ${showNumber(value)}`
    const element = this.#constants.get(key) ?? this.#element(dtype, { from: 'constant', value })
    this.#constants.set(key, element)
    return element
  }

  /** Elements that lie one after another in memory. */
  stored(dtype: DType, length: number, start: Spot): Region {
    const known = new Map<number, Element>()
    const region: Region = {
      start,
      length,
      at: (index) => {
        const element = known.get(index) ?? this.#element(dtype, { from: 'memory', region, index })
        known.set(index, element)
        return element
      },
    }
    return region
  }

  /** The elements of a pack. */
  spread({ dtype, lanes, width, parts }: Pack): Elements {
    const perPart = Math.min(lanes, 128 / width) as Lanes
    const elements: Element[] = []
    for (const value of parts) {
      const register: Register = { value, lanes: perPart, width }
      for (let lane = 0; lane < perPart; lane++)
        elements.push(this.#element(dtype, { from: 'register', register, lane }))
    }
    return elements
  }

  /** The one element that a pack of two lanes has in both. */
  oneOf(pack: Pack): Element {
    const vector = vectors(pack)[0]
    const register: Register = { value: vector, lanes: 2, width: pack.width }
    const element = this.#element(pack.dtype, { from: 'register', register, lane: 0 })
    this.#splats.set(element, { vector, lanes: 2 })
    return element
  }

  #element(dtype: DType, source: Element['source']): Element {
    return { serial: this.#elements++, dtype, source }
  }

  /** One, two or four elements as a pack. */
  pack(elements: Elements): Pack {
    const { dtype, source } = elements[0]
    const lanes = elements.length as Lanes
    if (lanes === 1) return this.#single(elements[0])
    if (isRepeated(elements) && source.from === 'constant') return constantPack(dtype, source.value, lanes)
    const width = widthFor(elements)
    if (width === undefined)
      return packOf(
        this.code,
        elements.map((element) => this.#single(element)),
      )
    const parts = inParts(elements, width).map((part) => this.#vector(part, width))
    return pack(dtype, lanes, parts, width)
  }

  /** About how many instructions it takes to make a pack. */
  cost(elements: Elements): number {
    if (elements.length === 1) return this.#singleCost(elements[0])
    const width = widthFor(elements)
    if (width === undefined) return elements.reduce((sum, element) => sum + this.#singleCost(element) + 1, 0)
    return inParts(elements, width).reduce((sum, part) => sum + this.#vectorCost(part, width), 0)
  }

  /** An element as a pack of two lanes. */
  twice(element: Element): Pack {
    const { dtype, source } = element
    if (source.from === 'constant') return constantPack(dtype, source.value, 2)
    const width = laneWidth(element) ?? widthOf(dtype)
    return pack(dtype, 2, [this.#splat(element, width, 2)], width)
  }

  /** About how many instructions that takes. */
  costTwice(element: Element): number {
    return this.#splatCost(element, 2)
  }

  // --- one

  #single(element: Element): Pack {
    const single = this.#singles.get(element) ?? this.#makeSingle(element)
    this.#singles.set(element, single)
    return single
  }

  #makeSingle({ dtype, source }: Element): Pack {
    if (source.from === 'constant') return constantPack(dtype, source.value, 1)
    if (source.from === 'memory') return this.#load(dtype, source, 1)
    const { value, lanes, width } = source.register
    return lane(this.code, pack(dtype, lanes, [value], width), source.lane)
  }

  #singleCost(element: Element): number {
    const { source } = element
    if (source.from === 'constant' || isLoose(element) || this.#singles.has(element)) return 0
    return source.from === 'memory' ? loadCost : 1
  }

  /** Elements that follow each other in memory. */
  #load(dtype: DType, first: Stored, lanes: Lanes): Pack {
    const { pointer, offset } = spotOf(dtype, first)
    return loadPack(this.code, dtype, lanes, pointer, offset)
  }

  // --- several, in one vector

  #vector(elements: Elements, width: Width): Vector {
    const register = registerOf(elements)
    if (register !== undefined && register.lanes > 1) return register.value as Vector
    if (isRepeated(elements)) return this.#splat(elements[0], width, elements.length)
    const key = keyOf(elements)
    const vector = this.#vectors.get(key) ?? this.#makeVector(elements, width)
    this.#vectors.set(key, vector)
    return vector
  }

  #makeVector(elements: Elements, width: Width): Vector {
    const [first, second] = elements
    const run = runOf(elements)
    if (run !== undefined) return vectors(this.#load(first.dtype, run, elements.length as Lanes))[0]
    if (elements.every(isLoose) && width === widthOf(first.dtype))
      return vectors(
        packOf(
          this.code,
          elements.map((element) => this.#single(element)),
        ),
      )[0]
    if (first.dtype === 'float64' && isLoose(second))
      return this.code.lane('f64x2.replace_lane', 1, this.#splat(first, width, 2), scalar(this.#single(second)))
    const homes = elements.map((element) => this.#home(element, width))
    const [low, high = low, ...others] = [...new Set(homes.map(({ vector }) => vector))]
    const perVector = 128 / width
    if (others.length === 0) {
      const lanes = homes.map(({ vector, at }) => (vector === low ? at : at + perVector))
      return shuffled(this.code, low, high, lanes, width)
    }
    const [left, right] = halves(elements).map((half) => this.#vector(half, width))
    return shuffled(this.code, left, right, [0, 1, perVector, perVector + 1], width)
  }

  #vectorCost(elements: Elements, width: Width): number {
    const register = registerOf(elements)
    if (register !== undefined && register.lanes > 1) return 0
    if (isRepeated(elements)) return this.#splatCost(elements[0], elements.length)
    if (this.#vectors.has(keyOf(elements))) return 0
    if (runOf(elements) !== undefined) return loadCost
    if (elements.length === 2) return 1 + elements.reduce((sum, element) => sum + homeCost(element), 0)
    const homes = new Set(elements.map(homeOf))
    if (homes.size <= 2) return 1 + elements.reduce((sum, element) => sum + homeCost(element), 0)
    return 1 + halves(elements).reduce((sum, half) => sum + this.#vectorCost(half, width), 0)
  }

  /** A vector that has an element in some lane. */
  #home(element: Element, width: Width): { readonly vector: Vector; readonly at: number } {
    const { source } = element
    if (source.from === 'register' && source.register.lanes > 1)
      return { vector: source.register.value as Vector, at: source.lane }
    if (source.from === 'memory') {
      const { length, at } = source.region
      const count = [128 / width, 2].find((lanes) => lanes <= length)
      if (count !== undefined) {
        const start = Math.min(source.index - (source.index % count), length - count)
        const run = Array.from({ length: count }, (_, next) => at(start + next))
        return { vector: this.#vector(run, width), at: source.index - start }
      }
    }
    return { vector: this.#splat(element, width, 1), at: 0 }
  }

  /** An element in some lanes at least. */
  #splat(element: Element, width: Width, lanes: number): Vector {
    const known = this.#splats.get(element)
    if (known !== undefined && known.lanes >= lanes) return known.vector
    const vector = this.#makeSplat(element, width)
    this.#splats.set(element, { vector, lanes: 128 / width })
    return vector
  }

  #splatCost(element: Element, lanes: number): number {
    if (element.source.from === 'constant' || (this.#splats.get(element)?.lanes ?? 0) >= lanes) return 0
    return element.source.from === 'memory' ? loadCost : 1
  }

  #makeSplat(element: Element, width: Width): Vector {
    const { dtype, source } = element
    if (source.from === 'constant') return vectors(constantPack(dtype, source.value, 2))[0]
    if (source.from === 'memory' && dtype !== 'bool') {
      const { pointer, offset } = spotOf(dtype, source)
      return this.code.loadPart(width === 64 ? 'f64Splat' : 'f32Splat', pointer, offset)
    }
    if (source.from === 'register' && source.register.lanes > 1) {
      const value = source.register.value as Vector
      return shuffled(this.code, value, value, [source.lane], width)
    }
    return vectors(splat(this.code, this.#single(element), 2))[0]
  }
}

const halves = (elements: Elements): readonly Elements[] => [
  elements.slice(0, elements.length / 2),
  elements.slice(elements.length / 2),
]

/** What goes into each vector. */
const inParts = (elements: Elements, width: Width): readonly Elements[] =>
  elements.length * width > 128 ? halves(elements) : [elements]

const keyOf = (elements: Elements): string => elements.map(({ serial }) => serial).join()

const spotOf = (dtype: DType, { region, index }: Stored): Spot => {
  const { pointer, offset } = region.start
  return { pointer, offset: offset + index * bytesOf(dtype) }
}

/** The one width of lanes in which elements are to be found; undefined where truth values come in both. */
const widthFor = (elements: Elements): Width | undefined => {
  const { dtype } = elements[0]
  if (dtype !== 'bool') return widthOf(dtype)
  const widths = new Set(elements.map(laneWidth).filter((width) => width !== undefined))
  return widths.size > 1 ? undefined : ([...widths][0] ?? 32)
}

/** What tells the vectors apart that elements lie in. */
const homeOf = (element: Element): unknown => {
  const { source } = element
  if (source.from === 'register') return source.register
  return source.from === 'memory' ? source.region.at(source.index & ~3) : element
}

const homeCost = (element: Element): number => (element.source.from === 'memory' ? loadCost : isLoose(element) ? 1 : 0)
