import { it } from 'vitest'
import { equivalences, equivalentNames, mutantsOf } from '../../../laws/mutants/index.js'
import { type Primitive, primitives } from '../../../src/graph/index.js'
import { fateOf, pointsOf } from './primitives.js'

const records = Object.values(primitives) as readonly Primitive[]
const listed = equivalences.flatMap(equivalentNames)
it('explore', () => {
  const totals = new Map<string, number>()
  const count = (k: string) => totals.set(k, (totals.get(k) ?? 0) + 1)
  const survivors: string[] = []
  for (const record of records) {
    const t = performance.now()
    const points = pointsOf(record, { seed: 1, count: 6 })
    let n = 0
    for (const mutant of mutantsOf(record)) {
      if (mutant.rule === 'batch' || mutant.isOverlooked() || listed.includes(mutant.name)) continue
      n++
      if (process.env.STEP !== undefined && n % Number(process.env.STEP) !== 0) continue
      count(`order ${mutant.order} ${mutant.rule}`)
      try {
        const fate = fateOf(mutant, points.clear)
        if (fate === 'wrong') {
          count('wrong')
          continue
        }
        const again = fateOf(mutant, points.anywhere)
        if (again === 'wrong') {
          count('wrong, anywhere')
          continue
        }
        survivors.push(`${mutant.name}: ${fate} | ${again}`)
        console.log(survivors.at(-1))
      } catch (e) {
        survivors.push(`${mutant.name}: threw ${e}`)
        console.log(survivors.at(-1))
      }
    }
    console.log(record.name, n, Math.round(performance.now() - t))
  }
  console.log(totals, survivors.length)
}, 3600000)
