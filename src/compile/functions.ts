import type { Code, FunctionReference, Module, Value, ValuedFunction, ValueType, Variable } from './wasm/index.js'
import type { Procedure, ProcedureBody } from './work.js'

/** The functions of a module that serve whatever needs the same: each is written once for its key. */
export class Functions {
  readonly #module: Module
  readonly #loops = new Map<string, FunctionReference>()
  readonly #valued = new Map<string, ValuedFunction>()
  readonly #procedures = new Map<string, Procedure>()

  constructor(module: Module) {
    this.#module = module
  }

  /** A function of pointers and a count: one for each `key`, which `body` says all of. */
  loop(
    key: string,
    parameters: number,
    body: (code: Code, parameters: readonly Variable<'i32'>[]) => void,
  ): FunctionReference {
    const known = this.#loops.get(key)
    if (known !== undefined) return known
    const code = this.#module.define(...new Array<'i32'>(parameters).fill('i32'))
    this.#loops.set(key, code)
    body(code, code.parameters as readonly Variable<'i32'>[])
    return code
  }

  /** A function that gives values: one for each `key`, which `body` says all of. */
  valued(
    key: string,
    results: readonly ValueType[],
    parameters: readonly ValueType[],
    body: (code: Code) => readonly Value[],
  ): ValuedFunction {
    const known = this.#valued.get(key)
    if (known !== undefined) return known
    const code = this.#module.defineValued(results, ...parameters)
    this.#valued.set(key, code)
    code.give(...body(code))
    return code
  }

  /**
   * A function of `count` pointers and one to room to work in, of as many bytes as `body` asks for. There is one for
   * each `key`, which engines optimise once it has been called often enough.
   */
  procedure(key: string, count: number, body: ProcedureBody): Procedure {
    const known = this.#procedures.get(key)
    if (known !== undefined) return known
    const code = this.#module.define(...new Array<'i32'>(count + 1).fill('i32'))
    const pointers = code.parameters as readonly Variable<'i32'>[]
    const room = { pointer: pointers[count], bytes: 0 }
    body(code, pointers, room)
    const procedure = { reference: code, room: room.bytes }
    this.#procedures.set(key, procedure)
    return procedure
  }
}
