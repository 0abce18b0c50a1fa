/**
 * Looks for false alarms: `gradcheck` on random smooth programs, whose derivatives are right, in both modes. As many as
 * said, 100,000 if nothing is, in as many processes as there are processors: `npm run check:alarms -- 1000`. Programs are
 * those of the seeds from the second number on, 0 if not given. What is found is printed, those too where rounding is all
 * that is left of function and derivative, which no check can tell right from wrong; the exit status is 1 where there is a
 * false alarm.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { alarmsAt, placeOf, showAlarm } from './alarms.js'

const numberOf = (text: string | undefined, usual: number): number => {
  const number = Number(text ?? usual)
  if (!(Number.isSafeInteger(number) && number >= 0)) throw new Error(`${text} is no number of programs`)
  return number
}

const [count, from, part] = [
  numberOf(process.argv[1], 100_000),
  numberOf(process.argv[2], 0),
  process.argv[3] === undefined ? undefined : numberOf(process.argv[3], 0),
]
const processes = Math.max(1, availableParallelism())

/** What a process has to tell, as one line of JSON. */
interface Told {
  readonly tried: number
  readonly alarms: readonly string[]
  /** Of derivatives that rounding alone is left of, in 31 digits too. */
  readonly untold: readonly string[]
}

/** How many programs are tried between two lines. */
const portion = 100

/** Every so many seeds one is this process's own. */
const tryPart = (own: number): void => {
  let [tried, alarms, untold]: [number, string[], string[]] = [0, [], []]
  const tell = (): void => {
    console.log(JSON.stringify({ tried, alarms, untold } satisfies Told))
    tried = 0
    alarms = []
    untold = []
  }
  for (let seed = from + own; seed < from + count; seed += processes) {
    for (const alarm of alarmsAt(placeOf(seed), seed))
      (alarm.failure.reason === 'illConditioned' ? untold : alarms).push(showAlarm(alarm))
    tried += 1
    if (tried === portion) tell()
  }
  tell()
}

const tryAll = async (): Promise<void> => {
  const start = performance.now()
  let [tried, found, open] = [0, 0, 0]
  const told = ({ tried: more, alarms, untold }: Told): void => {
    const before = Math.floor(tried / 1000)
    tried += more
    found += alarms.length
    open += untold.length
    for (const alarm of [...alarms, ...untold]) console.log(`${alarm}\n`)
    if (Math.floor(tried / 1000) > before)
      console.log(`${tried} programs, ${found} alarms, ${Math.round((performance.now() - start) / 1000)} s`)
  }
  const statuses = Array.from({ length: processes }, (_, own) => {
    const args = [...process.execArgv, '--', String(count), String(from), String(own)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    createInterface({ input: child.stdout }).on('line', (line) => told(JSON.parse(line) as Told))
    return new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)))
  })
  const failed = (await Promise.all(statuses)).filter((status) => status !== 0)
  console.log(
    `${tried} programs in float64 and float32, reverse and forward mode: ${found} false alarms; ${open} that cannot be told`,
  )
  process.exitCode = found === 0 && failed.length === 0 && tried === count ? 0 : 1
}

if (part === undefined) await tryAll()
else tryPart(part)
