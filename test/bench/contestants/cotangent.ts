import { iterate, jit, scan } from 'cotangent'
import { type Contestant, type Float, inProcess } from './contestant.js'
import { dataOf, descend, type Layer, layersOf, paramsOf } from './model.js'

/** What the whole training is called in either arithmetic. */
export const trainingNames = { exact: 'cotangent, one scan', fast: 'cotangent, one scan, fast arithmetic' } as const

/** The whole training as one compiled program: a loop over epochs, and in it one over their batches. */
export const wholeTraining = (dtype: Float, arithmetic: keyof typeof trainingNames = 'exact'): Contestant => ({
  name: trainingNames[arithmetic],
  dtype,
  prepare: (problem) => {
    const { steps, epoch, batches } = dataOf(problem, dtype)
    const initial = layersOf(problem.network, problem.initial, dtype)
    const step = descend(problem.network)
    const train = (layers: readonly Layer[]): readonly Layer[] =>
      steps === 1 ? step(layers, batches[0]) : scan((each, batch) => [step(each, batch), null], layers, epoch)[0]
    const known = new Map<number, () => readonly Layer[]>()
    const training = (count: number) => {
      if (count % steps !== 0) throw new Error(`${count} steps are no number of epochs of ${steps}`)
      const compiled = jit((layers: readonly Layer[]) => iterate(train, count / steps, layers), { arithmetic })
      return () => compiled(initial)
    }
    return inProcess((count) => {
      const run = known.get(count) ?? training(count)
      known.set(count, run)
      return () => {
        const trained = run()
        return () => paramsOf(trained)
      }
    })
  },
})

/** A compiled step that JavaScript calls, over and over. */
export const singleSteps = (dtype: Float): Contestant => ({
  name: 'cotangent, step by step',
  dtype,
  prepare: (problem) => {
    const { steps, batches } = dataOf(problem, dtype)
    const initial = layersOf(problem.network, problem.initial, dtype)
    const onBatch = jit(descend(problem.network))
    const onAll = jit((layers: readonly Layer[]) => descend(problem.network)(layers, batches[0]))
    const step = steps === 1 ? onAll : onBatch
    return inProcess((count) => () => {
      let layers = initial
      for (let at = 0; at < count; at++) layers = step(layers, batches[at % steps])
      return () => paramsOf(layers)
    })
  },
})
