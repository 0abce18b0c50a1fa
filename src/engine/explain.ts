import { traceTrees } from '../autodiff/index.js'
import { compile, computations, type Part, programsStart, simplify, structureOf } from '../compile/index.js'
import { constantOf, type MakeGraph, PrintedGraph } from '../graph/index.js'
import { flatten } from '../tensor/index.js'
import { bind, link, type Mark } from './linked.js'
import { target } from './programs.js'
import { table } from './table.js'

/** A part of a compiled function, and what it took when the function was run. */
export interface TimedPart extends Part {
  /** How often it ran in one call: more than once within loops. */
  readonly runs: number
  /** Time in one call, without that of the parts within it. */
  readonly milliseconds: number
}

/** What compiling a function made of it, and where its time goes. */
export class Explanation {
  /** The graph as it was traced, and simplified. */
  readonly before: PrintedGraph
  readonly after: PrintedGraph
  readonly parts: readonly TimedPart[]
  /** Most bytes that it works in at once, beside large arguments and constants, which stay where they are. */
  readonly peakBytes: number
  /** Milliseconds that it took to trace the function, to simplify its graph, to compile it, and that a call takes then. */
  readonly times: Readonly<Record<'trace' | 'simplify' | 'compile' | 'run', number>>

  constructor(of: Pick<Explanation, 'before' | 'after' | 'parts' | 'peakBytes' | 'times'>) {
    this.before = of.before
    this.after = of.after
    this.parts = of.parts
    this.peakBytes = of.peakBytes
    this.times = of.times
  }

  toString(): string {
    const { trace, simplify: simplified, compile: compiled, run } = this.times
    const milliseconds = (time: number): string => `${time.toFixed(3)} ms`
    const counts = `${computations(this.before)} operations before, ${computations(this.after)} after`
    return [
      'Traced',
      `${this.before}`,
      '',
      `Simplified (${counts})`,
      `${this.after}`,
      '',
      `Parts (memory: ${this.peakBytes} bytes at once)`,
      showParts(this.parts),
      '',
      `trace ${milliseconds(trace)}, simplify ${milliseconds(simplified)}, compile ${milliseconds(compiled)}, run ${milliseconds(run)}`,
    ].join('\n')
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

const showParts = (parts: readonly TimedPart[]): string =>
  table(
    ['ms', 'runs', 'operations', 'bytes', 'Gop/s', 'room', 'results at', 'part'],
    parts.map(({ name, depth, runs, milliseconds, operations, bytes, room, results }) => [
      milliseconds.toFixed(4),
      `${runs}`,
      `${operations * runs}`,
      `${bytes * runs}`,
      milliseconds === 0 ? '-' : ((operations * runs) / milliseconds / 1e6).toFixed(2),
      `${room}`,
      results.map(({ address }) => address).join(' '),
      `${'  '.repeat(depth)}${name}`,
    ]),
  )

/** Times of parts, and how often each began. */
class Stopwatch {
  readonly #times: number[]
  readonly #runs: number[]
  #part = -1
  #since = 0

  constructor(parts: number) {
    this.#times = new Array<number>(parts).fill(0)
    this.#runs = new Array<number>(parts).fill(0)
  }

  readonly mark: Mark = (part, begins) => {
    const now = performance.now()
    if (this.#part >= 0) this.#times[this.#part] += now - this.#since
    if (begins !== 0) this.#runs[part]++
    this.#part = part
    this.#since = now
  }

  of(part: number): Pick<TimedPart, 'runs' | 'milliseconds'> {
    return { runs: this.#runs[part], milliseconds: this.#times[part] }
  }
}

const timed = <R>(run: () => R): readonly [result: R, milliseconds: number] => {
  const start = performance.now()
  const result = run()
  return [result, performance.now() - start]
}

/** Calls before the one that is timed, in which engines optimise what is called again. */
const rehearsals = 5

/**
 * What `jit` makes of a function at some arguments: its graph before and after simplification, the loop nests and other
 * parts, where their results lie and how many bytes are in use at most, about how many operations and bytes each takes,
 * how many bytes of room it works in beside those of its operands and results, and the time of each. A time includes that
 * of taking it, some tenths of a microsecond a part.
 *
 * @example
 * ```ts
 * import { explain, mean, square, type Tensor, tensor } from 'cotangent'
 *
 * const loss = (x: Tensor<[3]>) => mean(square(x))
 * explain(loss)(tensor([1, 2, 3])).parts.length // => 1
 * ```
 */
export const explain: MakeGraph<Explanation> =
  (f) =>
  (...args) => {
    const [leaves, structure] = flatten('explain', args)
    const [traced, trace] = timed(() => traceTrees('explain', f as (...all: never[]) => unknown, structure, leaves))
    const operands = [...leaves, ...traced.captured].map((leaf) => constantOf('explain', leaf))
    const [simple, simplified] = timed(() => simplify(traced.graph))
    const graphs = structureOf(simple)
    const [program, compiled] = timed(() => compile(simple, { ...target(), watched: true }, graphs))
    let stopwatch = new Stopwatch(program.parts.length)
    const mark: Mark = (part, begins) => stopwatch.mark(part, begins)
    const run = bind(link(program, undefined, mark), graphs.constants)
    for (let call = 0; call < rehearsals; call++) run(operands)
    stopwatch = new Stopwatch(program.parts.length)
    const [, time] = timed(() => run(operands))
    return new Explanation({
      before: new PrintedGraph(traced.graph),
      after: new PrintedGraph(simple),
      parts: program.parts.map((part, index) => ({ ...part, ...stopwatch.of(index) })),
      peakBytes: program.extent - programsStart,
      times: { trace, simplify: simplified, compile: compiled, run: time },
    })
  }
