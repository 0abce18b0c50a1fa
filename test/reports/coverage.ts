import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { functionPlaces, type InputDomain } from '../../laws/index.js'
import { type GradcheckOptions, gradcheck } from '../../src/index.js'
import { isFloat, sizeOf } from '../../src/tensor/index.js'
import { weighted } from '../check/alarms/alarms.js'
import { type OperationCase, operationCases } from '../laws/operations/index.js'
import { type Row, tableLines } from './markdown.js'

/** One way to check the derivatives of an operation. */
interface Way {
  readonly name: string
  readonly options: GradcheckOptions
}

export const ways: readonly Way[] = [
  { name: 'reverse', options: { mode: 'reverse' } },
  { name: 'forward', options: { mode: 'forward' } },
  { name: 'second order, reverse', options: { mode: 'reverse', order: 2 } },
  { name: 'second order, forward', options: { mode: 'forward', order: 2 } },
  { name: 'batched', options: { batched: true } },
  { name: 'reference', options: { engine: 'reference' } },
  { name: 'wasm', options: { engine: 'wasm' } },
]

/** Steps of differences in the leaves' own arithmetic are larger than those in 31 digits: that far kinks have to be. */
const clear = 2 ** -3

/** So many cases of each operation are checked: those with the most elements. */
const cases = 2

const dtypes = ['float64', 'float32'] as const

const inDtype = (one: OperationCase, dtype: 'float64' | 'float32'): OperationCase => ({
  ...one,
  domains: one.domains.map(
    (domain): InputDomain => (isFloat(domain.type.dtype) ? { ...domain, type: { ...domain.type, dtype } } : domain),
  ),
})

const elementsOf = ({ domains }: OperationCase): number =>
  domains.reduce((total, { type }) => total + (isFloat(type.dtype) ? sizeOf(type.shape) : 0), 0)

/** A point of a case, clear of kinks; the same one every time. */
const placeOf = ({ f, domains, kinkDistance }: OperationCase) =>
  fc.sample(
    functionPlaces(f, domains).filter(({ inputs }) => (kinkDistance?.(inputs) ?? 1) > clear),
    { seed: 1, numRuns: 1 },
  )[0]

/** Why an operation has no derivative to check; undefined where it has one. */
export const reasonOf = (own: readonly OperationCase[]): string | undefined => {
  const withFloats = own.filter((one) => elementsOf(one) > 0)
  if (withFloats.length === 0) return 'takes no floats'
  return withFloats.some((one) => placeOf(one).weights.length > 0) ? undefined : 'gives no floats'
}

/** What a way says of a case: nothing where the derivative is right. */
const faultOf = (one: OperationCase, { name, options }: Way): string | undefined => {
  const place = placeOf(one)
  if (place.weights.length === 0) return undefined
  const found = gradcheck(weighted(place), place.primals, options)
  if (isRight(found)) return undefined
  const isMeasured = options.engine !== undefined && options.engine !== 'precise'
  return isMeasured && found.left.reason === 'illConditioned' ? untold : `${name}: ${found.left}`
}

/** That differences in the arithmetic of the dtype cannot tell, which for flat functions with jumps is so. */
const untold = '?'

/** The cell of a way: the dtypes, each with a mark where it did not find the derivative right. */
const cellOf = (own: readonly OperationCase[], way: Way, tell: (fault: string) => void): string =>
  dtypes
    .map((dtype) => {
      const bits = dtype.slice('float'.length)
      const faults = own.flatMap((one) => faultOf(inDtype(one, dtype), way) ?? [])
      const told = faults.filter((fault) => fault !== untold)
      for (const fault of told) tell(fault)
      return told.length > 0 ? `✗ ${bits}` : faults.length > 0 ? `${bits}${untold}` : bits
    })
    .join(', ')

/** The row of an operation; what is said against its derivatives is told as well. */
export const coverageRow = (name: string, tell: (fault: string) => void): Row => {
  const all = operationCases.filter((one) => one.name === name)
  const reason = reasonOf(all)
  if (reason !== undefined) return [name, ...ways.map(() => ''), reason]
  const own = all
    .filter((one) => elementsOf(one) > 0 && placeOf(one).weights.length > 0)
    .toSorted((a, b) => elementsOf(b) - elementsOf(a))
    .slice(0, cases)
  return [name, ...ways.map((way) => cellOf(own, way, tell)), '']
}

const head: Row = ['operation', ...ways.map(({ name }) => name), 'why not']

/** The document that holds the rows. */
export const coverageDocument = (rows: readonly Row[]): string => {
  const checked = rows.filter((row) => row.at(-1) === '').length
  return [
    '# Which derivatives are checked',
    '',
    'What `gradcheck` found right of every public operation on tensors. Made anew by `npm run coverage`, which runs every cell;',
    `here with Node ${process.version}. 64, 32: right in float64 and in float32, at points clear of kinks. ✗: not right. Empty: there`,
    'is nothing to check, for the reason in the last column.',
    '',
    '* reverse, forward: the gradient by that mode, function and gradient in the precise engine.',
    '* second order: the Hessian too, by forward mode over the gradient by that mode.',
    '* batched: that `vmap` of the gradient is the gradient of each example.',
    '* reference, wasm: the gradient by reverse mode, in the arithmetic of its dtype, with these engines.',
    '* Threads have no column: they split the loops of the WebAssembly engine and give the same bits, to which',
    '  `test/engine/threads` holds them, so that what is right without them is right with them.',
    '',
    `Of ${rows.length} operations ${checked} have derivatives: ${checked * ways.length * dtypes.length} cells.`,
    '',
    ...tableLines(head, rows),
    '',
  ].join('\n')
}
