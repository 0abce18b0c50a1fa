import { ArgumentError, written } from '../../tensor/index.js'
import { processMemory } from '../memory.js'
import { canStart, environment, parallelism } from './runtime.js'

/** However many processors there are. */
const greatest = 16

const variable = 'COTANGENT_THREADS'

/** A number of threads as it was asked for, or an ArgumentError that shows it. */
export const checkThreads = (operation: string, asked: number, shown = written(asked)): number => {
  if (Number.isInteger(asked) && asked >= 1) return asked
  throw new ArgumentError({
    operation,
    problem: `${shown} is no number of threads`,
    remedy: 'Use a whole number from 1 on',
  })
}

/** As many threads as the environment asks for, or else as the machine runs at the same time. */
export const availableThreads = (): number => {
  // A variable that is set to nothing says nothing.
  const asked = environment(variable)?.trim() ?? ''
  return asked === '' ? parallelism() : checkThreads(variable, Number(asked), JSON.stringify(asked))
}

const count = (): number => (!processMemory().isShared || !canStart() ? 1 : Math.min(greatest, availableThreads()))

let counted: number | undefined

/** How many threads work on what is worth it: as many as the machine or the environment has, this one among them. */
export const threadCount = (): number => {
  counted ??= count()
  return counted
}
