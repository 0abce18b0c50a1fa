import { type KernelHost, type Lanes, loadPack, type Pack, storePack } from '../../../src/compile/vector/index.js'
import { type Code, i32, Module, type ValuedFunction } from '../../../src/compile/wasm/index.js'
import { allocate, bytesOf, type DType, type TypedArray } from '../../../src/tensor/index.js'

const alignment = 16
const memory = new WebAssembly.Memory({ initial: 1 })

/** A module under construction that kernels may be written in, with the tables they use. */
const hostOf = (module: Module, kernels: KernelHost['kernels'], reserve: (bytes: number) => number) => {
  const functions = new Map<string, ValuedFunction>()
  const tables = new Map<readonly number[], number>()
  const host: KernelHost = {
    kernels,
    fuses: false,
    valued: (key, results, parameters, body) => {
      const known = functions.get(key)
      if (known !== undefined) return known
      const code = module.defineValued(results, ...parameters)
      functions.set(key, code)
      code.give(...body(code))
      return code
    },
    table: (values) => {
      const address = tables.get(values) ?? reserve(8 * values.length)
      tables.set(values, address)
      return address
    },
  }
  return { host, tables }
}

/** Runs code that is given where arrays lie, and brings back what the results then are. */
export const runOn = <R extends readonly TypedArray[]>(
  operands: readonly TypedArray[],
  results: R,
  kernels: KernelHost['kernels'],
  write: (code: Code, host: KernelHost, addresses: readonly number[]) => void,
): R => {
  let extent = alignment
  const reserve = (bytes: number): number => {
    const address = extent
    extent += Math.ceil(bytes / alignment) * alignment + alignment
    return address
  }
  const all = [...operands, ...results]
  const addresses = all.map(({ byteLength }) => reserve(byteLength))
  const module = new Module({ namespace: 'env', memory: 'memory', functions: {} })
  const code = module.define()
  const { host, tables } = hostOf(module, kernels, reserve)
  write(code, host, addresses)
  module.export('run', code)
  const missing = extent - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65536))
  const bytes = new Uint8Array(memory.buffer)
  const put = (array: TypedArray, address: number): void => {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), address)
  }
  all.forEach((array, index) => {
    put(array, addresses[index])
  })
  for (const [values, address] of tables) put(Float64Array.from(values), address)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } })
  ;(exports.run as () => void)()
  results.forEach((array, index) => {
    const start = addresses[operands.length + index]
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(
      bytes.subarray(start, start + array.byteLength),
    )
  })
  return results
}

/** What code that makes one pack of others gives all along some arrays, whose length is a multiple of the lanes. */
export const mapPacks = (
  operands: readonly { readonly dtype: DType; readonly data: TypedArray }[],
  dtype: DType,
  lanes: Lanes,
  kernels: KernelHost['kernels'],
  write: (code: Code, host: KernelHost, packs: readonly Pack[]) => Pack,
): TypedArray => {
  const { length } = operands[0].data
  const [result] = runOn(
    operands.map(({ data }) => data),
    [allocate(dtype, length)],
    kernels,
    (code, host, addresses) => {
      const pointers = addresses.map((address) => code.variable('i32', i32(address)))
      const dtypes = [...operands.map((operand) => operand.dtype), dtype]
      const left = code.variable('i32', i32(length / lanes))
      code.loop((start) => {
        const packs = operands.map((operand, index) => loadPack(code, operand.dtype, lanes, pointers[index]))
        storePack(code, pointers[operands.length], write(code, host, packs))
        pointers.forEach((pointer, index) => {
          code.update(pointer, 'i32.add', pointer, i32(lanes * bytesOf(dtypes[index])))
        })
        code.update(left, 'i32.sub', left, i32(1))
        code.branchIf(start, left)
      })
    },
  )
  return result
}
