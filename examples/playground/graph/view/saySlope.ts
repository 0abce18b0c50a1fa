import type { Method, Slope } from '../protocol.js'
import { numberText } from './plot.js'

/** What makes up a difference's error at an epsilon, in a sentence or two. */
export const saySlope = ({ derivative, differences }: Slope, method: Method, epsilon: number): string => {
  const { quotient, truncation, rounding, best } = differences[method]
  if (quotient === undefined) return 'x plus ε rounds to x: there is nothing to divide. Take a larger ε.'
  if (!Number.isFinite(derivative)) return 'The slope is not finite here, so that no difference comes near it.'
  if (Number.isNaN(quotient)) return 'The function has no value at x − ε, so that there is no central difference.'
  const curved = truncation.coefficient * epsilon ** truncation.power
  const rounded = rounding / epsilon
  const error = Math.abs(quotient - derivative)
  // Twice what both explain leaves room for the terms of Taylor's series that are left out.
  if (error > 2 * (curved + rounded))
    return 'The error is more than that: within ε of x there is a kink, or the curve bends more than its derivatives at x say.'
  if (best === undefined && curved === 0)
    return 'Nothing is lost by leaving the curve here: only rounding is left, which grows as ε gets smaller.'
  return curved > rounded
    ? `Mostly the curve: the error goes with ε${truncation.power === 2 ? '²' : ''}, and a smaller ε makes it less.`
    : `Mostly rounding: at most ${numberText(rounded, 2)}, which goes with 1/ε, and a larger ε makes it less.`
}
