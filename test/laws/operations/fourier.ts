import { domain, type OperationCase, operation } from './cases.js'

type ToList = (...args: readonly unknown[]) => readonly ReturnType<(typeof operation)[string]>[]

const lists = operation as unknown as Readonly<Record<string, ToList>>

/** A transform of pairs. */
const ofPairs = (name: string, ...cases: readonly (readonly [shape: readonly number[], options?: object])[]) =>
  cases.map(
    ([shape, options]): OperationCase => ({
      name,
      f: (real, imaginary) => [lists[name]([real, imaginary], options)].flat(),
      domains: [domain(shape), domain(shape)],
    }),
  )

/** Fourier transforms; lengths of several stages, and a prime above the limit of matrices. */
export const fourier: readonly OperationCase[] = [
  ...ofPairs('fft', [[6]], [[2, 4, 1], { axis: 1 }], [[1, 3], { axis: -1, norm: 'ortho' }], [[0, 2]], [[67]]),
  ...ofPairs('ifft', [[6]], [[5, 2], { axis: 0 }], [[1], { norm: 'forward' }]),
  ...ofPairs('fftn', [[2, 3]], [[2, 1, 2], { axis: [0, -1] }]),
  ...ofPairs('ifftn', [[2, 3]], [[2, 2], { axis: 0, norm: 'ortho' }]),
  ...ofPairs('irfft', [[3]], [[3, 2], { axis: 0, n: 5 }], [[1, 1], { n: 1 }]),
  ...(
    [
      [[5], undefined],
      [[4, 2], { axis: 0, norm: 'forward' }],
      [[1], undefined],
    ] as const
  ).map(
    ([shape, options]): OperationCase => ({
      name: 'rfft',
      f: (x) => lists.rfft(x, options),
      domains: [domain(shape)],
    }),
  ),
]
