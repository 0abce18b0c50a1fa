import { type TracedTrees, traceTrees } from '../autodiff/index.js'
import { compile, programsStart, simplify, structureOf } from '../compile/index.js'
import { constantOf, type Executor, type Explain, PrintedGraph } from '../graph/index.js'
import { type Constant, checkFunction, flatten } from '../tensor/index.js'
import { Explanation, type TimedPart } from './explanation.js'
import { bind, link, type Mark } from './linked.js'
import { obstacle } from './obstacle.js'
import { type Checked, checkOptions, executors, type JitOptions } from './options.js'
import { target } from './programs.js'
import { onThreads } from './threads/index.js'

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

/** A function traced, in so many milliseconds, and what it is called with. */
interface Given {
  readonly traced: TracedTrees
  readonly trace: number
  readonly operands: readonly Constant[]
}

const explainInterpreted = ({ traced, trace, operands }: Given, reason: string, execute: Executor): Explanation => {
  const run = () => execute(traced.graph, operands)
  for (let call = 0; call < rehearsals; call++) run()
  const [, time] = timed(run)
  const graph = new PrintedGraph(traced.graph)
  const times = { trace, simplify: 0, compile: 0, run: time }
  return new Explanation({
    before: graph,
    after: graph,
    interpreted: reason,
    parts: [],
    buffers: [],
    peakBytes: 0,
    times,
  })
}

const explainCompiled = ({ traced, trace, operands }: Given, { arithmetic }: Checked): Explanation => {
  const [simple, simplified] = timed(() => simplify(traced.graph, arithmetic))
  const graphs = structureOf(simple)
  const [program, compiled] = timed(() => compile(simple, { ...target(), arithmetic, watched: true }, graphs))
  let stopwatch = new Stopwatch(program.parts.length)
  const mark: Mark = (part, begins) => stopwatch.mark(part, begins)
  const run = bind(link(program, undefined, mark), graphs.constants)
  for (let call = 0; call < rehearsals; call++) run(operands)
  stopwatch = new Stopwatch(program.parts.length)
  const [, time] = timed(() => run(operands))
  return new Explanation({
    before: new PrintedGraph(traced.graph),
    after: new PrintedGraph(simple),
    interpreted: undefined,
    parts: program.parts.map((part, index) => ({ ...part, ...stopwatch.of(index) })),
    buffers: program.buffers,
    peakBytes: program.extent - programsStart,
    times: { trace, simplify: simplified, compile: compiled, run: time },
  })
}

/**
 * What `jit` makes of a function, under the same options, at some arguments: its graph before and after simplification;
 * the loop nests and other parts, where their results lie, about how many operations and bytes each takes, and the time
 * of each; what lies in the memory during which parts, and how many bytes are in use at most. Where the function would be
 * interpreted, why. A time includes that of taking it, some tenths of a microsecond a part.
 *
 * @example
 * ```ts
 * import { explain, mean, square, type Tensor, tensor } from 'cotangent'
 *
 * const loss = (x: Tensor<[3]>) => mean(square(x))
 * explain(loss)(tensor([1, 2, 3])).parts.length // => 1
 * ```
 */
export const explain: Explain<JitOptions, Explanation> = (f, options = {}) => {
  const checked = checkOptions('explain', options)
  checkFunction('explain', f)
  return (...args) => {
    const [leaves, structure] = flatten('explain', args)
    const [traced, trace] = timed(() => traceTrees('explain', f as (...all: never[]) => unknown, structure, leaves))
    const operands = [...leaves, ...traced.captured].map((leaf) => constantOf('explain', leaf))
    const { engine } = checked
    const reason = engine === 'wasm' ? obstacle() : `the engine is ${engine}`
    const given = { traced, trace, operands }
    return reason === undefined
      ? onThreads(checked.threads ?? Number.POSITIVE_INFINITY, () => explainCompiled(given, checked))
      : explainInterpreted(given, reason, executors[engine])
  }
}
