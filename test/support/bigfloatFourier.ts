import { add, type BigFloat, divide, fromNumber, multiply, negate, toNumber } from './bigfloat.js'
import { atan, cos, sin } from './bigfloatTrigonometric.js'

const fullTurn = multiply(atan(fromNumber(1)), fromNumber(8))

/** e^(-2 pi i k / n) for all k. */
const rootsOf = (n: number): readonly (readonly [BigFloat, BigFloat])[] =>
  Array.from({ length: n }, (_, k) => {
    const angle = divide(multiply(fullTurn, fromNumber(k)), fromNumber(n))
    return [cos(angle), negate(sin(angle))]
  })

/** The discrete Fourier transform by its definition, rounded once: Z[k] = sum over j of (x[j] + i y[j]) w^(j k). */
export const discreteFourier = (
  x: readonly number[],
  y: readonly number[],
): readonly [real: readonly number[], imaginary: readonly number[]] => {
  const n = x.length
  const roots = rootsOf(n)
  const numbers = x.map((_, j) => [fromNumber(x[j]), fromNumber(y[j])] as const)
  const sums = x.map((_, k) =>
    numbers.reduce<readonly [BigFloat, BigFloat]>(
      ([real, imaginary], [a, b], j) => {
        const [c, s] = roots[(j * k) % n]
        return [
          add(real, add(multiply(a, c), negate(multiply(b, s)))),
          add(imaginary, add(multiply(a, s), multiply(b, c))),
        ]
      },
      [fromNumber(0), fromNumber(0)],
    ),
  )
  return [sums.map(([real]) => toNumber(real)), sums.map(([, imaginary]) => toNumber(imaginary))]
}
