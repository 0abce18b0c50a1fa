import type { Result } from '../../graph/index.js'
import { sizeInBytes, type Tensor } from '../../tensor/index.js'
import type { Assembly } from '../assembly.js'
import { computingTime, exchangeTime } from '../contraction/cost.js'
import { divided } from '../contraction/division.js'
import { areDots } from '../contraction/dots.js'
import type { Multiplied } from '../contraction/lanes.js'
import { planFor } from '../contraction/plan.js'
import { countDown } from '../contraction/pointers.js'
import type { Product } from '../contraction/product.js'
import { advance } from '../loops.js'
import type { Place } from '../place.js'
import { isView } from '../plan/slicing.js'
import type { Chain } from '../plan/step.js'
import { i32, type Value } from '../wasm/index.js'
import { type Described, describe, pretended } from './describe.js'
import { loopLink, productLink } from './links.js'
import { Rooms } from './rooms.js'
import { type Slices, slicesOf } from './slice.js'

type Find = (tensor: Tensor) => Place

/** How much longer the products of a chain take slice by slice than by themselves, in nanoseconds. */
const delayOf = (assembly: Assembly, { parts }: Described, { count }: Slices): number =>
  parts.reduce((sum, part) => {
    if (part.kind === 'loop') return sum
    const {
      plan,
      operands: [left, right],
      target,
    } = part
    const whole = planFor(target.dtype as Multiplied, left, right, target, assembly.latitude.fuses)
    if (areDots(assembly.latitude, whole)) return Number.POSITIVE_INFINITY
    const { first, count: pieces } = divided(whole.product, 1, assembly)
    const timeOf = (product: Product, times: number): number =>
      Math.ceil(times / assembly.threads) * computingTime(product)
    return sum + timeOf(plan.product, count) - timeOf(first, pieces)
  }, 0)

/** How to do a chain slice by slice, if that takes less time than it saves. */
export const slicesFor = (assembly: Assembly, chain: Chain, find: Find): Slices | undefined => {
  const outputs = new Set<Tensor>(chain.outputs)
  const delays = chain.ways.flatMap((way) => {
    const slices = slicesOf(way, assembly)
    if (slices.count === 1) return []
    const described = describe(chain, slices, pretended(assembly.latitude), find, () => undefined)
    if (described === undefined) return []
    const inside = [...way.axes.keys()].filter((tensor) => !outputs.has(tensor))
    const bytes = inside.reduce((sum, tensor) => sum + sizeInBytes(tensor), 0)
    const delay = delayOf(assembly, described, slices)
    return delay <= exchangeTime(bytes) / assembly.threads ? [{ slices, delay }] : []
  })
  return delays.sort((a, b) => a.delay - b.delay)[0]?.slices
}

/**
 * Writes the code of a chain, given where what it reads lies, and where its results are wanted, if anywhere; tells where
 * these then lie.
 */
export const lowerChain = (
  assembly: Assembly,
  chain: Chain,
  slices: Slices,
  find: Find,
  wanted: (result: Result) => Place | undefined,
): ReadonlyMap<Result, Place> => {
  const rooms = new Rooms(assembly)
  const { parts, places: made } = describe(chain, slices, rooms, find, wanted) as Described
  const links = parts.map((part) =>
    part.kind === 'loop'
      ? loopLink(assembly, part.loop, part.axis, slices)
      : productLink(assembly, part, slices, rooms),
  )
  const places = [...new Set(links.flatMap((link) => link.places))]
  const work = links.reduce((sum, link) => sum + link.work, 0)
  const { count, size } = slices
  assembly.task({ items: count, grain: 1, work, places }, (code, pointers, start, items, thread) => {
    const pointerOf = new Map(places.map((place, index) => [place, pointers[index]]))
    const slice = code.variable('i32', start)
    const ahead = (place: Place, index: Value<'i32'>, bytes: number): Value<'i32'> => {
      const pointer = pointerOf.get(place) as Value<'i32'>
      return bytes === 0 ? pointer : code.apply('i32.add', pointer, code.apply('i32.mul', index, i32(bytes)))
    }
    countDown(code, items, 1, () => {
      const isLast = code.apply('i32.eq', slice, i32(count - 1))
      for (const { places, strides, call } of links) {
        const starts = places.map((place, index) => {
          const distance = rooms.distance(place)
          return distance === undefined ? ahead(place, slice, size * strides[index]) : ahead(place, thread, distance)
        })
        call(code, starts, isLast)
      }
      advance(code, slice, 1)
    })
  })
  rooms.release()
  return new Map(
    chain.outputs.map((output) => {
      const place = made.get(output) as Place
      return [output, isView(output.apply) ? assembly.hold(place) : place]
    }),
  )
}
