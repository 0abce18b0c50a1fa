import type { Differential, DomainCase, Primitive } from '../../src/graph/index.js'
import { sizeOf, type Tensor, type TensorType } from '../../src/tensor/index.js'
import { batchMutationsWithin } from './batches.js'
import { type Link, type LinkMap, linkMap, type Place, placeOf, withLink } from './link.js'
import { type Extent, mutationsWithin } from './mutations.js'
import { sameProgram } from './same.js'

/** A primitive's record with one fault in one rule. */
export interface Mutant {
  /** The primitive, the rule and the fault: `mul vjp[1] sign`. */
  readonly name: string
  readonly rule: 'jvp' | 'vjp' | 'batch'
  readonly record: Primitive
  /** The order of the derivatives in which the fault may show. */
  readonly order: 1 | 2
  /** Which cases of the primitive's domain the fault may show in; in all others the rule is the right one. */
  readonly cases: readonly number[]
  /**
   * Whether the fault is in what the rule looks at, and the rule does not look there: traced on placeholders, the faulty
   * rule and the right one are the same graph, wherever they may differ. So they have the same bits for all operands.
   */
  readonly isOverlooked: () => boolean
}

/** A case of a domain, and the types of its operands and results. */
interface Typed {
  readonly index: number
  readonly domainCase: DomainCase<never>
  readonly operands: readonly TensorType[]
  readonly results: readonly TensorType[]
}

const typed = (record: Primitive): readonly Typed[] =>
  (record.domain() as readonly DomainCase<never>[]).map((domainCase, index) => {
    const operands = domainCase.operands.map(({ type }) => type)
    return { index, domainCase, operands, results: record.infer(operands, domainCase.attributes) }
  })

const most = (counts: readonly number[]): number => Math.max(0, ...counts)

const extentOf = (cases: readonly Typed[]): Extent => ({
  operands: most(cases.map(({ operands }) => operands.length)),
  results: most(cases.map(({ results }) => results.length)),
  axes: most(cases.flatMap(({ operands, results }) => [...operands, ...results].map(({ shape }) => shape.length))),
})

const upTo = (count: number): readonly number[] => [...new Array(count).keys()]

/** A link's map as a function of operands, results and the differential, one after another. */
const ofInputs =
  (map: LinkMap, { operands, attributes }: Place) =>
  (inputs: readonly Tensor[]): Differential => {
    const application = {
      operands: inputs.slice(0, operands.length),
      results: inputs.slice(operands.length, -1),
      attributes,
    }
    return map(application, inputs[inputs.length - 1])
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
        order: mutation.order ?? 1,
        record: withLink(record, link, (place) =>
          mutation.changes(place) ? mutation.wrong(right, place) : right(place),
        ),
        cases: changed.map(({ index }) => index),
        isOverlooked: () =>
          mutation.isOfSight === true &&
          changed.every(({ place }) => {
            const [rightly, wrongly] = [right(link), mutation.wrong(right, place)].map((map) => ofInputs(map, place))
            return sameProgram([...place.operands, ...place.results, place.source], rightly, wrongly)
          }),
      },
    ]
  })
}

const batchMutants = (record: Primitive, cases: readonly Typed[], extent: Extent): readonly Mutant[] =>
  batchMutationsWithin(extent).flatMap((mutation) => {
    const changed = cases.filter(
      ({ domainCase: { attributes }, operands, results }) =>
        results.some(({ shape }) => sizeOf(shape) > 0) &&
        mutation.changes({ primitive: record.name, operands, results, attributes }),
    )
    if (changed.length === 0) return []
    return [
      {
        name: `${record.name} batch ${mutation.name}`,
        rule: 'batch',
        order: 1,
        record: { ...record, batch: mutation.wrong(record) },
        cases: changed.map(({ index }) => index),
        isOverlooked: () => false,
      },
    ]
  })

/** The links of a primitive's derivatives that there may be in its domain. */
const linksWithin = ({ operands, results }: Extent): readonly Link[] =>
  (['jvp', 'vjp'] as const).flatMap((mode) =>
    upTo(operands).flatMap((operand) => upTo(results).map((result): Link => ({ mode, operand, result }))),
  )

/** Every mutant of a primitive's record: each mutation of each link of its derivatives, and each of its batching rule. */
export const mutantsOf = (record: Primitive): readonly Mutant[] => {
  const cases = typed(record)
  const extent = extentOf(cases)
  return [
    ...linksWithin(extent).flatMap((link) => linkMutants(record, cases, extent, link)),
    ...batchMutants(record, cases, extent),
  ]
}

/** A record taken apart and put together again as a mutant is, but without a fault, for one link of each rule. */
export const controlsOf = (record: Primitive): readonly Mutant[] => {
  const cases = typed(record)
  const exists = (link: Link): boolean =>
    cases.some(
      ({ operands, results, domainCase: { attributes } }) =>
        placeOf(record, link, operands, results, attributes) !== undefined,
    )
  return (['jvp', 'vjp'] as const).flatMap((mode) =>
    linksWithin(extentOf(cases))
      .filter((link) => link.mode === mode && exists(link))
      .slice(-1)
      .map((link) => ({
        name: `${record.name} ${mode}[${link.operand}] unchanged`,
        rule: mode,
        order: 1,
        record: withLink(record, link, () => linkMap(record, link)),
        cases: cases.map(({ index }) => index),
        isOverlooked: () => false,
      })),
  )
}
