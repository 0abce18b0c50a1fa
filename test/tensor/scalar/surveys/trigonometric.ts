import { acos, asin, atan, atan2, cos, sin, tan } from '../../../../src/tensor/scalar/index.js'
import * as exact from '../../../support/bigfloatTrigonometric.js'
import { around, logUniform, map, type Sampler, take, uniform } from '../samples.js'
import { drawn, listed, ofKernel, type Region, type Survey } from './survey.js'

const quarterTurn = Math.PI / 2

/** The doubles m 2^e nearest to multiples of pi/2: within 2^-58 quarter turns of one. */
const nearMultiples = (
  [
    [6381956970095103, 797],
    [6411027962775774, -47],
    [6381956970095103, 798],
    [6411027962775774, -46],
    [7763785107565477, -29],
    [5916243447979695, 79],
    [6381956970095103, 799],
    [8444920710073313, 939],
    [6411027962775774, -45],
    [5850965514341686, 525],
    [8160885118204141, 808],
    [8360820580228475, 628],
    [8583082635084172, 145],
    [7763785107565477, -28],
    [7958046405119485, 243],
    [5916243447979695, 80],
    [6808218460873451, 562],
    [7636753411044619, 201],
    [6381956970095103, 800],
    [8444920710073313, 940],
    [6366906923947931, 194],
    [6411027962775774, -44],
    [5850965514341686, 526],
    [6617649673795284, 15],
  ] as const
).map(([significand, exponent]) => significand * 2 ** exponent)

const integers = (low: number, high: number, seed: number): Sampler => map(uniform(low, high, seed), Math.round)

/** Angles by what reduces them; the greatest errors of sin, cos and tan. */
const angles: readonly Region[] = [
  drawn('unreduced', uniform(-0.7854, 0.7854)), // 0.709, 0.730, 0.664
  drawn('everyday', uniform(-7, 7)), // 0.799, 0.759, 0.645
  drawn('near 0', logUniform(-1074, -2)), // 0.524, 0.501, 0.509
  drawn('up to the everyday bound', uniform(-1e5, 1e5)), // 0.743, 0.737, 0.699
  drawn(
    'near multiples of pi/2',
    map(integers(-63661, 63661, 14), (n) => n * quarterTurn),
  ), // 0.500, 0.500, 0.500
  drawn(
    'where the quarters change',
    map(integers(-300, 300, 15), (n) => (n + 0.5) * quarterTurn),
  ), // 0.746, 0.750, 0.699
  listed('at the everyday bound', ...[1e5, -1e5].flatMap((x) => around(x, 100))), // 0.498, 0.486, 0.493
  drawn('huge', logUniform(17, 1023)), // 0.737, 0.761, 0.661
  drawn(
    'huge integers',
    map(logUniform(17, 53, 16), (x) => Math.trunc(x)),
  ), // 0.742, 0.746, 0.653
  listed('nearest to multiples of pi/2', ...nearMultiples.flatMap((x) => [x, -x])), // 0.296, 0.481, 0.488
  listed('at its ends', ...around(2 ** -1022), Number.MIN_VALUE, 2 ** 1023, Number.MAX_VALUE), // 0.289, 0.370, 0.327
]

const upTo1 = (low: number): Sampler => map(logUniform(-53, low, 17), (x) => (x < 0 ? -1 - x : 1 - x))

/** What sines and cosines may be; the greatest errors of asin and acos. */
const cosines: readonly Region[] = [
  drawn('up to 1/2', uniform(-0.5, 0.5)), // 0.590, 0.524
  drawn('beyond 1/2', uniform(0.5, 1)), // 0.624, 0.618
  drawn('below -1/2', uniform(-1, -0.5)), // 0.625, 0.529
  drawn('near 0', logUniform(-1074, -2)), // 0.516, 0.500
  drawn('near 1 and -1', upTo1(-2)), // 0.519, 0.523
  listed('where the formula changes', ...[0.5, -0.5].flatMap((x) => around(x, 100))), // 0.544, 0.506
  listed('at its ends', 1, -1, 1 - 2 ** -53, 2 ** -53 - 1, Number.MIN_VALUE), // 0.276, 0.276
]

const centreBounds = [7, 11, 23, 39].map((n) => n / 16)

/** Points at ratios of coordinates as drawn. */
const atRatios = (where: string, ratios: Sampler, xs: Sampler): Region => ({
  where,
  points: (count) => take(count, xs).map((x) => [x * ratios(), x]),
})

/** Trigonometric functions and their inverses. Beside each region stands the greatest error among 100,000 points of it. */
export const trigonometric: readonly Survey[] = [
  { name: 'sin', f: ofKernel(sin), reference: exact.sin, bound: 0.85, regions: angles },
  { name: 'cos', f: ofKernel(cos), reference: exact.cos, bound: 0.8, regions: angles },
  { name: 'tan', f: ofKernel(tan), reference: exact.tan, bound: 0.8, regions: angles },
  { name: 'asin', f: ofKernel(asin), reference: exact.asin, bound: 0.7, regions: cosines },
  { name: 'acos', f: ofKernel(acos), reference: exact.acos, bound: 0.7, regions: cosines },
  {
    name: 'atan',
    f: ofKernel(atan),
    reference: exact.atan,
    bound: 0.8,
    regions: [
      drawn('up to 7/16', uniform(-0.4375, 0.4375)), // 0.609
      drawn('just below 23/16', uniform(1.1, 1.4375)), // 0.748
      drawn('moderate', uniform(-5, 5)), // 0.734
      drawn('near 0', logUniform(-1074, -2)), // 0.499
      drawn('everywhere', logUniform(-1074, 1023)), // 0.584
      drawn('large', logUniform(1, 60)), // 0.605
      listed('where the centre changes', ...centreBounds.flatMap((x) => around(x, 100))), // 0.673
      listed('at its ends', ...around(2 ** 60), Number.MIN_VALUE, ...around(2 ** -1022), Number.MAX_VALUE), // 0.276
    ],
  },
  {
    name: 'atan2',
    f: ofKernel(atan2),
    reference: exact.atan2,
    bound: 0.75,
    regions: [
      drawn('moderate', uniform(-5, 5), uniform(-5, 5, 18)), // 0.621
      drawn('everywhere', logUniform(-1074, 1023), logUniform(-1074, 1023, 18)), // 0.517
      drawn('of subnormal coordinates', logUniform(-1074, -1022), logUniform(-1074, -1022, 18)), // 0.565
      drawn('of huge coordinates', logUniform(1000, 1023), logUniform(960, 1023, 18)), // 0.590
      drawn('where coordinates are scaled', logUniform(895, 905), logUniform(895, 905, 18)), // 0.659
      atRatios('at all ratios', logUniform(-60, 60, 19), logUniform(-900, 900, 18)), // 0.610
      atRatios(
        'on the left and flat',
        logUniform(-60, -2, 19),
        map(logUniform(-1000, 1023, 18), (x) => -Math.abs(x)),
      ), // 0.500
      atRatios('with subnormal results', logUniform(-1074, -1020, 19), uniform(1, 2, 18)), // 0.500
      ...centreBounds.map((ratio) =>
        atRatios(`where the centre changes at ${ratio}`, uniform(ratio - 0.01, ratio + 0.01, 19), uniform(-2, 2, 18)),
      ), // 0.706, 0.509, 0.507, 0.551
    ],
  },
]
