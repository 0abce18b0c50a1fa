import { Module } from './module.js'
import { i32, i32x4 } from './value.js'

let relaxed: boolean | undefined

/** Whether this engine knows the instructions on vectors whose results may depend on the machine. */
export const hasRelaxedInstructions = (): boolean => {
  relaxed ??= isRelaxed()
  return relaxed
}

const isRelaxed = (): boolean => {
  const module = new Module({ namespace: '', memory: '', functions: {} })
  const code = module.define()
  const zero = i32x4(0)
  code.store('v128', i32(0), code.apply('i64x2.relaxed_laneselect', zero, zero, zero))
  return WebAssembly.validate(module.encode())
}
