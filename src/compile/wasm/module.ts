import { Bytes } from './bytes.js'
import { Code, type FunctionReference, type ValuedFunction } from './code.js'
import { type ValueType, valueTypes } from './types.js'
import type { Variable } from './value.js'

/** A function or a memory that a module is given when it is instantiated. */
export interface Imports {
  readonly namespace: string
  readonly memory: string
  /** Functions without results: their names and the types of their parameters. */
  readonly functions: Readonly<Record<string, readonly ValueType[]>>
}

const preamble = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])
const section = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const
const kind = { function: 0x00, memory: 0x02 } as const
const functionType = 0x60
const mutable = 0x01
const noMaximum = 0x00
const zero = new Uint8Array([0x41, 0x00, 0x0b])

/** A WebAssembly module under construction: functions over one imported memory. */
export class Module {
  readonly #imports: Imports
  readonly #signatures = new Map<string, number>()
  readonly #types = new Bytes()
  readonly #functions: { readonly type: number; readonly code: Code }[] = []
  readonly #exports: { readonly name: string; readonly index: number }[] = []
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

  /** A new function that gives a value. */
  defineValued<T extends ValueType>(result: T, ...parameters: readonly ValueType[]): Code & ValuedFunction<T> {
    return Object.assign(this.#define(parameters, result), { result })
  }

  #define(parameters: readonly ValueType[], result?: ValueType): Code {
    const code = new Code(Object.keys(this.#imports.functions).length + this.#functions.length, parameters)
    this.#functions.push({ type: this.#typeOf(parameters, result), code })
    return code
  }

  /** A new variable of the module, 0 at first. */
  global(): Variable<'i32'> {
    return { kind: 'global', type: 'i32', index: this.#globals++ }
  }

  export(name: string, { index }: FunctionReference): void {
    this.#exports.push({ name, index })
  }

  encode(): Uint8Array<ArrayBuffer> {
    const module = new Bytes().append(preamble)
    const write = (id: number, count: number, content: (bytes: Bytes) => void): void => {
      const bytes = new Bytes().unsigned(count)
      content(bytes)
      module.byte(id).prefixed(bytes.view())
    }
    const { namespace, memory, functions } = this.#imports
    const imported = Object.entries(functions)
    write(section.type, this.#signatures.size, (bytes) => bytes.append(this.#types.view()))
    write(section.import, imported.length + 1, (bytes) => {
      bytes.prefixed(namespace).prefixed(memory).byte(kind.memory).byte(noMaximum).unsigned(0)
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
      for (const { name, index } of this.#exports) bytes.prefixed(name).byte(kind.function).unsigned(index)
    })
    write(section.code, this.#functions.length, (bytes) => {
      for (const { code } of this.#functions) bytes.prefixed(code.encode())
    })
    return module.view()
  }

  #typeOf(parameters: readonly ValueType[], result?: ValueType): number {
    const key = `${parameters} ${result}`
    const known = this.#signatures.get(key)
    if (known !== undefined) return known
    const index = this.#signatures.size
    this.#signatures.set(key, index)
    this.#types.byte(functionType).unsigned(parameters.length)
    for (const type of parameters) this.#types.byte(valueTypes[type])
    if (result === undefined) this.#types.unsigned(0)
    else this.#types.unsigned(1).byte(valueTypes[result])
    return index
  }
}
