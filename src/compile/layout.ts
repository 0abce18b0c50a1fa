import { MemoryError } from '../tensor/index.js'

// How the one memory is divided that all programs of the process share: the words by which threads agree, the tables of
// elementary functions, the programs' areas, which all start at one address since programs run one at a time, and above
// the largest of these whatever stays where it is between the runs.

/** Bytes that a memory grows by at least. */
export const pageBytes = 2 ** 16

/** Addresses are 32-bit. */
export const addressable = 2 ** 32

/** Where the tables start, behind the words by which threads agree. */
export const tablesStart = 2 ** 10

/** Where programs work from. */
export const programsStart = 2 ** 14

/** A table of elementary functions, and its address. */
export interface Table {
  readonly address: number
  readonly values: readonly number[]
}

const tables = new Map<readonly number[], Table>()
let tablesEnd = tablesStart

/** A table, at the same address for all programs and threads of the process. */
export const tableOf = (values: readonly number[]): Table => {
  const known = tables.get(values)
  if (known !== undefined) return known
  const table = { address: tablesEnd, values }
  if (table.address + values.length * Float64Array.BYTES_PER_ELEMENT > programsStart)
    throw new MemoryError({ operation: 'jit', problem: 'the tables of elementary functions have no room' })
  tablesEnd += values.length * Float64Array.BYTES_PER_ELEMENT
  tables.set(values, table)
  return table
}
