import { afterAll, describe, expect, it } from 'vitest'
import {
  controlsOf,
  equivalences,
  equivalentNames,
  examination,
  type Mutant,
  mutantsOf,
} from '../../laws/mutants/index.js'
import { type Primitive, primitives } from '../../src/graph/index.js'

/** Faults are looked for at many places; that what is no fault is not taken for one is seen at a few. */
const many = { seed: 1, count: 10 }
const few = { seed: 2, count: 1 }

const records = Object.values(primitives) as readonly Primitive[]
const listed = equivalences.flatMap(equivalentNames)

const generated = new Set<string>()
const fates = new Map<string, number>()

const count = ({ rule }: Mutant, fate: string, by = ''): void => {
  for (const of of [fate, `  ${fate}, ${rule}${by}`]) fates.set(of, (fates.get(of) ?? 0) + 1)
}

afterAll(() => {
  const lines = [...fates].sort(([a], [b]) => (a.trim() < b.trim() ? -1 : 1))
  const totals = lines.map(([fate, mutants]) => `  ${fate}: ${mutants}`)
  console.log([`${generated.size} mutants of ${records.length} primitives`, ...totals].join('\n'))
})

/** A fault in forward mode alone is seen by the adjoint law; but if both rules had it, only by laws about one of them. */
const isFound = ({ rule, order }: Mutant, found: readonly string[]): boolean =>
  rule === 'jvp' && order === 1 ? found.some((law) => law !== 'adjoint') : found.length > 0

describe('planted faults in the rules of primitives', () => {
  it.each(records.map((record) => [record.name, record] as const))(
    'are all found: %s',
    (_, record) => {
      const [examine, glance] = [many, few].map((places) => examination(record, places))
      const survivors: string[] = []
      const mistaken: string[] = []
      for (const mutant of mutantsOf(record)) {
        generated.add(mutant.name)
        const isListed = listed.includes(mutant.name)
        if (mutant.isOverlooked()) {
          count(mutant, 'wrong about what the rule does not look at')
          if (isListed) mistaken.push(`${mutant.name}: needs no proof`)
          continue
        }
        const found = (isListed ? glance : examine)(mutant)
        if (isListed) {
          count(mutant, 'proved equivalent')
          if (found.length > 0) mistaken.push(`${mutant.name}: ${found}`)
        } else {
          count(mutant, 'found', `, by ${found.join(', ')}`)
          if (!isFound(mutant, found)) survivors.push(`${mutant.name}: ${found}`)
        }
      }
      expect(survivors, 'found by no law').toEqual([])
      expect(mistaken, 'listed as equivalent').toEqual([])
    },
    120_000,
  )

  it('are many', () => {
    expect(generated.size).toBeGreaterThan(4000)
  })

  it('are listed as equivalent only if they are generated, once, with a proof', () => {
    expect(listed.filter((name) => !generated.has(name))).toEqual([])
    expect(new Set(listed).size).toBe(listed.length)
    for (const { proof } of equivalences) expect(proof).toMatch(/^[A-Z].{20,}\.$/)
  })

  it.each(records.map((record) => [record.name, record] as const))('are found for what they are: %s', (_, record) => {
    const examine = examination(record, few)
    expect(controlsOf(record).flatMap((control) => examine(control).map((law) => `${control.name}: ${law}`))).toEqual(
      [],
    )
  })
})
