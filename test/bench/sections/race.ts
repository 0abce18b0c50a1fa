import { onOnnxName, trainingNames } from '../contestants/index.js'
import type { Machine } from '../machine.js'
import type { Result } from '../race.js'
import type { Claim, Table } from '../report.js'
import { type Workload, workloads } from '../workloads/index.js'
import type { Section } from './section.js'

type Timed = Extract<Result, { readonly _tag: 'Timed' }>

const isTimed = (result: Result): result is Timed => result._tag === 'Timed'

/** The times of a contestant that has taken part. */
export const timedAs = (name: string, results: readonly Result[]): Timed => {
  const found = results.filter(isTimed).find((result) => result.name === name)
  if (found === undefined) throw new Error(`${name} did not take part`)
  return found
}

/** The one that ratios are about: the whole training as one program, in exact arithmetic. */
const oursOf = (results: readonly Result[]): Timed => timedAs(trainingNames.exact, results)

/** A peer's time by ours: above 1, ours is the faster. Of several that match, the fastest counts. */
export const ratioTo = (results: readonly Result[], peer: RegExp, dtype?: string): number | undefined => {
  const ours = oursOf(results)
  const times = results
    .filter(isTimed)
    .filter((result) => peer.test(result.name) && (dtype === undefined || result.dtype === dtype))
    .map(({ step }) => step.median)
  return times.length === 0 ? undefined : Math.min(...times) / ours.step.median
}

const microseconds = (seconds: number): number => seconds * 1e6

const tableOf = (results: readonly Result[]): Table => {
  const ours = oursOf(results)
  return {
    head: ['', 'dtype', 'us a step, median', 'least', 'its time / ours', 'steps x runs', 'deviation'],
    rows: results.map((result) => {
      if (!isTimed(result)) return [result.name, result.dtype, `absent: ${result.reason}`, '', '', '', '']
      const { name, dtype, step, steps, deviation, agrees } = result
      return [
        name,
        dtype,
        microseconds(step.median),
        microseconds(step.min),
        step.median / ours.step.median,
        `${steps} x ${step.count}`,
        `${deviation.toExponential(0)}${agrees ? '' : ', too far'}`,
      ]
    }),
  }
}

/** Peers as the targets name them. */
export const peers = {
  'NumPy as in the lesson': { name: /^NumPy/, dtype: 'float64' },
  'JavaScript loops': { name: /^JavaScript/, dtype: undefined },
  'jax-js': { name: /^jax-js/, dtype: undefined },
  'TensorFlow.js': { name: /^TensorFlow/, dtype: undefined },
} as const

const claimsOf = ({ name, targets }: Workload, results: readonly Result[], { node }: Machine): readonly Claim[] => {
  const isNew = Number(node.split('.')[0]) >= 24
  return Object.entries(targets).flatMap(([peer, target]) => {
    const { name: pattern, dtype } = peers[peer as keyof typeof peers]
    const found = ratioTo(results, pattern, dtype)
    const of = typeof target === 'number' ? target : isNew ? target.newer : target.older
    return found === undefined
      ? []
      : [{ what: `${name}: times as fast as ${peer}`, bound: 'at least', of, found } as const]
  })
}

/** What a call from JavaScript costs beside the step; told where the step is not so long that it drowns. */
const callClaims = ({ name }: Workload, results: readonly Result[]): readonly Claim[] => {
  const ours = oursOf(results)
  const single = results.filter(isTimed).find((result) => result.name === 'cotangent, step by step')
  if (single === undefined || ours.step.min > 1e-3) return []
  const found = microseconds(single.step.min - ours.step.min)
  return [{ what: `${name}: microseconds that calling a step costs`, bound: 'at most', of: 3, found }]
}

/** The same of ours on ONNX Runtime. */
const nativeClaims = ({ name, nativeTargets = [] }: Workload, results: readonly Result[]): readonly Claim[] => {
  const timed = results.filter(isTimed)
  const ours = timed.find((result) => result.name === onOnnxName && result.dtype === 'float32')
  return nativeTargets.flatMap(({ peer, dtype, of }) => {
    const other = timed.find((result) => result.name.startsWith(peer) && result.dtype === dtype)
    if (ours === undefined || other === undefined) return []
    const what = `${name}: times as fast on ONNX Runtime as ${peer} in ${dtype}`
    return [{ what, bound: 'at least', of, found: other.step.median / ours.step.median } as const]
  })
}

/** A section for each workload: all contestants train the same. */
export const races: readonly Section[] = workloads.map((workload) => ({
  name: workload.name,
  title: workload.title,
  run: async ({ measure, quick, python, machine }) => {
    const effort = quick ? { rounds: 2, budget: 0.5, slice: 0.01 } : { rounds: 7, budget: 2.5, slice: 0.2 }
    const results = await measure('race', {
      workload: workload.name,
      examples: quick ? 40 : undefined,
      effort,
      versions: python,
    })
    const claims = [
      ...claimsOf(workload, results, machine),
      ...callClaims(workload, results),
      ...nativeClaims(workload, results),
    ]
    return { tables: [tableOf(results)], claims, results }
  },
}))
