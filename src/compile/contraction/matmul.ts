import { bytesOf, sizeOf } from '../../tensor/index.js'
import type { Lowering } from '../application.js'
import { byteStrides, type Place } from '../place.js'
import { type Multiplied, single, vector } from './lanes.js'
import { type Product, productFor, showProduct } from './product.js'
import type { Layout } from './tile.js'

const matrixLayout = (place: Place): Layout => {
  const [row, column] = byteStrides(place).slice(-2)
  return { row, column }
}

const swapped = ({ row, column }: Layout): Layout => ({ row: column, column: row })

/** The same product of the transposes. */
const turned = (product: Product): Product => ({
  ...product,
  rows: product.columns,
  columns: product.rows,
  left: swapped(product.right),
  right: swapped(product.left),
  target: swapped(product.target),
})

const work = ({ lanes, rows, columns, depth, right, target }: Product): number => {
  const vectors = Math.ceil(columns / lanes.width)
  const unpacked = right.column === lanes.bytes && rows <= 16
  return (
    vectors * rows * depth +
    (unpacked ? 0 : columns * depth * (right.column === lanes.bytes ? 0.5 : 2)) +
    (target.column === lanes.bytes ? 0 : columns * rows * 2)
  )
}

/** How a matrix product is done, and whether as the product of the transposes, which has the same terms in the same order. */
interface Plan {
  readonly product: Product
  readonly isTurned: boolean
}

const planFor = (dtype: Multiplied, a: Place, b: Place, target: Place): Plan => {
  const [rows, columns] = target.shape.slice(-2)
  const natural: Product = {
    lanes: vector(dtype),
    rows,
    columns,
    depth: a.shape[a.shape.length - 1],
    left: matrixLayout(a),
    right: matrixLayout(b),
    target: matrixLayout(target),
    packs: true,
  }
  const other = turned(natural)
  const isTurned = work(other) < work(natural)
  const best = isTurned ? other : natural
  const isContiguous = best.right.column === best.lanes.bytes || best.columns === 1
  const isNarrow = best.columns < best.lanes.width && (best.columns === 1 || !isContiguous)
  return {
    product: {
      ...best,
      lanes: isNarrow ? single(dtype) : best.lanes,
      packs: !isContiguous || (best.rows > 16 && !isNarrow),
    },
    isTurned,
  }
}

/** Matrix products [..., M, K] x [..., K, N]: every element adds up over K from first to last, starting from 0. */
export const matmul: Lowering<'matmul'> = (
  assembly,
  { operands: [a, b], types: [type], destinations: [destination] },
) => {
  const result = assembly.place(type, destination)
  const { shape, dtype } = type
  if (sizeOf(shape) === 0) return [result]
  if (a.shape[a.shape.length - 1] === 0) {
    const [address] = assembly.addressesOf(result)
    assembly.code.clearBytes(address, sizeOf(shape) * bytesOf(dtype))
    return [result]
  }
  const { product, isTurned } = planFor(dtype as Multiplied, a, b, result)
  const procedure = productFor(assembly, product)
  const scratch = assembly.allocate({ dtype: 'bool', shape: [procedure.room] })
  const leading = shape.slice(0, -2)
  const streams = [
    ...[...(isTurned ? [b, a] : [a, b]), result].map((place) => ({ place, strides: byteStrides(place).slice(0, -2) })),
    { place: scratch, strides: leading.map(() => 0) },
  ]
  assembly.nest(
    showProduct(product),
    leading,
    streams,
    (code, pointers) => () => code.call(procedure.reference, ...pointers),
  )
  assembly.release(scratch)
  return [result]
}
