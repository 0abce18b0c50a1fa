import type { Apply } from '../graph/index.js'
import { bytesOf, showType, sizeOf, type Tensor, type TensorType } from '../tensor/index.js'
import type { Arena } from './arena.js'
import type { Place } from './place.js'
import type { Costs } from './plan/group.js'
import { appliesOf, type Step, storedBy } from './plan/step.js'

/** Where a result lies in the program's memory: from an address on, which in loops is that of the first step. */
export interface Lies {
  readonly type: TensorType
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
  /** Bytes of the tensors that it reads and of those that it writes. */
  readonly bytes: number
  /** Bytes that it works in beside those of its operands and results. */
  readonly room: number
  readonly results: readonly Lies[]
}

const sizeInBytes = ({ shape, dtype }: TensorType): number => sizeOf(shape) * bytesOf(dtype)

const joined = (applies: readonly Apply[]): string => applies.map(({ primitive }) => primitive.name).join(' ')

const nameOf = (step: Step): string => {
  if (step.kind === 'product') return `${nameOf({ kind: 'single', apply: step.apply })} then ${nameOf(step.epilogue)}`
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

const bytesMoved = (step: Step): number => {
  const applies = appliesOf(step)
  const made = new Set<Tensor>(applies.flatMap(({ results }) => results))
  const read = new Set(applies.flatMap(({ operands }) => operands.filter((operand) => !made.has(operand))))
  return [...read, ...storedBy(step)].reduce((sum, tensor) => sum + sizeInBytes(tensor), 0)
}

/** No part: what a program does beside them. */
const none = -1

/** The parts of a program, as they are written. */
export class Parts {
  readonly #costs: Costs
  readonly #arena: Arena
  readonly #list: Part[] = []
  /** The parts within which the next one stands, innermost last. */
  readonly #around: number[] = []

  constructor(costs: Costs, arena: Arena) {
    this.#costs = costs
    this.#arena = arena
  }

  get list(): readonly Part[] {
    return this.#list
  }

  /** Adds a part that `write` writes, and whose beginning and end, where the one around it goes on, are marked. */
  add(step: Step, mark: (part: number, begins: boolean) => void, write: () => readonly Place[]): void {
    const index = this.#list.length
    const applies = appliesOf(step)
    const part = {
      name: nameOf(step),
      depth: this.#around.length,
      operations: applies.reduce((sum, apply) => sum + operationsOf(apply, this.#costs), 0),
      bytes: bytesMoved(step),
      room: 0,
      results: [],
    }
    this.#list.push(part)
    mark(index, true)
    this.#around.push(index)
    const { result: places, passing: room } = this.#arena.watch(write)
    this.#around.pop()
    mark(this.#around.at(-1) ?? none, false)
    const results = places.map(({ shape, dtype, address }) => ({ type: { shape, dtype }, address: address.base }))
    this.#list[index] = { ...part, room, results }
  }
}
