import { afterAll, describe, expect, it } from 'vitest'
import { equivalences, equivalentNames, type Mutant, mutantsOf } from '../../../laws/mutants/index.js'
import { type Primitive, primitives } from '../../../src/graph/index.js'
import { exhaustive, patience } from '../../laws/counts.js'
import { factOf, worth } from './naming.js'
import { bothAt, foundAt, namesOf, type Points, pointsOf, saidAt } from './primitives.js'
import { makeTally } from './tally.js'

/** One mutant in so many is tried; all of them where there is time. */
const step = Number(process.env.COTANGENT_FAULTS ?? (exhaustive ? 1 : 80))

const records = (Object.values(primitives) as readonly Primitive[]).filter(({ name }) => name !== 'stopGradient')

const equivalent = new Set(equivalences.flatMap(equivalentNames))

/**
 * Mutants that say something else by convention, which is right to say: at a kink any slope between those of both sides
 * is one, and at a jump there is none. What stopGradient says is a decree and no derivative at all, so that the mutants
 * of its rules are none either.
 */
const isConvention = ({ name }: Mutant): boolean =>
  /^(abs|hypot|maximum|minimum|sign) .* slope -?[01] at /.test(name) ||
  /^reduce(Max|Min) .* (the whole|nothing) at ties$/.test(name)

const tally = makeTally()

afterAll(() => {
  console.log(['faults in the rules of primitives', ...tally.lines()].join('\n'))
})

/** What is wrong with what is said of a mutant of a record: that nothing is, or something that is not so. */
const faultOf = (mutant: Mutant, record: Primitive, points: Points): readonly string[] => {
  for (const where of ['clear', 'scaled', 'coarse', 'anywhere'] as const) {
    const point = foundAt(mutant, points[where])
    if (point === undefined) continue
    tally.count(`found, ${where}`)
    if (mutant.order === 2 || where !== 'clear') return []
    const { diagnosis } = saidAt(mutant, point, true)
    const both = bothAt(mutant, record, point)
    const fact = factOf(both)
    const found = worth(diagnosis, namesOf(mutant), both)
    tally.count(`${fact === undefined ? 'without a fact' : 'with a fact'}, ${found}`)
    if (fact !== undefined) tally.count(`    ${fact}, ${found}`)
    return found === 'otherwise' ? [`${mutant.name}: ${diagnosis?.text}`] : []
  }
  return [`${mutant.name}: not found`]
}

let at = 0

describe('faults in the rules of primitives', () => {
  it.each(records.map((record) => [record.name, record] as const))(
    'are found by gradcheck: %s',
    { timeout: patience },
    (_, record) => {
      const points = pointsOf(record, { seed: 1, count: 5 })
      const faults = mutantsOf(record).flatMap((mutant) => {
        if (mutant.rule === 'batch' || at++ % step !== 0) return []
        tally.count('generated')
        if (mutant.isOverlooked() || equivalent.has(mutant.name)) {
          tally.count('equivalent')
          return []
        }
        if (isConvention(mutant)) {
          tally.count('another convention')
          return foundAt(mutant, points.coarse) === undefined ? [] : [`${mutant.name}: found`]
        }
        tally.count(`distinct, of order ${mutant.order}, ${mutant.rule}`, 'distinct')
        return faultOf(mutant, record, points)
      })
      expect(faults).toEqual([])
    },
  )

  it('are many', () => {
    if (exhaustive) expect(tally.of('distinct')).toBeGreaterThan(3000)
    expect(tally.of('distinct')).toBeGreaterThan(0)
  })
})
