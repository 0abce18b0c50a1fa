import type { Arithmetic } from './arithmetic.js'
import { fastTwoSum, quotient, twoSum } from './doubleDouble.js'
import { scale } from './exp.js'
import { expOfSum, type Scaled } from './expSum.js'
import { evaluate, polynomial } from './polynomial.js'
import { oddFrom } from './symmetry.js'

/**
 * erf(x) / x - 9/8 in s = x^2 for |x| <= 0.5: minimax for the error relative to erf x, found as the polynomial of `exp`.
 * That error: 2^-62.6.
 */
const ofSmall = polynomial(
  0.0033791670955125737,
  -0.3761263890318374,
  0.11283791670954117,
  -0.02686617064472327,
  0.005223977616962309,
  -0.000854832599527447,
  0.00012055255547863905,
  -1.4921949175215344e-5,
  1.6351860066126309e-6,
  -1.447416915665404e-7,
)

/** The bounds of the middle range, whose centre is 1.375. */
const [least, middle, greatest] = [0.5, 1.375, 2.25] as const

/** log(e^(x^2) erfc x) on the middle range, less what the polynomial below is of it: `constant` + `slope` x. */
const line = { constant: -0.3386938010226004, slope: -0.53125 } as const

/**
 * The rest in t = x - 1.375, |t| <= 0.875: least squares at 60 Chebyshev nodes, each coefficient rounded in turn and the
 * later ones fitted again. The error: 2^-61.0.
 */
const ofMiddle = polynomial(
  -5.2960691344653e-12,
  -0.005649728245195786,
  0.11763221456797315,
  -0.0290325767048061,
  0.00684460446518506,
  -0.0014261942692333478,
  0.000234036035775916,
  -1.8285180613850687e-5,
  -5.955079210218666e-6,
  3.5714258858460805e-6,
  -1.1110560407923562e-6,
  2.3103556309713423e-7,
  -2.169614606254092e-8,
  -7.209515729895281e-9,
  4.7661523943713545e-9,
  -1.5813815139459027e-9,
  3.6233366266668404e-10,
  -3.6861154301476155e-11,
  -2.2158450788776705e-11,
  9.997884046772837e-12,
)

/** -log(pi)/2 as a sum; the first part is a multiple of 2^-36. */
const constantOfLarge = { high: -0.5723649429273792, low: 2.6790740477473838e-12 } as const

/**
 * log(sqrt(pi) x e^(x^2) erfc x) = p(s) / (s q(s)) in s = x^2 for 2.25 <= x <= 27.5: q from interpolation at Chebyshev
 * nodes in 1/s, p then minimax, found as the polynomial of `exp`. The error: 2^-58.4.
 */
const numerator = polynomial(
  -26.82506268188142,
  -936.1552516429211,
  -2856.046211566029,
  -2721.9037476925137,
  -1085.5437564268418,
  -199.82866379006384,
  -16.626656497091666,
  -0.49999999999999645,
)
const denominator = polynomial(
  920.2793238478253,
  5951.448564273158,
  10619.325585279228,
  7699.361448635944,
  2625.362466797881,
  439.70313549183055,
  34.50331299417596,
  1,
)

/** erfc(27.5) is far below the least subnormal. */
const vanishing = 27.5

const grid = 2 ** 16

/**
 * What `finish` makes of erfc x for x >= 0.5, given to some 2^-55 of it.
 *
 * It is e^(-x^2 + l(x)), above the middle range over x, where l varies slowly. With c the multiple of 2^-16 nearest to x,
 * -x^2 = -c^2 + (c - x) (c + x), the first part of which, and also c times the slope of l, is added exactly.
 */
const complement = <T>(o: Arithmetic<T>, x: T, finish: (value: Scaled<T>) => T): T => {
  const a = o.minimum(x, o.constant(vanishing))
  const c = o.mul(o.nearest(o.mul(a, o.constant(grid))), o.constant(1 / grid))
  const beyond = o.sub(c, a)
  const rest = o.mul(beyond, o.add(c, a))

  const inMiddle = (): T => {
    const slope = o.constant(line.slope)
    const t = o.sub(a, o.constant(middle))
    const main = o.add(o.mul(c, o.sub(slope, c)), o.constant(line.constant))
    const { high, low } = twoSum(o, main, evaluate(o, ofMiddle, t, o.mul(t, t)))
    return finish(expOfSum(o, { high, low: o.add(low, o.sub(rest, o.mul(slope, beyond))) }))
  }

  const beyondMiddle = (): T => {
    const s = o.mul(a, a)
    const square = o.mul(s, s)
    const correction = o.div(evaluate(o, numerator, s, square), o.mul(s, evaluate(o, denominator, s, square)))
    const main = o.sub(o.constant(constantOfLarge.high), o.mul(c, c))
    const { high, low } = fastTwoSum(o, main, correction)
    const product = expOfSum(o, { high, low: o.add(low, o.add(rest, o.constant(constantOfLarge.low))) })
    return finish({ ...quotient(o, product, { high: a, low: o.constant(0) }), n: product.n })
  }

  return o.branch(o.less(a, o.constant(greatest)), inMiddle, beyondMiddle)
}

/** Of erf x for |x| <= 0.5 the part 9/8 x as an exact sum, and the rest. */
const partsOfSmall = <T>(o: Arithmetic<T>, x: T) => {
  const s = o.mul(x, x)
  return {
    main: fastTwoSum(o, x, o.mul(x, o.constant(0.125))),
    rest: o.mul(x, evaluate(o, ofSmall, s, o.mul(s, s))),
  }
}

/**
 * The error function, 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x, within 0.75 ulp, or 1 where it is subnormal; odd to
 * the bit.
 *
 * Up to 0.5 its polynomial, of which all but the first term, 9/8 x, is small; from there on 1 - erfc x.
 */
export const erf = <T>(o: Arithmetic<T>, x: T): T => {
  const size = o.abs(x)
  const ofSize = o.branch(
    o.less(size, o.constant(least)),
    () => {
      const { main, rest } = partsOfSmall(o, size)
      return o.add(main.high, o.add(main.low, rest))
    },
    () =>
      complement(o, size, ({ high, low, n }) => {
        const { high: head, low: tail } = fastTwoSum(o, o.constant(1), o.neg(scale(o, high, n)))
        return o.add(head, o.sub(tail, scale(o, low, n)))
      }),
  )
  return oddFrom(o, x, ofSize)
}

/** 1 - erf x, within 0.9 ulp also where it is tiny, or 0.8 where it is subnormal, from 26.54 on. */
export const erfc = <T>(o: Arithmetic<T>, x: T): T => {
  const size = o.abs(x)
  return o.branch(
    o.less(size, o.constant(least)),
    () => {
      const { main, rest } = partsOfSmall(o, x)
      const { high, low } = fastTwoSum(o, o.constant(1), o.neg(main.high))
      return o.add(high, o.sub(low, o.add(main.low, rest)))
    },
    () => {
      const ofSize = complement(o, size, ({ high, low, n }) => scale(o, o.add(high, low), n))
      return o.select(o.less(x, o.constant(0)), o.sub(o.constant(2), ofSize), ofSize)
    },
  )
}
