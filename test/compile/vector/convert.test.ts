import { expect, it } from 'vitest'
import { convertPack, type Lanes } from '../../../src/compile/vector/index.js'
import { primitives } from '../../../src/graph/index.js'
import { allocate, type DType, fromRowMajor, rowMajor } from '../../../src/tensor/index.js'
import { uniformNumbers } from '../../engine/agreement.js'
import { mapPacks } from './machine.js'

const special = [0, 0.5, 1, 1.5, 2 ** 24 + 1, 2 ** 31 - 1, 2 ** 31, 3e9, 1e-40, 5e-324, 1e39, 1e300, 2 ** 53 + 2]
  .concat(Number.POSITIVE_INFINITY)
  .flatMap((x) => [x, -x])
  .concat(Number.NaN)

const sources: Readonly<Record<DType, (random: () => number) => readonly number[]>> = {
  float64: (random) => special.flatMap((x) => [x, random() * 2 ** 33 - 2 ** 32, x]),
  float32: (random) => special.flatMap((x) => [x, random() * 2 ** 33 - 2 ** 32, x]),
  int32: (random) => Array.from({ length: 200 }, () => Math.floor((random() - 0.5) * 2 ** 32)).concat(0, -(2 ** 31)),
  bool: () => [0, 1, 1, 0, 1],
}

const dtypes = Object.keys(sources) as readonly DType[]
const pairs = dtypes.flatMap((from) => dtypes.map((to) => [from, to] as const))

it.each(pairs)('%s in packs becomes %s as it does alone', (from, to) => {
  const values = sources[from](uniformNumbers(3))
  const data = allocate(from, 4 * values.length)
  // Every value in every lane.
  for (let index = 0; index < data.length; index++)
    data[index] = values[(index + Math.floor(index / 4)) % values.length]
  const constant = fromRowMajor(from, [data.length], data)
  const [expected] = primitives.convert.evaluate([constant], { dtype: to }, [{ dtype: to, shape: [data.length] }])
  for (const lanes of [1, 2, 4] as readonly Lanes[]) {
    const found = mapPacks([{ dtype: from, data }], to, lanes, 'inline', (code, _, [x]) => convertPack(code, x, to))
    expect([...found]).toEqual([...rowMajor(expected)])
  }
})
