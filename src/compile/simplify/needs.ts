import { type Apply, expressionOf, type Graph } from '../../graph/index.js'
import type { Tensor } from '../../tensor/index.js'
import { mayFail } from './failing.js'

/** Which tensors of a graph are needed: for what is asked for, and for what may fail; bound ones need nothing themselves. */
export class Needs {
  readonly #bound: ReadonlyMap<Tensor, Tensor>
  readonly #needed = new Set<Tensor>()
  readonly #running = new Set<Apply>()

  constructor(graph: Graph, bound: ReadonlyMap<Tensor, Tensor> = new Map()) {
    this.#bound = bound
    for (const apply of graph.applies) if (mayFail(apply)) this.#run([apply])
  }

  add(tensor: Tensor): void {
    if (this.#needed.has(tensor)) return
    this.#needed.add(tensor)
    const expression = expressionOf(tensor)
    if (expression._tag === 'Result' && !this.#bound.has(tensor)) this.#run([expression.apply])
  }

  has(tensor: Tensor): boolean {
    return this.#needed.has(tensor)
  }

  isRun(apply: Apply): boolean {
    return this.#running.has(apply)
  }

  /** An explicit stack instead of recursion: graphs may be 100,000 deep. */
  #run(stack: Apply[]): void {
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (this.#running.has(top)) continue
      this.#running.add(top)
      for (const operand of top.operands) {
        if (this.#needed.has(operand)) continue
        this.#needed.add(operand)
        const expression = expressionOf(operand)
        if (expression._tag === 'Result' && !this.#bound.has(operand)) stack.push(expression.apply)
      }
    }
  }
}
