import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Diagnosis, diagnose } from '../../../src/check/diagnosis/index.js'
import { evidenceOf } from './evidence.js'
import { type Fault, faults } from './faults.js'
import { costOf, gradientOf } from './network.js'
import { networks, type Trained } from './networks.js'

const findings = ['named', 'among others', 'in part', 'silent', 'wrong', 'no fault'] as const

/** What a diagnosis comes to: `among others` where it gives alternatives, `no fault` where the gradient is right. */
type Finding = (typeof findings)[number]

const judged = (fault: Fault, { network }: Trained, diagnosis: Diagnosis | undefined): Finding => {
  if (diagnosis === undefined) return 'silent'
  const { mistakes, alternatives, unexplained } = diagnosis
  if (![mistakes, ...alternatives].some((each) => fault.isNamedBy(each, network)))
    return unexplained.length > 0 ? 'in part' : 'wrong'
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
  const diagnosis = diagnose(evidence)
  const finding = judged(fault, trained, diagnosis)
  if (process.env.SHOW?.includes(finding[0]))
    console.log(
      [
        finding,
        fault.name,
        layers.map(({ weights }) => weights.shape.join('x')).join(' '),
        network.inputs.shape[0],
        network.hidden[0],
        network.loss,
        network.residual,
        network.decay,
        diagnosis?.text,
      ].join(' | '),
    )
  return finding
}

/** Whether all layers learn: where none of a layer's relus is above 0, mistakes before it make no difference. */
const isAlive = ({ network, layers }: Trained): boolean =>
  evidenceOf(costOf(network), gradientOf(network), layers).numeric.every((entries) =>
    entries.some((entry) => entry !== 0),
  )

const runs = Number(process.env.RUNS ?? 6)

it('mistakes in gradients by hand are called by their names', () => {
  const drawn = fc.sample(networks.filter(isAlive), { seed: Number(process.env.SEED ?? 1), numRuns: runs })
  const found = faults.map((fault) => ({ fault, of: drawn.map((each) => find(fault, each)) }))
  const count = (of: readonly Finding[], finding: Finding): number => of.filter((each) => each === finding).length
  const row = (of: readonly Finding[]) => Object.fromEntries(findings.map((finding) => [finding, count(of, finding)]))
  const all = found.flatMap(({ of }) => of)
  console.table([...found.map(({ fault, of }) => ({ fault: fault.name, ...row(of) })), { fault: 'all', ...row(all) }])
  const due = all.length - count(all, 'no fault')
  expect(count(all, 'wrong')).toBe(0)
  expect(count(all, 'named') + count(all, 'among others')).toBeGreaterThanOrEqual(0.9 * due)
}, 600_000)
