import { Bytes } from './bytes.js'
import { Code, type FunctionReference, type ValuedFunction } from './code.js'
import { type ValueType, valueTypes } from './types.js'
import type { Variable } from './value.js'

/** A function or a memory that a module is given when it is instantiated. */
export interface Imports {
  readonly namespace: string
  readonly memory: string
  /** The pages that the memory may grow to where threads share it; undefined where it belongs to one alone. */
  readonly shared?: number
  /** Functions without results: their names and the types of their parameters. */
  readonly functions: Readonly<Record<string, readonly ValueType[]>>
}

const preamble = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])
const section = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const
const kind = { function: 0x00, memory: 0x02, global: 0x03 } as const
const functionType = 0x60
const mutable = 0x01
const limits = { unbounded: 0x00, shared: 0x03 } as const
const zero = new Uint8Array([0x41, 0x00, 0x0b])

/** A WebAssembly module under construction: functions over one imported memory. */
export class Module {
  readonly #imports: Imports
  readonly #signatures = new Map<string, number>()
  readonly #types = new Bytes()
  readonly #functions: { readonly type: number; readonly code: Code }[] = []
  readonly #exports: { readonly name: string; readonly kind: number; readonly index: number }[] = []
  #globals = 0

  constructor(imports: Imports) {
    this.#imports = imports
    for (const parameters of Object.values(imports.functions)) this.#typeOf(parameters)
  }

  /** A function given from outside. */
  imported(name: string): FunctionReference {
    return { index: Object.keys(this.#imports.functions).indexOf(name) }
  }

  /** A new function, to be filled with code until the module is encoded. */
  define(...parameters: readonly ValueType[]): Code {
    return this.#define(parameters)
  }

  /** A new function that gives values. */
  defineValued(results: readonly ValueType[], ...parameters: readonly ValueType[]): Code & ValuedFunction {
    return Object.assign(this.#define(parameters, results), { results })
  }

  #define(parameters: readonly ValueType[], results: readonly ValueType[] = []): Code {
    const code = new Code(Object.keys(this.#imports.functions).length + this.#functions.length, parameters)
    this.#functions.push({ type: this.#typeOf(parameters, results), code })
    return code
  }

  /** A new variable of the module, 0 at first. */
  global(): Variable<'i32'> {
    return { kind: 'global', type: 'i32', index: this.#globals++ }
  }

  /** Lets a function or a variable be used from outside. */
  export(name: string, exported: FunctionReference | Variable): void {
    this.#exports.push({ name, kind: 'type' in exported ? kind.global : kind.function, index: exported.index })
  }

  encode(): Uint8Array<ArrayBuffer> {
    const module = new Bytes().append(preamble)
    const write = (id: number, count: number, content: (bytes: Bytes) => void): void => {
      const bytes = new Bytes().unsigned(count)
      content(bytes)
      module.byte(id).prefixed(bytes.view())
    }
    const { namespace, memory, shared, functions } = this.#imports
    const imported = Object.entries(functions)
    write(section.type, this.#signatures.size, (bytes) => bytes.append(this.#types.view()))
    write(section.import, imported.length + 1, (bytes) => {
      bytes.prefixed(namespace).prefixed(memory).byte(kind.memory)
      if (shared === undefined) bytes.byte(limits.unbounded).unsigned(0)
      else bytes.byte(limits.shared).unsigned(0).unsigned(shared)
      for (const [name, parameters] of imported)
        bytes.prefixed(namespace).prefixed(name).byte(kind.function).unsigned(this.#typeOf(parameters))
    })
    write(section.function, this.#functions.length, (bytes) => {
      for (const { type } of this.#functions) bytes.unsigned(type)
    })
    write(section.global, this.#globals, (bytes) => {
      for (let index = 0; index < this.#globals; index++) bytes.byte(valueTypes.i32).byte(mutable).append(zero)
    })
    write(section.export, this.#exports.length, (bytes) => {
      for (const { name, kind, index } of this.#exports) bytes.prefixed(name).byte(kind).unsigned(index)
    })
    write(section.code, this.#functions.length, (bytes) => {
      for (const { code } of this.#functions) bytes.prefixed(code.encode())
    })
    return module.view()
  }

  #typeOf(parameters: readonly ValueType[], results: readonly ValueType[] = []): number {
    const key = `${parameters} ${results}`
    const known = this.#signatures.get(key)
    if (known !== undefined) return known
    const index = this.#signatures.size
    this.#signatures.set(key, index)
    this.#types.byte(functionType)
    for (const types of [parameters, results]) {
      this.#types.unsigned(types.length)
      for (const type of types) this.#types.byte(valueTypes[type])
    }
    return index
  }
}
