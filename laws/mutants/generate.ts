import { type DomainCase, type Primitive, traceClosed } from '../../src/graph/index.js'
import type { Tensor, TensorType } from '../../src/tensor/index.js'
import { batchMutationsWithin } from './batches.js'
import { type Link, type LinkMap, linkMap, placeOf, withLink } from './link.js'
import { type Extent, mutationsWithin } from './mutations.js'
import { sameGraph } from './same.js'

/** A primitive's record with one fault in one rule. */
export interface Mutant {
  /** The primitive, the rule and the fault: `mul vjp[1] sign`. */
  readonly name: string
  readonly rule: 'jvp' | 'vjp' | 'batch'
  readonly record: Primitive
  /** The cases of the primitive's domain where the fault may show; in all others the rule is the right one. */
  readonly cases: readonly DomainCase<never>[]
  /**
   * Whether the faulty rule is the same program as the right one, at every place where it may differ: traced on
   * placeholders, both are the same graph. Then they have the same bits for every value of the operands.
   */
  readonly isSameProgram: () => boolean
}

/** A case of a domain, and the types of its operands and results. */
interface Typed {
  readonly domainCase: DomainCase<never>
  readonly operands: readonly TensorType[]
  readonly results: readonly TensorType[]
}

const typed = (record: Primitive): readonly Typed[] =>
  (record.domain() as readonly DomainCase<never>[]).map((domainCase) => {
    const operands = domainCase.operands.map(({ type }) => type)
    return { domainCase, operands, results: record.infer(operands, domainCase.attributes) }
  })

const most = (counts: readonly number[]): number => Math.max(0, ...counts)

const extentOf = (cases: readonly Typed[]): Extent => ({
  operands: most(cases.map(({ operands }) => operands.length)),
  results: most(cases.map(({ results }) => results.length)),
  axes: most(cases.flatMap(({ operands, results }) => [...operands, ...results].map(({ shape }) => shape.length))),
})

const upTo = (count: number): readonly number[] => [...new Array(count).keys()]

/** Whether two functions of tensors trace to the same graph. */
const traceAlike = (
  types: readonly TensorType[],
  one: (inputs: readonly Tensor[]) => readonly (Tensor | undefined)[],
  other: (inputs: readonly Tensor[]) => readonly (Tensor | undefined)[],
): boolean => {
  const present: boolean[][] = []
  const [left, right] = [one, other].map(
    (f) =>
      traceClosed(
        'laws',
        (inputs) => {
          const outputs = f(inputs)
          present.push(outputs.map((output) => output !== undefined))
          return outputs.filter((output) => output !== undefined)
        },
        types,
      ).graph,
  )
  return present[0].every((flag, index) => flag === present[1][index]) && sameGraph(left, right)
}

const linkMutants = (record: Primitive, cases: readonly Typed[], extent: Extent, link: Link): readonly Mutant[] => {
  const where = extent.results > 1 ? `[${link.operand}][${link.result}]` : `[${link.operand}]`
  const places = cases.flatMap((each) => {
    const place = placeOf(record, link, each.operands, each.results, each.domainCase.attributes)
    return place === undefined ? [] : [{ ...each, place }]
  })
  const right = (of: Link): LinkMap => linkMap(record, of)
  return mutationsWithin(extent).flatMap((mutation) => {
    const changed = places.filter(({ place }) => mutation.changes(place))
    if (changed.length === 0) return []
    return [
      {
        name: `${record.name} ${link.mode}${where} ${mutation.name}`,
        rule: link.mode,
        record: withLink(record, link, (place) =>
          mutation.changes(place) ? mutation.wrong(right, place) : right(place),
        ),
        cases: changed.map(({ domainCase }) => domainCase),
        isSameProgram: () =>
          changed.every(({ place, operands, results, domainCase: { attributes } }) => {
            const tracing = (map: LinkMap) => (inputs: readonly Tensor[]) => [
              map(
                {
                  operands: inputs.slice(0, operands.length),
                  results: inputs.slice(operands.length, -1),
                  attributes,
                },
                inputs[inputs.length - 1],
              ),
            ]
            const types = [...operands, ...results, place.source]
            return traceAlike(types, tracing(right(link)), tracing(mutation.wrong(right, place)))
          }),
      },
    ]
  })
}

/** Every choice of operands that come in batches. */
const batchings = (count: number): readonly (readonly boolean[])[] =>
  upTo(2 ** count)
    .slice(1)
    .map((bits) => upTo(count).map((index) => ((bits >> index) & 1) === 1))

/** A number of examples that no axis of the cases has. */
const size = 5

const batchMutants = (record: Primitive, cases: readonly Typed[], extent: Extent): readonly Mutant[] =>
  batchMutationsWithin(extent).flatMap((mutation) => {
    const changed = cases.filter(({ domainCase: { attributes }, operands, results }) =>
      mutation.changes({ primitive: record.name, operands, results, attributes }),
    )
    if (changed.length === 0) return []
    const wrong = mutation.wrong(record)
    return [
      {
        name: `${record.name} batch ${mutation.name}`,
        rule: 'batch',
        record: { ...record, batch: wrong },
        cases: changed.map(({ domainCase }) => domainCase),
        isSameProgram: () =>
          changed.every(({ operands, domainCase: { attributes } }) =>
            batchings(operands.length).every((batched) => {
              const types = operands.map(({ dtype, shape }, index) => ({
                dtype,
                shape: batched[index] ? [size, ...shape] : shape,
              }))
              return traceAlike(
                types,
                (inputs) => record.batch(inputs, batched, attributes, size),
                (inputs) => wrong(inputs, batched, attributes, size),
              )
            }),
          ),
      },
    ]
  })

/** Every mutant of a primitive's record: each mutation of each link of its derivatives, and each of its batching rule. */
export const mutantsOf = (record: Primitive): readonly Mutant[] => {
  const cases = typed(record)
  const extent = extentOf(cases)
  const links = (['jvp', 'vjp'] as const).flatMap((mode) =>
    upTo(extent.operands).flatMap((operand) => upTo(extent.results).map((result): Link => ({ mode, operand, result }))),
  )
  return [...links.flatMap((link) => linkMutants(record, cases, extent, link)), ...batchMutants(record, cases, extent)]
}
