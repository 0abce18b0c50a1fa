import type { Float } from '../contestants/index.js'
import { inTurn } from '../inTurn.js'
import { peerLibraries } from '../probes/peers.js'
import type { Cell, Claim } from '../report.js'
import { orAbsent } from './absent.js'
import type { Section, Setting } from './section.js'

const dtypes: readonly Float[] = ['float32', 'float64']

const rowOf = async (setting: Setting, dtype: Float, size: number) => {
  const { measure, cores, python, quick } = setting
  const argument = { size, dtype, seconds: quick ? 0.01 : 0.1 }
  const rates = await inTurn(cores, (count) => measure('matmul', argument, count))
  const numpy = await inTurn(cores, async (count): Promise<Cell> => {
    if (python === undefined) return 'absent'
    const [rate] = await measure('numpy', { executable: python.executable, measure: 'matmul', argument }, count)
    return rate
  })
  const peers = await inTurn(
    peerLibraries,
    async (library): Promise<Cell> =>
      dtype === 'float32' ? orAbsent(measure('peerMatmul', { library, size })) : 'absent: float32 alone',
  )
  return { dtype, size, rates, numpy, peers }
}

/** Rates of matrix products, over sizes, dtypes and cores. */
export const matmulSection: Section = {
  name: 'matmul',
  title: 'Products of square matrices, billions of operations a second',
  run: async (setting) => {
    const { measure, cores, quick } = setting
    const tiles = await measure('tiles', { repetitions: quick ? 100 : 20_000 }, cores[0])
    const best: Readonly<Record<Float, number>> = {
      float32: Math.max(...tiles.map(({ float32 }) => float32)),
      float64: Math.max(...tiles.map(({ float64 }) => float64)),
    }
    const sizes = quick ? [16] : [64, 128, 256, 512, 1024]
    const products = dtypes.flatMap((dtype) => sizes.map((size) => ({ dtype, size })))
    const rows = await inTurn(products, ({ dtype, size }) => rowOf(setting, dtype, size))
    const claims = rows.flatMap(({ dtype, size, rates }): readonly Claim[] => {
      if (size < 512) return []
      const what = `${dtype} product of ${size} x ${size}`
      const [one, ...more] = rates
      return [
        {
          what: `${what} on one core, of the best tile's rate`,
          bound: 'at least',
          of: 0.85,
          found: one.loop / best[dtype],
        },
        ...more.slice(0, 1).map(
          (two): Claim => ({
            what: `${what}, two cores by one`,
            bound: 'at least',
            of: 1.8,
            found: two.loop / one.loop,
          }),
        ),
      ]
    })
    const named = cores.map((count) => `${count} ${count === 1 ? 'core' : 'cores'}`)
    return {
      claims,
      tables: [
        {
          title: 'Products: in a loop inside one program, and one that JavaScript asks for; peers on all cores',
          head: [
            'dtype',
            'size',
            ...named.map((of) => `loop, ${of}`),
            ...named.map((of) => `fast arithmetic, ${of}`),
            ...named.map((of) => `call, ${of}`),
            ...named.map((of) => `NumPy, ${of}`),
            ...peerLibraries,
          ],
          rows: rows.map(({ dtype, size, rates, numpy, peers }) => [
            dtype,
            size,
            ...rates.map(({ loop }) => loop),
            ...rates.map(({ fast }) => fast),
            ...rates.map(({ call }) => call),
            ...numpy,
            ...peers,
          ]),
        },
        {
          title: 'Register tiles of rows x vectors alone, on one core',
          head: ['tile', 'float32', 'float64'],
          rows: tiles.map(({ tile, float32, float64 }) => [tile, float32, float64]),
        },
      ],
    }
  },
}
