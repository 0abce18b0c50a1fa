import { equalShapes, isFloat, type Shape, sizeOf, type TensorType } from '../../../src/tensor/index.js'
import type { Attributes, OperationName } from '../../programs/operations.js'
import type { Block, Instruction, ValueNumber } from '../../programs/program.js'
import { resultTypes } from '../../programs/run.js'
import { anyInteger, anything, between, isWithin, magnitude, type Range } from './range.js'

/**
 * What programs are for: `smooth` ones are differentiable to any order where their inputs may be, `kinked` ones have
 * kinks, ties and jumps besides, both of them with tame magnitudes; `wild` ones may do anything that is well typed.
 */
export type Flavour = 'smooth' | 'kinked' | 'wild'

/** A value of the block that is being built, and what is known of its elements. */
export interface Value {
  readonly place: ValueNumber
  readonly type: TensorType
  readonly range: Range
}

/** One drawn instruction, as bare numbers: which template it follows, and what that chooses. */
export interface Raw {
  readonly template: number
  readonly picks: readonly number[]
}

/** The drawn instructions that are left; bodies of loops and branches take theirs from the same supply. */
export type Supply = Raw[]

/** Largest size, rank and magnitude of values that are made and gone on with. */
const limits = { size: 36, rank: 4, magnitude: 8 }

const isInteger = ({ dtype }: TensorType): boolean => dtype === 'int32'

/** A kind of instruction: writes one of it, with what it needs, or nothing where the values at hand do not fit. */
export type Template = (builder: Builder) => void

/** Writes a block, choosing by drawn numbers; whatever they are, the block is well typed. */
export class Builder {
  readonly flavour: Flavour
  /** The dtype of the program's floats. */
  readonly dtype: 'float64' | 'float32'
  readonly depth: number
  readonly #inputs: readonly TensorType[]
  readonly #values: Value[]
  readonly #instructions: Instruction[] = []
  readonly #supply: Supply
  readonly #templates: (flavour: Flavour, depth: number) => readonly Template[]
  #raw: Raw = { template: 0, picks: [0] }
  #picked = 0

  constructor(
    inputs: readonly Omit<Value, 'place'>[],
    outer: Pick<Builder, 'flavour' | 'dtype' | 'depth'>,
    supply: Supply,
    templates: (flavour: Flavour, depth: number) => readonly Template[],
  ) {
    this.flavour = outer.flavour
    this.dtype = outer.dtype
    this.depth = outer.depth
    this.#inputs = inputs.map(({ type }) => type)
    this.#values = inputs.map((input, place) => ({ ...input, place }))
    this.#supply = supply
    this.#templates = templates
  }

  get isWild(): boolean {
    return this.flavour === 'wild'
  }

  /** A number from 0 to below `count`. */
  below(count: number): number {
    const { picks } = this.#raw
    const turn = this.#picked++
    return (picks[turn % picks.length] + 7919 * Math.floor(turn / picks.length)) % count
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]
  }

  /** A value that passes, the newest most simply; undefined where there is none. */
  pick(passes: (value: Value) => boolean): Value | undefined {
    const fitting = this.#values.filter((value) => this.#isTame(value) && passes(value))
    return fitting.length === 0 ? undefined : fitting[fitting.length - 1 - this.below(fitting.length)]
  }

  /** The newest value that passes. */
  newest(passes: (value: Value) => boolean): Value | undefined {
    return this.#values.findLast((value) => this.#isTame(value) && passes(value))
  }

  /** A floating-point value of the program's dtype; there always is one, if need be a constant. */
  float(passes: (value: Value) => boolean = () => true): Value | undefined {
    return this.pick((value) => value.type.dtype === this.dtype && passes(value))
  }

  /** An int32 value, if need be a constant. */
  integer(): Value {
    return this.pick(({ type }) => isInteger(type)) ?? this.literal('int32', [], this.below(4))
  }

  literal(dtype: TensorType['dtype'], shape: Shape, value: number): Value {
    return this.straight('literal', [], { shape, value, dtype }, between(value, value)) as Value
  }

  /** Writes an instruction without blocks; undefined where its result would be too large. */
  straight(
    operation: OperationName,
    operands: readonly Value[],
    attributes: Attributes,
    range: Range,
  ): Value | undefined {
    const places = operands.map(({ place }) => place)
    return this.write({ kind: 'straight', operation, operands: places, attributes }, [range])?.[0]
  }

  /** Writes an instruction, and after it what tames those of its results that may be large. */
  write(instruction: Instruction, ranges: readonly Range[]): readonly Value[] | undefined {
    const types = resultTypes(
      instruction,
      this.#values.map(({ type }) => type),
    )
    if (types.some(({ shape }) => sizeOf(shape) > limits.size || shape.length > limits.rank)) return undefined
    this.#instructions.push(instruction)
    const results = types.map((type, index): Value => {
      const known = isFloat(type.dtype) && this.isWild ? anything : ranges[index]
      const value = { place: this.#values.length, type, range: known }
      this.#values.push(value)
      return value
    })
    return results.map((result) => (this.#isTame(result) ? result : this.#tamed(result)))
  }

  /** A value within a range: itself, or put there smoothly. */
  within(value: Value, low: number, high: number): Value | undefined {
    if (this.isWild || isWithin(value.range, low, high)) return value
    if (low <= -2 && high >= 2) return this.#tamed(value)
    const margin = Math.min(0.25, (high - low) / 4)
    const bounds = between(low + margin, Math.min(high, low + 1.5) - margin)
    return this.straight('raise', [value], { ...bounds }, bounds)
  }

  /** An integer from -extent to extent - 1. */
  index(extent: number): Value | undefined {
    const value = this.integer()
    if (isWithin(value.range, -extent, extent - 1)) return value
    return extent === 0 ? undefined : this.bounded(value, -extent, extent - 1)
  }

  /** An integer clamped into a range. */
  bounded(value: Value, low: number, high: number): Value {
    if (isWithin(value.range, low, high)) return value
    return this.straight('clamp', [value], { low, high }, between(low, high)) as Value
  }

  /** A block inside this one, written from the next `count` drawn instructions, over captured values and its own. */
  inside(captured: readonly Value[], own: readonly Omit<Value, 'place'>[], count: number): Builder {
    const outer = { flavour: this.flavour, dtype: this.dtype, depth: this.depth + 1 }
    const inner = new Builder([...captured, ...own], outer, this.#supply, this.#templates)
    inner.follow(count)
    return inner
  }

  /** Follows up to `count` of the drawn instructions. */
  follow(count: number): void {
    const templates = this.#templates(this.flavour, this.depth)
    for (let written = 0; written < count; written++) {
      const raw = this.#supply.shift()
      if (raw === undefined) return
      this.#raw = raw
      this.#picked = 0
      templates[raw.template % templates.length](this)
    }
  }

  /** The block so far. */
  block(outputs: readonly Value[]): Block {
    return { inputs: this.#inputs, instructions: this.#instructions, outputs: outputs.map(({ place }) => place) }
  }

  /** Values that no instruction uses, other than inputs. */
  unused(): readonly Value[] {
    const used = new Set(this.#instructions.flatMap(placesUsed))
    return this.#values.filter(
      (value) => value.place >= this.#inputs.length && this.#isTame(value) && !used.has(value.place),
    )
  }

  #isTame({ type, range }: Value): boolean {
    return this.isWild || !isFloat(type.dtype) || magnitude(range) <= limits.magnitude
  }

  #tamed(value: Value): Value {
    const scale = Number.isFinite(magnitude(value.range)) ? Math.max(1, magnitude(value.range)) : limits.magnitude
    return this.straight('tame', [value], { scale }, between(-2, 2)) as Value
  }
}

const placesUsed = (instruction: Instruction): readonly ValueNumber[] => {
  switch (instruction.kind) {
    case 'straight':
      return instruction.operands
    case 'scan':
      return [...instruction.captured, ...instruction.carries, ...instruction.xs]
    case 'iterate':
      return [...instruction.captured, ...instruction.carries]
    case 'while':
      return [...instruction.captured, ...instruction.carries, instruction.limit]
    case 'cond':
      return [...instruction.captured, ...instruction.operands, instruction.predicate]
    default:
      return [...instruction.captured, ...instruction.operands]
  }
}

/** Whether a value is of a type. */
export const isOf =
  (type: TensorType) =>
  (value: Value): boolean =>
    value.type.dtype === type.dtype && equalShapes(value.type.shape, type.shape)

/** What is known of elements of a dtype of which nothing is known. */
export const unknown = ({ dtype }: TensorType): Range =>
  dtype === 'int32' ? anyInteger : dtype === 'bool' ? between(0, 1) : anything
