import { afterAll, describe, expect, it } from 'vitest'
import { equivalences, equivalentNames, type Mutant, mutantsOf } from '../../../laws/mutants/index.js'
import { type Primitive, primitives } from '../../../src/graph/index.js'
import { exhaustive, patience } from '../../laws/counts.js'
import { fateOf, type Points, pointsOf } from './primitives.js'
import { makeTally } from './tally.js'

/** One mutant in so many is tried; all of them where there is time. */
const step = exhaustive ? 1 : Number(process.env.COTANGENT_FAULTS ?? 80)

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

const isFound = (mutant: Mutant, points: Points): boolean => {
  for (const where of ['clear', 'scaled', 'coarse', 'anywhere'] as const)
    if (fateOf(mutant, points[where]) === 'wrong') {
      tally.count(`found, ${where}`)
      return true
    }
  return false
}

let at = 0

describe('faults in the rules of primitives', () => {
  it.each(records.map((record) => [record.name, record] as const))(
    'are found by gradcheck: %s',
    { timeout: patience },
    (_, record) => {
      const points = pointsOf(record, { seed: 1, count: 5 })
      const survivors = mutantsOf(record).filter((mutant) => {
        if (mutant.rule === 'batch' || at++ % step !== 0) return false
        tally.count('generated')
        if (mutant.isOverlooked() || equivalent.has(mutant.name)) {
          tally.count('equivalent')
          return false
        }
        if (isConvention(mutant)) {
          tally.count('another convention')
          return fateOf(mutant, points.coarse) === 'wrong'
        }
        tally.count(`distinct, of order ${mutant.order}, ${mutant.rule}`, 'distinct')
        return !isFound(mutant, points)
      })
      expect(survivors.map(({ name }) => name)).toEqual([])
    },
  )

  it('are many', () => {
    if (exhaustive) expect(tally.of('distinct')).toBeGreaterThan(3000)
    expect(tally.of('distinct')).toBeGreaterThan(0)
  })
})
