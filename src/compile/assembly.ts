import type { Apply, Result } from '../graph/index.js'
import { type Constant, type Shape, sizeInBytes, type Tensor, type TensorType } from '../tensor/index.js'
import { Arena } from './arena.js'
import type { Tables } from './arithmetic.js'
import { Driver } from './driver.js'
import { Functions } from './functions.js'
import { type ArithmeticName, type Latitude, latitudeOf } from './latitude.js'
import { addressable, pageBytes, programsStart, type Table, tableOf } from './layout.js'
import { type Axes, coalesced, walk } from './loops.js'
import { Parts } from './parts.js'
import { type Place, placeIn, type Stream } from './place.js'
import type { Costs } from './plan/group.js'
import type { Step } from './plan/step.js'
import { type ConstantReference, Residents } from './residents.js'
import { type Thresholds, thresholds as usual } from './thresholds.js'
import type { KernelHost } from './vector/index.js'
import { type Code, type FunctionReference, i32, Module, type Value, type Variable } from './wasm/index.js'
import type { NestBody, Task, TaskBody } from './work.js'

/** What a program is compiled for. */
export interface Target {
  /** How many threads may work on a task. */
  readonly threads: number
  /** Whether threads share the memory. */
  readonly shared: boolean
  readonly arithmetic?: ArithmeticName
  /** Whether what has few elements stays in loops as well, instead of being written out. */
  readonly loopsOnly?: boolean
  /** From where on it works in other ways, where that is not what pays. */
  readonly thresholds?: Thresholds
  /** Whether the program tells when each of its parts begins and ends. */
  readonly watched?: boolean
}

/** The error for the offending number that a program reports. */
export type Failure = (offender: number) => Error

/** Where results are wanted, if anywhere: places in row-major order. */
export type Destinations = readonly (Place | undefined)[]

/** Writes the code of one Apply; every place that it gives is held once for the caller. */
export type ApplyLowering = (
  assembly: Assembly,
  apply: Apply,
  operands: readonly Place[],
  destinations: Destinations,
) => readonly Place[]

/** How applies become code. */
export interface Lowerings extends Costs {
  readonly lower: ApplyLowering
}

/** Functions above this many bytes are continued in another one; WebAssembly engines refuse those of some 7 million. */
const driverLimit = 2 ** 16

/** The names by which a program's module is linked; its tasks are `task` with a number. */
export const linkage = {
  namespace: 'cotangent',
  memory: 'memory',
  fail: 'fail',
  parallel: 'parallel',
  mark: 'mark',
  run: 'run',
  task: 'task',
} as const

/** A program under construction: its module, the plan of its arena, and what it needs beside that. */
export class Assembly implements Tables {
  readonly arena: Arena
  readonly threads: number
  readonly thresholds: Thresholds
  readonly lowerings: Lowerings
  readonly latitude: Latitude
  readonly residents: Residents
  readonly functions: Functions
  /** What the program tells of its parts, if it does. */
  readonly parts: Parts | undefined
  readonly #module: Module
  #tasks = 0
  readonly #tables = new Set<Table>()
  readonly #failures = new Map<string, { readonly number: number; readonly failure: Failure }>()
  #drivers: readonly Driver[] = []

  constructor(
    lowerings: Lowerings,
    { threads, shared, watched, arithmetic = 'exact', thresholds = usual }: Target,
    refer: (constant: Constant) => ConstantReference,
  ) {
    this.lowerings = lowerings
    this.threads = threads
    this.thresholds = thresholds
    this.latitude = latitudeOf(arithmetic)
    this.#module = new Module({
      namespace: linkage.namespace,
      memory: linkage.memory,
      shared: shared ? addressable / pageBytes : undefined,
      functions: {
        [linkage.fail]: ['i32', 'i32'],
        [linkage.parallel]: ['i32', 'i32', 'i32'],
        ...(watched ? { [linkage.mark]: ['i32', 'i32'] } : {}),
      },
    })
    this.functions = new Functions(this.#module)
    if (watched) this.parts = new Parts(lowerings)
    this.arena = new Arena(programsStart, this.parts?.memory)
    const declare = (name: string): Variable<'i32'> => {
      const pointer = this.#module.global()
      this.#module.export(name, pointer)
      return pointer
    }
    this.residents = new Residents(declare, refer, this.parts?.memory)
  }

  get tables(): readonly Table[] {
    return [...this.#tables]
  }

  get failures(): readonly Failure[] {
    return [...this.#failures.values()].map(({ failure }) => failure)
  }

  /** A place of its own for a tensor, in row-major order. */
  allocate(type: TensorType): Place {
    return placeIn(type, this.arena.allocate(sizeInBytes(type)))
  }

  /** The place for a result: where it is wanted, or one of its own. */
  place({ shape, dtype }: TensorType, destination: Place | undefined): Place {
    return destination === undefined ? this.allocate({ shape, dtype }) : this.hold(destination)
  }

  hold(place: Place): Place {
    this.arena.hold(place.block)
    return place
  }

  release(place: Place): void {
    this.arena.release(place.block)
  }

  constant(constant: Constant): Place {
    return this.residents.constant(constant)
  }

  table(values: readonly number[]): number {
    const table = tableOf(values)
    this.#tables.add(table)
    return table.address
  }

  /** The number by which code reports a failure. */
  failure(key: string, failure: Failure): number {
    const number = this.#failures.get(key)?.number ?? this.#failures.size
    this.#failures.set(key, { number, failure })
    return number
  }

  /** Stops the program with a failure and the number that caused it. */
  fail(code: Code, failure: number, offender: Value<'i32'>): void {
    code.call(this.#module.imported(linkage.fail), i32(failure), offender)
  }

  /** A counter that the addresses of places may depend on. */
  counter(): Variable<'i32'> {
    return this.#module.global()
  }

  /**
   * Runs a loop nest over `extents` in row-major order. Each is a function of its own, which engines optimise while it
   * runs and which serves all nests of the same `key`, extents and strides.
   */
  nest(key: string, extents: Shape, streams: readonly Stream[], body: NestBody): void {
    if (extents.includes(0)) return
    const axes = coalesced(
      extents,
      streams.map(({ strides }) => strides),
    )
    const signature = `nest ${key}|${showAxes(axes)}`
    const nest = this.functions.loop(signature, streams.length, (code, pointers) => {
      walk(code, axes, pointers, body(code, pointers))
    })
    this.code.call(nest, ...this.addressesOf(...streams.map(({ place }) => place)))
  }

  /**
   * Runs a task, on several threads where that is worth it. Other threads have counters of their own, so addresses that
   * depend on them come by way of memory.
   */
  task({ items, grain, work, places }: Task, body: TaskBody): void {
    const task = this.#module.define('i32', 'i32', 'i32')
    const [start, count, thread] = task.parameters as readonly Variable<'i32'>[]
    const moving = places.filter(({ address }) => address.terms.length > 0)
    const letter = this.arena.fresh(moving.length * pointerBytes).address
    const pointers = places.map((place): Value<'i32'> => {
      const index = moving.indexOf(place)
      return index < 0 ? i32(place.address.base) : task.load('i32', i32(letter), index * pointerBytes)
    })
    body(task, pointers, start, count, thread)
    this.addressesOf(...moving).forEach((address, index) => {
      this.code.store('i32', i32(letter), address, index * pointerBytes)
    })
    if (this.threads === 1 || work < this.thresholds.shared) {
      this.code.call(task, i32(0), i32(items), i32(0))
      return
    }
    const number = this.#tasks++
    this.#module.export(`${linkage.task}${number}`, task)
    this.code.call(this.#module.imported(linkage.parallel), i32(number), i32(items), i32(grain))
  }

  /** What kernels need of this module, if they are to be written where they are used, or called. */
  host(kernels: KernelHost['kernels']): KernelHost {
    return {
      kernels,
      fuses: this.latitude.fuses,
      table: (values) => this.table(values),
      valued: (...of) => this.functions.valued(...of),
    }
  }

  /**
   * Writes a step of a graph, and in a program that is watched, calls that tell when it begins and ends; `placed` tells
   * where what it reads lies, if it is no constant.
   */
  part(step: Step, placed: (tensor: Tensor) => Place | undefined, write: () => ReadonlyMap<Result, Place>): void {
    const { parts } = this
    if (parts === undefined) {
      write()
      return
    }
    const mark = (part: number, begins: boolean): void =>
      this.code.call(this.#module.imported(linkage.mark), i32(part), i32(Number(begins)))
    parts.add(step, mark, placed, write)
  }

  /** The code that is being written for a graph. */
  get code(): Code {
    return this.#driver.code
  }

  /** The addresses of places as values, good until the counters move or others are asked for. */
  addressesOf(...places: readonly Place[]): readonly Value<'i32'>[] {
    return this.#driver.values(places)
  }

  /** Begins a new function where the present one has grown long. */
  paginate(): void {
    if (this.code.length > driverLimit) this.#drivers = [...this.#drivers, new Driver(this.#module.define())]
  }

  get #driver(): Driver {
    return this.#drivers[this.#drivers.length - 1]
  }

  /** The functions, to be called one after another, that what `body` writes goes to. */
  sequence(body: () => void): readonly FunctionReference[] {
    const outer = this.#drivers
    this.#drivers = [new Driver(this.#module.define())]
    body()
    const written = this.#drivers.map(({ code }) => code)
    this.#drivers = outer
    return written
  }

  /** Calls the functions of a sequence. */
  callAll(functions: readonly FunctionReference[]): void {
    for (const each of functions) this.code.call(each)
  }

  /** Writes the code of one Apply. */
  lower(apply: Apply, operands: readonly Place[], destinations: Destinations): readonly Place[] {
    return this.lowerings.lower(this, apply, operands, destinations)
  }

  /** The finished module, whose one exported function runs `functions` in turn. */
  finish(functions: readonly FunctionReference[]): Uint8Array<ArrayBuffer> {
    const run = this.#module.define()
    for (const each of functions) run.call(each)
    this.#module.export(linkage.run, run)
    return this.#module.encode()
  }
}

const pointerBytes = 4

const showAxes = ({ extents, strides }: Axes): string =>
  `${extents.join()}:${strides.map((each) => each.join()).join(';')}`
