/** A thread that runs the checks of one file and says what comes of them. */
import { parentPort, workerData } from 'node:worker_threads'
import { isLeft } from 'fp-ts/lib/Either.js'
import { checksOf, type Exported } from './load.js'
import { lineOf, pathFrom } from './places.js'
import type { Message, Task } from './protocol.js'
import type { CheckResult } from './results.js'
import { thrownIn } from './thrown.js'

/** Data as JSON has it, with the numbers that it has not as text. */
const asData = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each) => (typeof each === 'number' && !Number.isFinite(each) ? String(each) : each)),
  )

const outcomeOf = ({ check }: Exported, { options, folder }: Task): Omit<CheckResult, 'name' | 'at' | 'seconds'> => {
  try {
    const result = check.run(options)
    if (!isLeft(result)) return { status: 'right', text: result.right.toString(), details: asData(result.right) }
    const { message, culprit, diagnosis } = result.left
    const line = culprit?.site === undefined ? undefined : lineOf(culprit.site, folder)
    return {
      status: 'wrong',
      text: message,
      details: asData(result.left),
      ...(diagnosis === undefined ? {} : { likely: diagnosis.text }),
      ...(line === undefined ? {} : { culprit: line }),
    }
  } catch (thrown) {
    const { text, at } = thrownIn(folder, thrown)
    return { status: 'error', text, ...(at === undefined ? {} : { culprit: at }) }
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
