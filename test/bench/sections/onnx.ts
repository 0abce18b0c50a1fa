import type { Float } from '../contestants/index.js'
import { inTurn } from '../inTurn.js'
import type { Claim } from '../report.js'
import type { Section } from './section.js'

const dtypes: readonly Float[] = ['float32', 'float64']

/** What our engine on ONNX Runtime costs beside ONNX Runtime itself. */
export const onnxSection: Section = {
  name: 'onnx',
  title: 'Our engine on ONNX Runtime, beside ONNX Runtime alone',
  run: async ({ measure, quick }) => {
    const size = quick ? 16 : 1024
    const products = await inTurn(dtypes, async (dtype) => ({
      dtype,
      ...(await measure('onnxMatmul', { size, dtype, seconds: quick ? 0.01 : 3 })),
    }))
    const calls = await measure('onnxCall', { calls: quick ? 20 : 5000 })
    const microseconds = (seconds: number): number => seconds * 1e6
    return {
      claims: [
        ...products.slice(0, quick ? 0 : 1).map(
          ({ dtype, ours, direct }): Claim => ({
            what: `${dtype} product of ${size} x ${size}, of the rate of ONNX Runtime asked itself`,
            bound: 'at least',
            of: 0.95,
            found: direct.min / ours.min,
          }),
        ),
        ...calls.map(
          ({ tensors, beyond }): Claim => ({
            what: `microseconds that a call with ${tensors} tensors costs beyond its run`,
            bound: 'at most',
            of: 30,
            found: microseconds(beyond.median),
          }),
        ),
      ],
      tables: [
        {
          title: `Products of ${size} x ${size}, us`,
          head: ['dtype', 'ours, median', 'least', 'ONNX Runtime itself, median', 'least'],
          rows: products.map(({ dtype, ours, direct }) => [
            dtype,
            ...[ours.median, ours.min, direct.median, direct.min].map(microseconds),
          ]),
        },
        {
          title: 'A call of next to nothing, us',
          head: ['tensors in and out', 'beyond the run, median', 'least', 'the run, median'],
          rows: calls.map(({ tensors, beyond, run }) => [
            tensors,
            ...[beyond.median, beyond.min, run.median].map(microseconds),
          ]),
        },
      ],
    }
  },
}
