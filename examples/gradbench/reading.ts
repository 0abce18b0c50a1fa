import { fromTypedArray, type Tensor } from 'cotangent'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Json } from './evaluation.js'

/** What JSON stands for; or what is wrong with it, and where: `input.x[3] is "a", not a number`. */
export type Decoder<A> = (json: Json, at?: string) => Either<string, A>

/** A text of JSON, short. */
const shown = (json: Json): string => {
  if (Array.isArray(json)) return 'an array'
  if (typeof json === 'object' && json !== null) return 'an object'
  if (typeof json === 'number') return String(json)
  const text = JSON.stringify(json)
  return text.length <= 40 ? text : `${text.slice(0, 37)}...`
}

const decoder =
  <A extends Json>(what: string, is: (json: Json) => json is A): Decoder<A> =>
  (json, at = 'input') =>
    is(json) ? right(json) : left(`${at} is ${shown(json)}, not ${what}`)

// A number like 1e999, which JSON can write, is read as Infinity.
const isNumber = (json: Json): json is number => Number.isFinite(json)
const isInteger = (json: Json): json is number => Number.isSafeInteger(json)

export const number = decoder('a number', isNumber)
export const integer = decoder('an integer', isInteger)
export const text = decoder('a string', (json): json is string => typeof json === 'string')
export const flag = decoder('true or false', (json): json is boolean => typeof json === 'boolean')

const isObject = (json: Json): json is { readonly [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

const object = decoder('an object', isObject)

/** An object with these fields; others that it has are left alone. */
export const record =
  <R extends Readonly<Record<string, unknown>>>(fields: { readonly [K in keyof R]: Decoder<R[K]> }): Decoder<R> =>
  (json, at = 'input') => {
    const whole = object(json, at)
    if (isLeft(whole)) return whole
    const found: Record<string, unknown> = {}
    for (const [name, decode] of Object.entries<Decoder<unknown>>(fields)) {
      if (!Object.hasOwn(whole.right, name)) return left(`${at} has no ${name}`)
      const field = decode(whole.right[name], `${at}.${name}`)
      if (isLeft(field)) return field
      found[name] = field.right
    }
    return right(found as R)
  }

/** Arrays of what one decoder reads. */
export const list =
  <A>(decode: Decoder<A>): Decoder<readonly A[]> =>
  (json, at = 'input') => {
    if (!Array.isArray(json)) return left(`${at} is ${shown(json)}, not an array`)
    const found: A[] = []
    for (const [index, each] of json.entries()) {
      const element = decode(each, `${at}[${index}]`)
      if (isLeft(element)) return element
      found.push(element.right)
    }
    return right(found)
  }

/** The numbers that a dtype holds. */
const elements = {
  float64: { what: 'a number', is: isNumber, room: (size: number) => new Float64Array(size) },
  int32: {
    what: 'an integer of 32 bits',
    is: (json: Json): json is number => typeof json === 'number' && json === (json | 0),
    room: (size: number) => new Int32Array(size),
  },
} as const

/** Extents by the first array of each depth; 0 where there is none. */
const extentsOf = (json: Json | undefined, rank: number): readonly number[] => {
  if (rank === 0) return []
  return Array.isArray(json) ? [json.length, ...extentsOf(json[0], rank - 1)] : [0, ...extentsOf(undefined, rank - 1)]
}

/** What is wrong, and the indices that lead there. */
interface Fault {
  readonly indices: string
  readonly problem: string
}

interface Shapes {
  readonly 0: []
  readonly 1: [number]
  readonly 2: [number, number]
  readonly 3: [number, number, number]
}

/** Nested arrays of numbers, all of one depth as long as each other, as a tensor of this rank. */
const nested =
  <D extends 'float64' | 'int32'>(dtype: D) =>
  <R extends keyof Shapes>(rank: R): Decoder<Tensor<Shapes[R], D>> =>
  (json, at = 'input') => {
    const { what, is, room } = elements[dtype]
    const extents = extentsOf(json, rank)
    const data = room(extents.reduce((product, extent) => product * extent, 1))
    let size = 0
    const fill = (part: Json, depth: number): Fault | undefined => {
      if (depth === rank) {
        if (!is(part)) return { indices: '', problem: `is ${shown(part)}, not ${what}` }
        data[size++] = part
        return undefined
      }
      if (!Array.isArray(part)) return { indices: '', problem: `is ${shown(part)}, not an array` }
      if (part.length !== extents[depth])
        return { indices: '', problem: `has ${part.length} elements, where the first has ${extents[depth]}` }
      for (let index = 0; index < part.length; index++) {
        const fault = fill(part[index], depth + 1)
        if (fault !== undefined) return { ...fault, indices: `[${index}]${fault.indices}` }
      }
      return undefined
    }
    const fault = fill(json, 0)
    if (fault !== undefined) return left(`${at}${fault.indices} ${fault.problem}`)
    return right(fromTypedArray(data, extents) as Tensor as Tensor<Shapes[R], D>)
  }

/** Floats as a tensor of some rank. */
export const floats = nested('float64')

/** Integers, such as indices, as a tensor of some rank. */
export const integers = nested('int32')

export const scalar = floats(0)
export const vector = floats(1)
export const matrix = floats(2)
