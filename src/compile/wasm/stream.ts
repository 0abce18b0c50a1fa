import { Bytes } from './bytes.js'
import { accesses } from './instructions.js'
import { bytesOfSplat, i32, isTrivial, type Splat, showSplat, type Value, type Variable } from './value.js'

export const opcode = {
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
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  memoryCopy: 0xfc000a,
  memoryFill: 0xfc000b,
  vectorConst: 0xfd000c,
  shuffle: 0xfd000d,
} as const

const literals = { i32: 0x41, i64: 0x42, f32: 0x43, f64: 0x44 } as const

const writeOpcode = (bytes: Bytes, code: number): void => {
  if (code > 0xff) bytes.byte(code >> 16).unsigned(code & 0xffff)
  else bytes.byte(code)
}

/** Where a vector lies in memory when the code runs, if it does. */
export type LiteralAddress = (literal: Splat) => number | undefined

/**
 * Instructions in bytes. Of a vector as a literal, engines make a new one by three instructions wherever it is used. In a
 * variable, set at the start of the function, it is made once in front of a loop; in memory it is one instruction, which
 * is better where there is no loop.
 */
export class Stream {
  readonly bytes = new Bytes()
  /** What comes before them. */
  readonly start = new Bytes()
  readonly #held = new Map<string, Variable<'v128'>>()
  /** Those read from memory since control last came or went another way, by their addresses. */
  readonly #loaded = new Map<number, Variable<'v128'>>()
  readonly #variable: () => Variable<'v128'>
  #addressOf: LiteralAddress | undefined

  constructor(variable: () => Variable<'v128'>) {
    this.#variable = variable
  }

  pool(addressOf: LiteralAddress): void {
    this.#addressOf = addressOf
  }

  opcode(code: number): void {
    if (code >= opcode.block && code <= opcode.end) this.#loaded.clear()
    writeOpcode(this.bytes, code)
  }

  push(value: Value): void {
    if (value.kind !== 'literal') {
      this.bytes.byte(value.kind === 'local' ? opcode.localGet : opcode.globalGet).unsigned(value.index)
    } else if (typeof value.literal === 'object') this.#pushVector(value.literal)
    else {
      this.bytes.byte(literals[value.type as keyof typeof literals])
      if (value.type === 'f64') this.bytes.float64(Number(value.literal))
      else if (value.type === 'f32') this.bytes.float32(Number(value.literal))
      else this.bytes.signed(value.literal)
    }
  }

  pop(variable: Variable): void {
    this.bytes.byte(variable.kind === 'local' ? opcode.localSet : opcode.globalSet).unsigned(variable.index)
  }

  #pushVector(literal: Splat): void {
    if (isTrivial(literal)) {
      this.opcode(opcode.vectorConst)
      this.bytes.append(bytesOfSplat(literal))
      return
    }
    const address = this.#addressOf?.(literal)
    if (address === undefined) {
      this.push(this.#hold(literal))
      return
    }
    const loaded = this.#loaded.get(address)
    if (loaded === undefined) this.#load(address)
    else this.push(loaded)
  }

  /** Pushes a vector from memory, and keeps it in a variable. */
  #load(address: number): void {
    const { load, alignment } = accesses.v128
    this.push(i32(0))
    this.opcode(load)
    this.bytes.unsigned(alignment).unsigned(address)
    const variable = this.#variable()
    this.bytes.byte(opcode.localTee).unsigned(variable.index)
    this.#loaded.set(address, variable)
  }

  /** The variable that has a vector from the start on. */
  #hold(literal: Splat): Variable<'v128'> {
    const key = showSplat(literal)
    const known = this.#held.get(key)
    if (known !== undefined) return known
    const variable = this.#variable()
    this.#held.set(key, variable)
    writeOpcode(this.start, opcode.vectorConst)
    this.start.append(bytesOfSplat(literal)).byte(opcode.localSet).unsigned(variable.index)
    return variable
  }
}
