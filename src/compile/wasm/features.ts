import type { Code } from './code.js'
import { Module } from './module.js'
import { i32, i32x4 } from './value.js'

/** Tells whether this engine, if it knows WebAssembly at all, takes the code that `write` writes; it is asked once. */
const supports = (write: (code: Code) => void): (() => boolean) => {
  let known: boolean | undefined
  return () => {
    if (known !== undefined) return known
    const module = new Module({ namespace: '', memory: '', functions: {} })
    write(module.define())
    known = typeof WebAssembly !== 'undefined' && WebAssembly.validate(module.encode())
    return known
  }
}

const zero = i32x4(0)

/** Whether this engine knows vectors, without which nothing is compiled. */
export const hasVectors = supports((code) => code.store('v128', i32(0), code.apply('v128.not', zero)))

/** Whether this engine knows the instructions on vectors whose results may depend on the machine. */
export const hasRelaxedInstructions = supports((code) =>
  code.store('v128', i32(0), code.apply('i64x2.relaxed_laneselect', zero, zero, zero)),
)

/** Whether the NaN that this processor makes of an invalid operation is negative: it is on x86, and on no other kind. */
const makesNegativeNaN = (): boolean => {
  const numbers = new Float32Array([Number.POSITIVE_INFINITY])
  numbers[0] -= numbers[0]
  return (new Uint8Array(numbers.buffer)[3] & 0x80) !== 0
}

/**
 * How many registers for vectors V8 leaves to code: all but one of the 16 of x86, or but three of the 32 of other
 * processors. Engines tell nobody what they run on, but its NaN does.
 */
export const vectorRegisters: number = makesNegativeNaN() ? 15 : 29
