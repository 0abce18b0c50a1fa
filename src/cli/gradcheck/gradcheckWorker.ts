/** A thread that runs the checks of one file and says what comes of them. */
import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { isLeft } from 'fp-ts/lib/Either.js'
import { checksOf, type Exported } from './load.js'
import { lineOf, pathFrom, withPlaces } from './places.js'
import type { Message, Task } from './protocol.js'
import type { CheckResult, SourceLine } from './results.js'
import { thrownIn } from './thrown.js'

/** Data as JSON has it, with the numbers that it has not as text, and with places of the user's code by their lines. */
const asData = (value: unknown, folder: string): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each) => {
      if (typeof each === 'string') return withPlaces(each, folder)
      return typeof each === 'number' && !Number.isFinite(each) ? String(each) : each
    }),
  )

/** Reasons why there was nothing to compare: code of the user's that does not answer as it should. */
const unable: readonly string[] = ['threw', 'malformed', 'impure']

/** Where something was thrown, unless it is told anyway. */
const whereThrown = (text: string, at: SourceLine | undefined, own: SourceLine): string =>
  at === undefined || text.includes('in your code at') || (at.file === own.file && at.line === own.line)
    ? text
    : `${text}\n    in your code at ${at.file}:${at.line}`

const outcomeOf = (
  { check, at: own }: Exported,
  { options, folder }: Task,
): Omit<CheckResult, 'name' | 'at' | 'seconds'> => {
  try {
    const result = check.run(options)
    if (!isLeft(result))
      return { status: 'right', text: result.right.toString(), details: asData(result.right, folder) }
    const { reason, message, culprit, diagnosis } = result.left
    const line = culprit?.site === undefined ? undefined : lineOf(culprit.site, folder)
    return {
      status: unable.includes(reason) ? 'error' : 'wrong',
      text: withPlaces(message, folder),
      details: asData(result.left, folder),
      ...(diagnosis === undefined ? {} : { likely: withPlaces(diagnosis.text, folder) }),
      ...(line === undefined ? {} : { culprit: line }),
    }
  } catch (thrown) {
    const { text, at } = thrownIn(folder, thrown)
    return { status: 'error', text: whereThrown(text, at, own), ...(at === undefined ? {} : { culprit: at }) }
  }
}

const say = (message: Message): void => parentPort?.postMessage(message)

const work = async (task: Task): Promise<void> => {
  const { file, folder, only, done } = task
  try {
    const all = await checksOf(file, folder)
    if (all.length === 0)
      return say({
        say: 'broken',
        problem: 'it exports no check: export what gradientCheck({ of, at }) gives, or a list of such',
        at: undefined,
      })
    const shown = pathFrom(folder, file)
    const checks = all.filter(({ name }) => only === undefined || only.test(`${shown} > ${name}`))
    say({ say: 'loaded', checks: checks.map(({ name, at }) => ({ name, at })) })
    for (const each of checks.slice(done)) {
      const began = performance.now()
      const outcome = outcomeOf(each, task)
      // What the check left to run by itself fails here, and not in the next check or unheard.
      await setImmediate()
      const seconds = (performance.now() - began) / 1000
      say({ say: 'finished', result: { name: each.name, at: each.at, seconds, ...outcome } })
    }
    say({ say: 'done' })
  } catch (thrown) {
    const { text, at } = thrownIn(folder, thrown)
    say({ say: 'broken', problem: text, at })
  }
}

await work(workerData as Task)
