import cliProgress from 'cli-progress'
import { item } from '../graph/index.js'
import type { Score } from '../optim/index.js'
import { ArgumentError, checkIsOptions, type OptionNames, type Tensor, written } from '../tensor/index.js'

/**
 * A stream that may be a terminal: a place to write to that says whether it is one, and how wide. It names no type of Node, which
 * a user may not have.
 */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** What a progress bar shows, and where. */
export interface ProgressOptions<A> {
  /** How many steps there will be; without it there are neither a bar nor a time left. */
  readonly total?: number
  /** How many steps each state stands for: 1 without it. What `fit` was told as `every`. */
  readonly every?: number
  /** The loss of a state, which is read when the bar is drawn. */
  readonly loss?: (state: A) => Score
  /** Standard error without it. */
  readonly stream?: ProgressStream
}

const optionNames: OptionNames<ProgressOptions<never>> = { total: true, every: true, loss: true, stream: true }

/** Where a run stands, as far as a line of progress tells. */
interface Standing {
  readonly steps: number
  readonly total: number | undefined
  readonly seconds: number
  readonly loss: number | undefined
}

const barWidth = 24

const two = (count: number): string => String(count).padStart(2, '0')

/** Seconds as `4s`, `1m05s` or `2h03m`. */
const duration = (seconds: number): string => {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole}s`
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`
  return `${Math.floor(whole / 3600)}h${two(Math.floor((whole % 3600) / 60))}m`
}

const rateOf = (rate: number): string =>
  `${rate.toPrecision(rate >= 1000 ? Math.floor(Math.log10(rate)) + 1 : 3)} steps/s`

/** A line of progress: bar, part, steps, rate, loss, time left. */
const lineOf = ({ steps, total, seconds, loss }: Standing): string => {
  const part = total === undefined ? undefined : total === 0 ? 1 : Math.min(1, steps / total)
  const filled = Math.round((part ?? 0) * barWidth)
  const rate = steps > 0 && seconds > 0 ? steps / seconds : undefined
  return [
    ...(part === undefined
      ? [`${steps} steps`]
      : [`[${'='.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${Math.floor(part * 100)}%`, `${steps}/${total}`]),
    ...(rate === undefined ? [] : [rateOf(rate)]),
    ...(loss === undefined ? [] : [`loss ${loss.toPrecision(5)}`]),
    ...(rate === undefined || total === undefined ? [] : [`${duration(Math.max(0, total - steps) / rate)} left`]),
  ].join(' | ')
}

/** A bar that follows states, until it is stopped. */
interface Bar<A> {
  readonly follow: (state: A) => void
  readonly stop: () => void
}

const silent: Bar<unknown> = { follow: () => {}, stop: () => {} }

const checkCount = (name: string, count: number | undefined, least: number): void => {
  if (count !== undefined && !(Number.isSafeInteger(count) && count >= least))
    throw new ArgumentError({
      operation: 'withProgress',
      problem: `${name} is ${written(count)}, not a whole number from ${least}`,
    })
}

const barOn = <A>(stream: ProgressStream, { total, every = 1, loss }: ProgressOptions<A>): Bar<A> => {
  if (stream.isTTY !== true) return silent
  const start = Date.now()
  let steps = 0
  let latest: { readonly state: A } | undefined
  // The bar would not survive an error while it draws, nor a timer that draws: it is kept until there is someone to tell.
  let failure: { readonly cause: unknown; told: boolean } | undefined
  const lossNow = (): number | undefined => {
    if (loss === undefined || latest === undefined || failure !== undefined) return undefined
    try {
      const score = loss(latest.state)
      return typeof score === 'number' ? score : Number(item(score as Tensor))
    } catch (cause) {
      failure = { cause, told: false }
      return undefined
    }
  }
  const tell = (): void => {
    if (failure === undefined || failure.told) return
    failure.told = true
    throw failure.cause
  }
  const bar = new cliProgress.SingleBar({
    // It is asked for no more than what is said of it here.
    stream: stream as unknown as NodeJS.WritableStream,
    format: () => lineOf({ steps, total, seconds: (Date.now() - start) / 1000, loss: lossNow() }),
    // The terminal's own settings stay as they are, so that nothing has to be put right after an interruption (lines are
    // cut where the terminal ends instead); and the interruption ends the program, as it would not if the bar listened.
    hideCursor: false,
    linewrap: true,
    gracefulExit: false,
  })
  bar.start(total ?? 0, 0)
  return {
    follow: (state) => {
      latest = { state }
      steps = total === undefined ? steps + every : Math.min(total, steps + every)
      bar.update(steps)
      tell()
    },
    stop: () => {
      bar.stop()
      tell()
    },
  }
}

const checked = <A>(options: ProgressOptions<A>): ProgressStream => {
  checkCount('total', options.total, 0)
  checkCount('every', options.every, 1)
  return options.stream ?? process.stderr
}

/**
 * The same states, with a bar that tells how many there have been, how fast they come, the loss, and the time left. It
 * observes and changes nothing. Where the stream is no terminal, nothing is written. The bar ends, with a new line, when
 * the states do, when whoever goes through them stops, and when an error is thrown, which goes on. An ArgumentError for
 * a total or a number of steps that is none.
 *
 * @example
 * ```ts
 * import { add, tensor } from 'cotangent'
 * import { withProgress } from 'cotangent/cli'
 * import { fit, lastOf, sameBatch } from 'cotangent/optim'
 *
 * const states = fit(add, tensor(0), sameBatch(tensor(2), 100))
 * lastOf(withProgress(states, { total: 100, loss: (state) => state })) // => 200.0
 * ```
 */
export const withProgress = <A>(states: Iterable<A>, options: ProgressOptions<A> = {}): Iterable<A> => {
  checkIsOptions('withProgress', options, optionNames)
  const stream = checked(options)
  return {
    *[Symbol.iterator]() {
      const bar = barOn(stream, options)
      try {
        for (const state of states) {
          bar.follow(state)
          yield state
        }
      } finally {
        bar.stop()
      }
    },
  }
}

/**
 * The same for states that come in their own time, such as those of `fitAsync`.
 *
 * @example
 * ```ts
 * import { add, tensor } from 'cotangent'
 * import { withProgressAsync } from 'cotangent/cli'
 * import { fitAsync } from 'cotangent/optim'
 *
 * const sums = []
 * const states = fitAsync(add, tensor(0), [tensor(1), tensor(2)])
 * for await (const sum of withProgressAsync(states, { total: 2 })) sums.push(sum)
 * sums // => [ 1.0, 3.0 ]
 * ```
 */
export const withProgressAsync = <A>(states: AsyncIterable<A>, options: ProgressOptions<A> = {}): AsyncIterable<A> => {
  checkIsOptions('withProgressAsync', options, optionNames)
  const stream = checked(options)
  return {
    async *[Symbol.asyncIterator]() {
      const bar = barOn(stream, options)
      try {
        for await (const state of states) {
          bar.follow(state)
          yield state
        }
      } finally {
        bar.stop()
      }
    },
  }
}
