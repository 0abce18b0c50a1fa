import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Diagnosis, diagnose, type Evidence } from '../../../src/check/diagnosis/index.js'
import { exhaustive, patience } from '../../laws/counts.js'
import { evidenceOf } from './evidence.js'
import { type Fault, faults } from './faults.js'
import { costOf, gradientOf } from './network.js'
import { networks, type Trained } from './networks.js'
import { strange } from './strange.js'

/** Whether all that is said is that some leaves are wrong by a number, and so it is: what is strange may come to that. */
const isFact = ({ mistakes }: Diagnosis, { paths, analytic, numeric }: Evidence): boolean =>
  mistakes.every(
    ({ places, factor, paths: told }) =>
      places.length === 0 &&
      factor !== undefined &&
      told.every((path) => {
        const leaf = paths.indexOf(path)
        const size = Math.max(...analytic[leaf].map(Math.abs))
        return analytic[leaf].every((entry, index) => Math.abs(entry - factor * numeric[leaf][index]) <= 1e-8 * size)
      }),
  )

/**
 * What a diagnosis comes to: `among others` where it gives alternatives, `a fact` where it tells no mistake but by what
 * number the gradient is wrong, as it is, `no fault` where the gradient is right.
 */
type Finding = 'named' | 'among others' | 'a fact' | 'in part' | 'silent' | 'wrong' | 'no fault'

const judged = (fault: Fault, { network }: Trained, diagnosis: Diagnosis | undefined, evidence: Evidence): Finding => {
  if (diagnosis === undefined) return 'silent'
  const { mistakes, alternatives, unexplained } = diagnosis
  if (![mistakes, ...alternatives].some((each) => fault.isNamedBy(each, network)))
    return unexplained.length > 0 ? 'in part' : isFact(diagnosis, evidence) ? 'a fact' : 'wrong'
  return alternatives.length === 0 ? 'named' : 'among others'
}

/** A difference that no rounding makes. */
const visible = 1e-6

const find = (fault: Fault, trained: Trained): Finding => {
  const { network, layers } = trained
  const wrong = fault.wrong(network, layers)
  if (wrong === undefined) return 'no fault'
  const evidence = evidenceOf(costOf(network), gradientOf(network, wrong), layers)
  const differs = evidence.analytic.some((entries, leaf) =>
    entries.some((entry, index) => Math.abs(entry - evidence.numeric[leaf][index]) > visible),
  )
  if (!differs) return 'no fault'
  return judged(fault, trained, diagnose(evidence), evidence)
}

/** Whether all layers learn: where none of a layer's relus is above 0, mistakes before it make no difference. */
const isAlive = ({ network, layers }: Trained): boolean =>
  evidenceOf(costOf(network), gradientOf(network), layers).numeric.every((entries) =>
    entries.some((entry) => entry !== 0),
  )

/** How many networks each mistake is made in, and among how many they are looked for. */
const [runs, drawn] = exhaustive ? [8, 400] : [1, 40]

it(
  'mistakes in gradients by hand are called by their names',
  () => {
    const pool = fc.sample(networks.filter(isAlive), { seed: 1, numRuns: drawn })
    const found = faults.map((fault, index) => {
      const of: Finding[] = []
      // Every mistake begins with another network, and goes on to those where it makes a difference.
      for (let at = 0; at < drawn && of.length < runs; at++) {
        const finding = find(fault, pool[(index + at) % drawn])
        if (finding !== 'no fault') of.push(finding)
      }
      return { fault, of }
    })
    const count = (of: readonly Finding[], finding: Finding): number => of.filter((each) => each === finding).length
    const all = found.flatMap(({ of }) => of)
    expect(found.filter(({ of }) => of.length < runs).map(({ fault }) => fault.name)).toEqual([])
    expect(found.filter(({ of }) => count(of, 'wrong') > 0).map(({ fault }) => fault.name)).toEqual([])
    expect(count(all, 'named') + count(all, 'among others')).toBeGreaterThanOrEqual(0.9 * all.length)
  },
  patience,
)

/** In so many networks each, another one for each. */
const strangeRuns = exhaustive ? 20 : 1

it(
  'nothing is said of what has no name but by what number it is wrong',
  () => {
    const entries = Object.entries(strange)
    const pool = fc.sample(networks, { seed: 5, numRuns: strangeRuns * entries.length })
    const said = pool.flatMap(({ network, layers }, index) => {
      const [name, gradient] = entries[index % entries.length]
      const evidence = evidenceOf(costOf(network), gradient(network), layers)
      const diagnosis = diagnose(evidence)
      return diagnosis === undefined || isFact(diagnosis, evidence) ? [] : [`${name}: ${diagnosis.text}`]
    })
    expect(said).toEqual([])
  },
  patience,
)
