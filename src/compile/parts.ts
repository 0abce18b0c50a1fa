import type { Apply, Result } from '../graph/index.js'
import { showType, sizeOf, type Tensor, type TensorType } from '../tensor/index.js'
import { MemoryPlan } from './memoryPlan.js'
import type { Place } from './place.js'
import type { Costs } from './plan/group.js'
import { appliesOf, type Step } from './plan/step.js'
import { bytesMoved, type Whereabouts } from './traffic.js'

/** Where a result lies. */
export interface Lies {
  readonly type: TensorType
  /** What it is a view of, if that stays in the memory between calls: `operand 0`. */
  readonly within: string | undefined
  /** From there on, or else in the program's memory; in loops at the first step. */
  readonly address: number
}

/** A step of a program as people are told of it. */
export interface Part {
  /** What is computed: the primitives of a loop nest or of straight-line code, or one of its own. */
  readonly name: string
  /** How many loops or branches it stands in. */
  readonly depth: number
  /** About how many arithmetic operations one run of it takes. */
  readonly operations: number
  /** Bytes that one run of it reads and writes, beside the parts within it; elements that repeat themselves count once. */
  readonly bytes: number
  readonly results: readonly Lies[]
}

const joined = (applies: readonly Apply[]): string => applies.map(({ primitive }) => primitive.name).join(' ')

const nameOf = (step: Step): string => {
  if (step.kind === 'chain') return step.links.map(nameOf).join(' then ')
  if (step.kind === 'single')
    return `${step.apply.primitive.name} ${step.apply.operands.map((operand) => showType(operand)).join(' ')}`
  if (step.kind === 'block') return `straight ${joined(step.applies)}`
  const reduced = step.reduction ? [`-> ${step.reduction.primitive.name}`] : []
  return ['loops', `[${step.shape.join(', ')}]`, joined(step.applies), ...reduced]
    .filter((word) => word !== '')
    .join(' ')
}

const matrixProduct = ([a, b]: readonly Tensor[]): number => 2 * sizeOf(a.shape) * b.shape[b.shape.length - 1]

/** Operations of an Apply; moving elements is none. */
const operationsOf = (apply: Apply, costs: Costs): number => {
  const { primitive, operands, results } = apply
  if (primitive.name === 'matmul') return matrixProduct(operands)
  const form = costs.formOf(apply)
  if (form === 'mapped') return sizeOf(results[0].shape) * costs.mapped(apply)
  return form === 'reduced' ? sizeOf(operands[0].shape) : 0
}

/** No part: what a program does beside them. */
const none = -1

/** The parts of a program, as they are written. */
export class Parts {
  readonly #costs: Costs
  readonly #list: Part[] = []
  /** The parts within which the next one stands, innermost last. */
  readonly #around: number[] = []
  /** The memory that they work in. */
  readonly memory = new MemoryPlan(() => this.#list.length - 1)

  constructor(costs: Costs) {
    this.#costs = costs
  }

  get list(): readonly Part[] {
    return this.#list
  }

  /**
   * Adds a part that `write` writes, and whose beginning and end, where the one around it goes on, are marked; `read` tells
   * where what it reads lies, if it is no constant.
   */
  add(
    step: Step,
    mark: (part: number, begins: boolean) => void,
    read: Whereabouts['read'],
    write: () => ReadonlyMap<Result, Place>,
  ): void {
    const index = this.#list.length
    const applies = appliesOf(step)
    const part = {
      name: nameOf(step),
      depth: this.#around.length,
      operations: applies.reduce((sum, apply) => sum + operationsOf(apply, this.#costs), 0),
      bytes: 0,
      results: [],
    }
    const operands = new Map(applies.flatMap((apply) => apply.operands.map((operand) => [operand, read(operand)])))
    this.#list.push(part)
    mark(index, true)
    this.#around.push(index)
    const made = write()
    this.#around.pop()
    mark(this.#around.at(-1) ?? none, false)
    const where = {
      read: (tensor: Tensor) => operands.get(tensor),
      made: (tensor: Tensor) => made.get(tensor as Result),
    }
    const bytes = bytesMoved(step, where)
    const known = new Set([...operands.values()].map((place) => place?.block))
    for (const [result, { block }] of made) if (!known.has(block)) this.memory.stored(block, result)
    this.#list[index] = { ...part, bytes, results: [...made.values()].map((place) => this.#lies(place)) }
  }

  #lies({ shape, dtype, address, block }: Place): Lies {
    return { type: { shape, dtype }, within: this.memory.residentIn(block), address: address.base }
  }
}
