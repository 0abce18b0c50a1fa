import { Bytes } from './bytes.js'
import { type Access, accesses, type Instruction, instructions, type ResultOf } from './instructions.js'
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

/** A function that gives a value of a type. */
export interface ValuedFunction<T extends ValueType = ValueType> extends FunctionReference {
  readonly result: T
}

const opcode = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  call: 0x10,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  globalGet: 0x23,
  globalSet: 0x24,
  memoryCopy: 0xfc000a,
  memoryFill: 0xfc000b,
  vectorConst: 0xfd000c,
  shuffle: 0xfd000d,
} as const

const literals: Readonly<Record<ValueType, number>> = {
  i32: 0x41,
  i64: 0x42,
  f32: 0x43,
  f64: 0x44,
  v128: opcode.vectorConst,
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
  readonly #locals: ValueType[] = []
  readonly #bytes = new Bytes()
  #depth = 0

  constructor(index: number, parameters: readonly ValueType[]) {
    this.index = index
    this.parameters = parameters.map((type, position) => ({ kind: 'local', type, index: position }))
  }

  /** Bytes of instructions so far. */
  get length(): number {
    return this.#bytes.length
  }

  variable<T extends ValueType>(type: T, initial?: Value<T>): Variable<T> {
    const variable = { kind: 'local', type, index: this.parameters.length + this.#locals.length } as const
    this.#locals.push(type)
    if (initial !== undefined) this.assign(variable, initial)
    return variable
  }

  assign<T extends ValueType>(variable: Variable<T>, value: Value<T>): void {
    this.#push(value)
    this.#pop(variable)
  }

  /** The result of an instruction, in a fresh variable. */
  apply<I extends Instruction>(instruction: I, ...operands: OperandsOf<I>): Variable<ResultOf<I>> {
    const result = this.variable<ResultOf<I>>(instructions[instruction][2])
    this.update(result, instruction, ...operands)
    return result
  }

  /** The result of an instruction, in a given variable. */
  update<I extends Instruction>(variable: Variable<ResultOf<I>>, instruction: I, ...operands: OperandsOf<I>): void {
    for (const operand of operands) this.#push(operand)
    this.#opcode(instructions[instruction][0])
    this.#pop(variable)
  }

  select<T extends ValueType>(condition: Value<'i32'>, whenTrue: Value<T>, whenFalse: Value<T>): Variable<T> {
    const result = this.variable<T>(whenTrue.type)
    this.#push(whenTrue)
    this.#push(whenFalse)
    this.#push(condition)
    this.#opcode(opcode.select)
    this.#pop(result)
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
    for (const operand of operands) this.#push(operand)
    this.#opcode(code)
    this.#bytes.byte(lane)
    this.#pop(result)
    return result
  }

  /** Sixteen bytes chosen from the thirty-two of two vectors. */
  shuffle(a: Value<'v128'>, b: Value<'v128'>, bytes: readonly number[]): Variable<'v128'> {
    const result = this.variable('v128')
    this.#push(a)
    this.#push(b)
    this.#opcode(opcode.shuffle)
    for (const byte of bytes) this.#bytes.byte(byte)
    this.#pop(result)
    return result
  }

  load<A extends Access>(access: A, address: Value<'i32'>, offset = 0): Variable<TypeOf<A>> {
    const { load, alignment, type } = accesses[access]
    const result = this.variable<TypeOf<A>>(type)
    this.#push(address)
    this.#opcode(load)
    this.#bytes.unsigned(alignment).unsigned(offset)
    this.#pop(result)
    return result
  }

  store<A extends Access>(access: A, address: Value<'i32'>, value: Value<TypeOf<A>>, offset = 0): void {
    const { store, alignment } = accesses[access]
    this.#push(address)
    this.#push(value)
    this.#opcode(store)
    this.#bytes.unsigned(alignment).unsigned(offset)
  }

  /** A vector from fewer bytes of memory than it has. */
  loadPart(part: PartialLoad, address: Value<'i32'>, offset = 0): Variable<'v128'> {
    const { load, alignment } = partialLoads[part]
    const result = this.variable('v128')
    this.#push(address)
    this.#opcode(load)
    this.#bytes.unsigned(alignment).unsigned(offset)
    this.#pop(result)
    return result
  }

  storeLane(part: LaneStore, lane: number, address: Value<'i32'>, value: Value<'v128'>, offset = 0): void {
    const { store, alignment } = laneStores[part]
    this.#push(address)
    this.#push(value)
    this.#opcode(store)
    this.#bytes.unsigned(alignment).unsigned(offset).byte(lane)
  }

  /** Copies bytes of memory. */
  copyBytes(to: Value<'i32'>, from: Value<'i32'>, count: number): void {
    for (const operand of [to, from, i32(count)]) this.#push(operand)
    this.#opcode(opcode.memoryCopy)
    this.#bytes.byte(onlyMemory).byte(onlyMemory)
  }

  /** Sets bytes of memory to zero. */
  clearBytes(at: Value<'i32'>, count: number): void {
    for (const operand of [at, i32(0), i32(count)]) this.#push(operand)
    this.#opcode(opcode.memoryFill)
    this.#bytes.byte(onlyMemory)
  }

  /** Calls a function that gives nothing back. */
  call(callee: FunctionReference, ...operands: readonly Value[]): void {
    for (const operand of operands) this.#push(operand)
    this.#opcode(opcode.call)
    this.#bytes.unsigned(callee.index)
  }

  /** What a function gives for operands, in a fresh variable. */
  invoke<T extends ValueType>(callee: ValuedFunction<T>, ...operands: readonly Value[]): Variable<T> {
    const result = this.variable<T>(callee.result)
    this.call(callee, ...operands)
    this.#pop(result)
    return result
  }

  /** Ends the body of a function that gives a value. */
  give(value: Value): void {
    this.#push(value)
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
    this.#push(condition)
    this.#structure(opcode.if, () => {
      then()
      if (otherwise === undefined) return
      this.#opcode(opcode.else)
      otherwise()
    })
  }

  /** What one of two bodies gives, in a fresh variable; only that one runs. */
  either<T extends ValueType>(
    condition: Value<'i32'>,
    whenTrue: () => Value<T>,
    whenFalse: () => Value<T>,
  ): Variable<T> {
    this.#push(condition)
    this.#open(opcode.if)
    const value = whenTrue()
    const result = this.variable(value.type, value)
    this.#opcode(opcode.else)
    this.assign(result, whenFalse())
    this.#close()
    return result
  }

  branch(label: Label): void {
    this.#opcode(opcode.br)
    this.#bytes.unsigned(this.#depth - label.depth)
  }

  branchIf(label: Label, condition: Value<'i32'>): void {
    this.#push(condition)
    this.#opcode(opcode.brIf)
    this.#bytes.unsigned(this.#depth - label.depth)
  }

  /** The encoded body, with its variables declared. */
  encode(): Uint8Array {
    const runs: { type: ValueType; count: number }[] = []
    for (const type of this.#locals) {
      const last = runs.at(-1)
      if (last?.type === type) last.count++
      else runs.push({ type, count: 1 })
    }
    const body = new Bytes().unsigned(runs.length)
    for (const { type, count } of runs) body.unsigned(count).byte(valueTypes[type])
    return body.append(this.#bytes.view()).byte(opcode.end).view()
  }

  #structure(start: number, body: (label: Label) => void): void {
    body(this.#open(start))
    this.#close()
  }

  #open(start: number): Label {
    this.#opcode(start)
    this.#bytes.byte(noResult)
    return { depth: ++this.#depth }
  }

  #close(): void {
    this.#depth--
    this.#opcode(opcode.end)
  }

  #opcode(code: number): void {
    if (code > 0xff) this.#bytes.byte(code >> 16).unsigned(code & 0xffff)
    else this.#bytes.byte(code)
  }

  #push(value: Value): void {
    if (value.kind !== 'literal') {
      this.#opcode(value.kind === 'local' ? opcode.localGet : opcode.globalGet)
      this.#bytes.unsigned(value.index)
      return
    }
    this.#opcode(literals[value.type])
    if (value.literal instanceof Uint8Array) this.#bytes.append(value.literal)
    else if (value.type === 'f64') this.#bytes.float64(Number(value.literal))
    else if (value.type === 'f32') this.#bytes.float32(Number(value.literal))
    else this.#bytes.signed(value.literal)
  }

  #pop(variable: Variable): void {
    this.#opcode(variable.kind === 'local' ? opcode.localSet : opcode.globalSet)
    this.#bytes.unsigned(variable.index)
  }
}
