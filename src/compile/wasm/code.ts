import { Bytes } from './bytes.js'
import { type Access, accesses, type Instruction, instructions, type ResultOf } from './instructions.js'
import { type LiteralAddress, opcode, Stream } from './stream.js'
import { type ValueType, valueTypes } from './types.js'
import { i32, type Value, type Variable } from './value.js'
import {
  type LaneInstruction,
  type LaneStore,
  laneInstructions,
  laneStores,
  type PartialLoad,
  partialLoads,
} from './vectorInstructions.js'

type ValuesOf<Types extends readonly ValueType[]> = { readonly [K in keyof Types]: Value<Types[K]> }
type OperandsOf<I extends Instruction> = ValuesOf<(typeof instructions)[I][1]>

type LaneOperandsOf<I extends LaneInstruction> = ValuesOf<(typeof laneInstructions)[I][1]>
type LaneResultOf<I extends LaneInstruction> = (typeof laneInstructions)[I][2]

type TypeOf<A extends Access> = (typeof accesses)[A]['type']

/** A place to branch to: the start of a loop, or the end of a block. */
export type Label = { readonly depth: number }

/** A function that a body can call. */
export interface FunctionReference {
  readonly index: number
}

/** A function that gives values. */
export interface ValuedFunction extends FunctionReference {
  readonly results: readonly ValueType[]
}

const noResult = 0x40
const onlyMemory = 0

/**
 * The body of a function under construction. Every instruction's result goes to a variable of its own, so that code
 * is written with named values rather than with a stack, and the types of the instructions are those of TypeScript.
 */
export class Code implements FunctionReference {
  readonly index: number
  readonly parameters: readonly Variable[]
  /** The variables beside the parameters: how many of a type in a row. */
  readonly #locals: { readonly type: ValueType; count: number }[] = []
  #variables: number
  readonly #stream = new Stream(() => this.variable('v128'))
  #depth = 0

  constructor(index: number, parameters: readonly ValueType[]) {
    this.index = index
    this.parameters = parameters.map((type, position) => ({ kind: 'local', type, index: position }))
    this.#variables = parameters.length
  }

  /** Bytes of instructions so far. */
  get length(): number {
    return this.#stream.bytes.length
  }

  /** Has vectors of more than zeros or ones read from memory. */
  pool(addressOf: LiteralAddress): void {
    this.#stream.pool(addressOf)
  }

  variable<T extends ValueType>(type: T, initial?: Value<T>): Variable<T> {
    const variable = { kind: 'local', type, index: this.#variables++ } as const
    const last = this.#locals.at(-1)
    if (last?.type === type) last.count++
    else this.#locals.push({ type, count: 1 })
    if (initial !== undefined) this.assign(variable, initial)
    return variable
  }

  assign<T extends ValueType>(variable: Variable<T>, value: Value<T>): void {
    this.#stream.push(value)
    this.#stream.pop(variable)
  }

  /** The result of an instruction, in a fresh variable. */
  apply<I extends Instruction>(instruction: I, ...operands: OperandsOf<I>): Variable<ResultOf<I>> {
    const result = this.variable<ResultOf<I>>(instructions[instruction][2])
    this.#write(instruction, operands, result)
    return result
  }

  /** The result of an instruction, in a given variable. */
  update<I extends Instruction>(variable: Variable<ResultOf<I>>, instruction: I, ...operands: OperandsOf<I>): void {
    this.#write(instruction, operands, variable)
  }

  #write(instruction: Instruction, operands: readonly Value[], result: Variable): void {
    for (let index = 0; index < operands.length; index++) this.#stream.push(operands[index])
    this.#stream.opcode(instructions[instruction][0])
    this.#stream.pop(result)
  }

  select<T extends ValueType>(condition: Value<'i32'>, whenTrue: Value<T>, whenFalse: Value<T>): Variable<T> {
    const result = this.variable<T>(whenTrue.type)
    this.#stream.push(whenTrue)
    this.#stream.push(whenFalse)
    this.#stream.push(condition)
    this.#stream.opcode(opcode.select)
    this.#stream.pop(result)
    return result
  }

  /** The result of an instruction on a lane, in a fresh variable. */
  lane<I extends LaneInstruction>(
    instruction: I,
    lane: number,
    ...operands: LaneOperandsOf<I>
  ): Variable<LaneResultOf<I>> {
    const [code, , type] = laneInstructions[instruction]
    const result = this.variable<LaneResultOf<I>>(type)
    for (const operand of operands) this.#stream.push(operand)
    this.#stream.opcode(code)
    this.#stream.bytes.byte(lane)
    this.#stream.pop(result)
    return result
  }

  /** Sixteen bytes chosen from the thirty-two of two vectors. */
  shuffle(a: Value<'v128'>, b: Value<'v128'>, bytes: readonly number[]): Variable<'v128'> {
    const result = this.variable('v128')
    this.#stream.push(a)
    this.#stream.push(b)
    this.#stream.opcode(opcode.shuffle)
    for (const byte of bytes) this.#stream.bytes.byte(byte)
    this.#stream.pop(result)
    return result
  }

  load<A extends Access>(access: A, address: Value<'i32'>, offset = 0): Variable<TypeOf<A>> {
    const { load, alignment, type } = accesses[access]
    const result = this.variable<TypeOf<A>>(type)
    this.#stream.push(address)
    this.#stream.opcode(load)
    this.#stream.bytes.unsigned(alignment).unsigned(offset)
    this.#stream.pop(result)
    return result
  }

  store<A extends Access>(access: A, address: Value<'i32'>, value: Value<TypeOf<A>>, offset = 0): void {
    const { store, alignment } = accesses[access]
    this.#stream.push(address)
    this.#stream.push(value)
    this.#stream.opcode(store)
    this.#stream.bytes.unsigned(alignment).unsigned(offset)
  }

  /** A vector from fewer bytes of memory than it has. */
  loadPart(part: PartialLoad, address: Value<'i32'>, offset = 0): Variable<'v128'> {
    const { load, alignment } = partialLoads[part]
    const result = this.variable('v128')
    this.#stream.push(address)
    this.#stream.opcode(load)
    this.#stream.bytes.unsigned(alignment).unsigned(offset)
    this.#stream.pop(result)
    return result
  }

  storeLane(part: LaneStore, lane: number, address: Value<'i32'>, value: Value<'v128'>, offset = 0): void {
    const { store, alignment } = laneStores[part]
    this.#stream.push(address)
    this.#stream.push(value)
    this.#stream.opcode(store)
    this.#stream.bytes.unsigned(alignment).unsigned(offset).byte(lane)
  }

  /** Copies bytes of memory. */
  copyBytes(to: Value<'i32'>, from: Value<'i32'>, count: number): void {
    for (const operand of [to, from, i32(count)]) this.#stream.push(operand)
    this.#stream.opcode(opcode.memoryCopy)
    this.#stream.bytes.byte(onlyMemory).byte(onlyMemory)
  }

  /** Sets bytes of memory to zero. */
  clearBytes(at: Value<'i32'>, count: number): void {
    for (const operand of [at, i32(0), i32(count)]) this.#stream.push(operand)
    this.#stream.opcode(opcode.memoryFill)
    this.#stream.bytes.byte(onlyMemory)
  }

  /** Calls a function that gives nothing back. */
  call(callee: FunctionReference, ...operands: readonly Value[]): void {
    for (const operand of operands) this.#stream.push(operand)
    this.#stream.opcode(opcode.call)
    this.#stream.bytes.unsigned(callee.index)
  }

  /** What a function gives for operands, in fresh variables. */
  invoke(callee: ValuedFunction, ...operands: readonly Value[]): readonly Variable[] {
    const results = callee.results.map((type) => this.variable(type))
    this.call(callee, ...operands)
    for (const result of results.toReversed()) this.#stream.pop(result)
    return results
  }

  /** Ends the body of a function that gives values. */
  give(...values: readonly Value[]): void {
    for (const value of values) this.#stream.push(value)
  }

  /** A block whose label is its end. */
  block(body: (end: Label) => void): void {
    this.#structure(opcode.block, body)
  }

  /** A block whose label is its start. */
  loop(body: (start: Label) => void): void {
    this.#structure(opcode.loop, body)
  }

  /** Runs one of two bodies. */
  when(condition: Value<'i32'>, then: () => void, otherwise?: () => void): void {
    this.#stream.push(condition)
    this.#structure(opcode.if, () => {
      then()
      if (otherwise === undefined) return
      this.#stream.opcode(opcode.else)
      otherwise()
    })
  }

  /** What one of two bodies gives, in a fresh variable; only that one runs. */
  either<T extends ValueType>(
    condition: Value<'i32'>,
    whenTrue: () => Value<T>,
    whenFalse: () => Value<T>,
  ): Variable<T> {
    this.#stream.push(condition)
    this.#open(opcode.if)
    const value = whenTrue()
    const result = this.variable(value.type, value)
    this.#stream.opcode(opcode.else)
    this.assign(result, whenFalse())
    this.#close()
    return result
  }

  branch(label: Label): void {
    this.#stream.opcode(opcode.br)
    this.#stream.bytes.unsigned(this.#depth - label.depth)
  }

  branchIf(label: Label, condition: Value<'i32'>): void {
    this.#stream.push(condition)
    this.#stream.opcode(opcode.brIf)
    this.#stream.bytes.unsigned(this.#depth - label.depth)
  }

  /** The encoded body, with its variables declared. */
  encode(): Uint8Array {
    const body = new Bytes().unsigned(this.#locals.length)
    for (const { type, count } of this.#locals) body.unsigned(count).byte(valueTypes[type])
    return body.append(this.#stream.start.view()).append(this.#stream.bytes.view()).byte(opcode.end).view()
  }

  #structure(start: number, body: (label: Label) => void): void {
    body(this.#open(start))
    this.#close()
  }

  #open(start: number): Label {
    this.#stream.opcode(start)
    this.#stream.bytes.byte(noResult)
    return { depth: ++this.#depth }
  }

  #close(): void {
    this.#depth--
    this.#stream.opcode(opcode.end)
  }
}
