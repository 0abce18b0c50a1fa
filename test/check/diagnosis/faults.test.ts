import fc from 'fast-check'
import { expect, it } from 'vitest'
import { diagnose } from '../../../src/check/diagnosis/index.js'
import { evidenceOf } from './evidence.js'
import { type Fault, faults } from './faults.js'
import { costOf, gradientOf } from './network.js'
import { networks, type Trained } from './networks.js'

type Finding = 'named' | 'among others' | 'silent' | 'wrong' | 'equivalent'

const find = (fault: Fault, { network, layers }: Trained): Finding => {
  const wrong = fault.wrong(network, layers)
  if (wrong === undefined) return 'equivalent'
  const evidence = evidenceOf(costOf(network), gradientOf(network, wrong), layers)
  const differs = evidence.analytic.some((entries, leaf) =>
    entries.some((entry, index) => Math.abs(entry - evidence.numeric[leaf][index]) > 1e-6),
  )
  if (!differs) return 'equivalent'
  const diagnosis = diagnose(evidence)
  if (diagnosis === undefined) return 'silent'
  if (fault.isNamedBy(diagnosis.mistakes, network))
    return diagnosis.alternatives.length === 0 ? 'named' : 'among others'
  const found = diagnosis.alternatives.some((mistakes) => fault.isNamedBy(mistakes, network))
  if (!found && process.env.SHOW)
    console.log(
      fault.name,
      '|',
      layers.map(({ weights }) => weights.shape.join('x')).join(' '),
      network.hidden[0],
      network.loss,
      network.residual,
      network.decay,
      '|',
      diagnosis.text,
    )
  return found ? 'among others' : 'wrong'
}

const runs = Number(process.env.RUNS ?? 12)

it('mistakes in gradients by hand are called by their names', () => {
  const drawn = fc.sample(networks, { seed: Number(process.env.SEED ?? 1), numRuns: runs })
  const table = faults.map((fault) => {
    const found = drawn.map((each) => find(fault, each))
    const count = (finding: Finding): number => found.filter((each) => each === finding).length
    return {
      fault: fault.name,
      named: count('named'),
      'among others': count('among others'),
      silent: count('silent'),
      wrong: count('wrong'),
      equivalent: count('equivalent'),
    }
  })
  console.table(table)
  const total = (key: 'named' | 'among others' | 'silent' | 'wrong'): number =>
    table.reduce((sum, row) => sum + row[key], 0)
  const all = total('named') + total('among others') + total('silent') + total('wrong')
  console.log({
    all,
    named: total('named'),
    among: total('among others'),
    silent: total('silent'),
    wrong: total('wrong'),
  })
  expect(all).toBeGreaterThan(0)
}, 300000)
