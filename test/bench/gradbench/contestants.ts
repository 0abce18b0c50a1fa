import { isLeft } from 'fp-ts/lib/Either.js'
import { evaluations } from '../../../examples/gradbench/evaluations/index.js'
import { converse } from '../contestants/conversation.js'
import type { Versions } from '../contestants/index.js'
import { type Contestant, inProcess } from './contestant.js'
import { type Entry, numbersOf } from './entry.js'

/** The names of those who take part. */
export const names = {
  ours: 'cotangent',
  loops: 'JavaScript loops',
  tensorFlow: 'TensorFlow.js',
  torch: 'PyTorch',
} as const

/** The tool, as GradBench has it. */
export const ours = ({ name: module }: Entry): Contestant => ({
  name: names.ours,
  dtype: 'float64',
  prepare: (name, input) => {
    const prepared = evaluations[module][name](input)
    if (isLeft(prepared)) throw new Error(`${module} ${name}: ${prepared.left}`)
    const start = performance.now()
    const { evaluate, output } = prepared.right()
    const runner = inProcess(
      () => {
        evaluate()
        return 0
      },
      (performance.now() - start) / 1000,
    )
    return {
      ...runner,
      output: () => {
        evaluate()
        return numbersOf(output())
      },
    }
  },
})

const loops = ({ loops: functions }: Entry): Contestant => ({
  name: names.loops,
  dtype: 'float64',
  prepare: (name, input) => inProcess(functions[name](input as never)),
})

/** TensorFlow.js on one of its backends, which share their name: the faster one counts. */
const tensorFlow = (functions: NonNullable<Entry['tensorFlow']>, backend: 'cpu' | 'wasm'): Contestant => ({
  name: `${names.tensorFlow}, ${backend}`,
  dtype: 'float32',
  prepare: async (name, input) => {
    const { default: tf } = await import('@tensorflow/tfjs')
    await import('@tensorflow/tfjs-backend-wasm')
    const use = async (): Promise<void> => {
      if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`)
    }
    await use()
    const runner = inProcess(functions(tf as never)[name](input as never))
    return {
      ...runner,
      // Another backend may have been used in between.
      evaluate: async (times) => {
        await use()
        return runner.evaluate(times)
      },
      output: async () => {
        await use()
        return runner.output()
      },
    }
  },
})

const torch = ({ name: module }: Entry, { executable }: Versions): Contestant => ({
  name: names.torch,
  dtype: 'float64',
  prepare: async (name, input) => {
    const { ask, end } = converse(executable)
    await ask({ gradbench: { module, function: name, input } })
    return {
      evaluate: async (times) => (await ask<{ seconds: number }>({ evaluate: times })).seconds,
      output: async () => numbersOf((await ask<{ output: never }>({ output: true })).output),
      close: end,
    }
  },
})

/** All who take part in an evaluation, ours first. */
export const contestantsOf = (entry: Entry, versions: Versions | undefined): readonly Contestant[] => [
  ours(entry),
  loops(entry),
  ...(entry.tensorFlow === undefined
    ? []
    : [tensorFlow(entry.tensorFlow, 'cpu'), tensorFlow(entry.tensorFlow, 'wasm')]),
  ...(entry.torch && versions?.torch !== undefined ? [torch(entry, versions)] : []),
]
