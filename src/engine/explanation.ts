import { type BufferUse, computations, type Lies, type Part } from '../compile/index.js'
import type { PrintedGraph } from '../graph/index.js'
import { Displayed } from '../tensor/index.js'
import { table } from './table.js'

/** A part of a compiled function, and what it took when the function was run. */
export interface TimedPart extends Part {
  /** How often it ran in one call: more than once within loops. */
  readonly runs: number
  /** Time in one call, without that of the parts within it. */
  readonly milliseconds: number
}

/** What an Explanation says. */
type Facts = Pick<Explanation, 'before' | 'after' | 'interpreted' | 'parts' | 'buffers' | 'peakBytes' | 'times'>

/** What compiling a function made of it, and where its time goes. */
export class Explanation extends Displayed {
  /** The graph as it was traced, and as it runs: simplified, if it is compiled. */
  readonly before: PrintedGraph
  readonly after: PrintedGraph
  /** Why the graph is interpreted, so that it has no parts; undefined where it is compiled. */
  readonly interpreted: string | undefined
  readonly parts: readonly TimedPart[]
  /** What lies in its memory during which parts. */
  readonly buffers: readonly BufferUse[]
  /** Most bytes that it works in at once, beside large arguments and constants, which stay where they are. */
  readonly peakBytes: number
  /** Milliseconds that it took to trace the function, to simplify its graph, to compile it, and that a call takes then. */
  readonly times: Readonly<Record<'trace' | 'simplify' | 'compile' | 'run', number>>

  constructor({ before, after, interpreted, parts, buffers, peakBytes, times }: Facts) {
    super()
    this.before = before
    this.after = after
    this.interpreted = interpreted
    this.parts = parts
    this.buffers = buffers
    this.peakBytes = peakBytes
    this.times = times
  }

  toString(): string {
    return (this.interpreted === undefined ? showCompiled(this) : showInterpreted(this, this.interpreted)).join('\n')
  }
}

const milliseconds = (time: number): string => `${time.toFixed(3)} ms`

const showInterpreted = ({ before, times }: Explanation, reason: string): readonly string[] => [
  'Traced',
  `${before}`,
  '',
  `Interpreted, one primitive after another: ${reason}`,
  '',
  `trace ${milliseconds(times.trace)}, run ${milliseconds(times.run)}`,
]

const showCompiled = ({ before, after, parts, buffers, peakBytes, times }: Explanation): readonly string[] => {
  const { trace, simplify, compile, run } = times
  const kept = buffers.reduce((sum, { address, bytes }) => (address === undefined ? sum + bytes : sum), 0)
  return [
    'Traced',
    `${before}`,
    '',
    `Simplified (${computations(before)} operations before, ${computations(after)} after)`,
    `${after}`,
    '',
    'Parts',
    showParts(parts),
    '',
    `Memory (${peakBytes} bytes at once, and ${kept} that stay between calls)`,
    showBuffers(buffers),
    '',
    `trace ${milliseconds(trace)}, simplify ${milliseconds(simplify)}, compile ${milliseconds(compile)}, run ${milliseconds(run)}`,
  ]
}

const showParts = (parts: readonly TimedPart[]): string =>
  table(
    ['#', 'ms', 'runs', 'operations', 'bytes', 'Gop/s', 'results at', 'part'],
    parts.map(({ name, depth, runs, milliseconds, operations, bytes, results }, index) => [
      `${index}`,
      milliseconds.toFixed(4),
      `${runs}`,
      `${operations * runs}`,
      `${bytes * runs}`,
      milliseconds === 0 ? '-' : ((operations * runs) / milliseconds / 1e6).toFixed(2),
      results.map(showLies).join(', '),
      `${'  '.repeat(depth)}${name}`,
    ]),
  )

/** `16384`, or of a view `operand 0` and how many bytes into that. */
const showLies = ({ within, address }: Lies): string => {
  if (within === undefined) return `${address}`
  return address === 0 ? within : `${within} + ${address}`
}

const showBuffers = (buffers: readonly BufferUse[]): string =>
  table(
    ['bytes', 'at', 'parts', 'holds'],
    buffers.map(({ holds, bytes, address, first, last }) => [
      `${bytes}`,
      address === undefined ? 'stays' : `${address}`,
      first === last ? `${first}` : `${first}-${last}`,
      holds,
    ]),
  )
