import { type Apply, expressionOf } from '../../graph/index.js'
import type { Tensor } from '../../tensor/index.js'

/** Which tensors of a graph are needed: for what is asked for, and for what may fail; bound ones need nothing themselves. */
export class Needs {
  readonly #bound: ReadonlyMap<Tensor, Tensor> | undefined
  readonly #failing: ReadonlySet<Apply>
  readonly #needed = new Set<Tensor>()

  constructor(failing: readonly Apply[], bound?: ReadonlyMap<Tensor, Tensor>) {
    this.#bound = bound
    this.#failing = new Set(failing)
    for (const { operands } of failing) for (const operand of operands) this.add(operand)
  }

  /** An explicit stack instead of recursion: graphs may be 100,000 deep. */
  add(tensor: Tensor): void {
    const stack = [tensor]
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (this.#needed.has(top)) continue
      this.#needed.add(top)
      const expression = expressionOf(top)
      if (expression._tag === 'Result' && !this.#bound?.has(top)) stack.push(...expression.apply.operands)
    }
  }

  has(tensor: Tensor): boolean {
    return this.#needed.has(tensor)
  }

  /** Whether an Apply runs, for a result that is not bound, or because it may fail. */
  runs(apply: Apply): boolean {
    const isRun = (result: Tensor): boolean => this.#needed.has(result) && !this.#bound?.has(result)
    return apply.results.some(isRun) || this.#failing.has(apply)
  }
}
