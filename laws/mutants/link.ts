import {
  type Application,
  type Differential,
  noDerivative,
  type Primitive,
  type Pullback,
} from '../../src/graph/index.js'
import { isFloat, sizeOf, type Tensor, type TensorType } from '../../src/tensor/index.js'
import { plus } from './tensors.js'

/** What a derivative has to say of one operand and one result: forward, or back. */
export interface Link {
  readonly mode: 'jvp' | 'vjp'
  readonly operand: number
  readonly result: number
}

/** A link with the types and attributes of an application. */
export interface Place extends Link {
  readonly primitive: string
  readonly operands: readonly TensorType[]
  readonly results: readonly TensorType[]
  readonly attributes: unknown
  /** The type of the differentials that go in. */
  readonly source: TensorType
  /** The type of those that come out. */
  readonly target: TensorType
}

/** The linear map of one link: a tangent of the operand to one of the result, or a cotangent of the result to one of the operand. */
export type LinkMap = (application: Application<unknown>, differential: Tensor) => Differential

/**
 * A link in an application of these types; undefined where there are no such operand and result, both of floats and with
 * elements: a linear map to nothing or from nothing cannot be wrong.
 */
export const placeOf = (
  { name: primitive }: Primitive,
  link: Link,
  operands: readonly TensorType[],
  results: readonly TensorType[],
  attributes: unknown,
): Place | undefined => {
  const [from, to] = [operands[link.operand], results[link.result]]
  const moves = (type: TensorType | undefined): type is TensorType =>
    type !== undefined && isFloat(type.dtype) && sizeOf(type.shape) > 0
  if (!moves(from) || !moves(to)) return undefined
  const [source, target] = link.mode === 'jvp' ? [from, to] : [to, from]
  return { ...link, primitive, operands, results, attributes, source, target }
}

/** One item among others that are absent. */
const alone = <T>(item: T, at: number, of: readonly unknown[]): readonly (T | undefined)[] =>
  of.map((_, index) => (index === at ? item : undefined))

const without = <T>(items: readonly T[], at: number): readonly (T | undefined)[] =>
  items.map((item, index) => (index === at ? undefined : item))

const isPresent = (differential: Differential): boolean => differential !== undefined

/** What a record's rule says of one link. */
export const linkMap =
  (record: Primitive, { mode, operand, result }: Link): LinkMap =>
  (application, differential) => {
    const { operands, results } = application
    if (mode === 'jvp') return record.jvp(application, alone(differential, operand, operands))[result]
    const wanted = operands.map((_, index) => index === operand)
    const pullback = record.vjp(application, wanted)[operand]
    return pullback === noDerivative ? undefined : pullback(alone(differential, result, results))
  }

/** Forward mode with another map for one link: since a rule is linear, what the other links say is added to it. */
const jvpWith =
  (record: Primitive, { operand, result }: Link, map: LinkMap): Primitive['jvp'] =>
  (application, tangents) => {
    const tangent = tangents[operand]
    if (tangent === undefined || application.results[result] === undefined) return record.jvp(application, tangents)
    const others = without(tangents, operand)
    const ofOthers = others.some(isPresent) ? record.jvp(application, others) : []
    const own = application.results.length > 1 ? record.jvp(application, alone(tangent, operand, tangents)) : []
    return application.results.map((_, index) =>
      plus(ofOthers[index], index === result ? map(application, tangent) : own[index]),
    )
  }

const vjpWith =
  (record: Primitive, { operand, result }: Link, map: LinkMap): Primitive['vjp'] =>
  (application, wanted) =>
    record.vjp(application, wanted).map((right, index) => {
      if (index !== operand) return right
      const pullback: Pullback = right === noDerivative ? () => undefined : right
      return (cotangents) => {
        const cotangent = cotangents[result]
        if (cotangent === undefined) return pullback(cotangents)
        const others = without(cotangents, result)
        const ofOthers = others.some(isPresent) ? pullback(others) : undefined
        return plus(ofOthers, map(application, cotangent))
      }
    })

/** A record of which one rule says something else of one link, where that is between floats. */
export const withLink = (record: Primitive, link: Link, of: (place: Place) => LinkMap): Primitive => {
  const right = linkMap(record, link)
  const map: LinkMap = (application, differential) => {
    const { operands, results, attributes } = application
    const place = placeOf(record, link, operands, results, attributes)
    return (place === undefined ? right : of(place))(application, differential)
  }
  return link.mode === 'jvp'
    ? { ...record, jvp: jvpWith(record, link, map) }
    : { ...record, vjp: vjpWith(record, link, map) }
}
