import type { OptionNames } from '../tensor/index.js'
/** A function along a line, at one place: its value and slope, and what was found there besides. */
export interface Trial<P> {
  readonly alpha: number
  readonly value: number
  readonly slope: number
  readonly point: P
}

/** The constants of the strong Wolfe conditions, and how often a function may be evaluated in search of them. */
export interface LineSearchOptions {
  readonly c1?: number
  readonly c2?: number
  readonly maxEvaluations?: number
}

export const lineSearchNames: OptionNames<LineSearchOptions> = { c1: true, c2: true, maxEvaluations: true }

/** What a search found, if anything that is lower, and how often it evaluated. */
export interface Found<P> {
  readonly trial: Trial<P> | undefined
  readonly evaluations: number
}

const isNumber = ({ value, slope }: Trial<unknown>): boolean => Number.isFinite(value) && Number.isFinite(slope)

/** Where the cubic through two values and slopes is least; NaN where it is nowhere. (Nocedal and Wright, 3.59.) */
const leastOfCubic = (a: Trial<unknown>, b: Trial<unknown>): number => {
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.alpha - b.alpha)
  const d2 = Math.sign(b.alpha - a.alpha) * Math.sqrt(d1 * d1 - a.slope * b.slope)
  return b.alpha - ((b.alpha - a.alpha) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2)
}

/** A place for the next trial in an interval: that of the cubic where it is well inside, else the middle. */
const inside = (a: Trial<unknown>, b: Trial<unknown>): number => {
  const middle = (a.alpha + b.alpha) / 2
  const least = leastOfCubic(a, b)
  const margin = 2 ** -10 * Math.abs(b.alpha - a.alpha)
  return Math.abs(least - middle) <= Math.abs(b.alpha - a.alpha) / 2 - margin ? least : middle
}

/** A place beyond both, not too near and not too far. */
const beyond = (before: Trial<unknown>, last: Trial<unknown>): number => {
  const least = leastOfCubic(before, last)
  const [nearest, farthest] = [last.alpha + 0.01 * (last.alpha - before.alpha), 10 * last.alpha]
  return least > 0 ? Math.min(Math.max(least, nearest), farthest) : 2 * last.alpha
}

/**
 * A step that satisfies the strong Wolfe conditions, f(a) <= f(0) + c1 a f'(0) and |f'(a)| <= c2 |f'(0)|, by bracketing and
 * zooming (Nocedal and Wright, algorithms 3.5 and 3.6). Values that differ by no more than `noise`, relatively, are
 * compared by their slopes (Hager and Zhang 2005, the approximate conditions). Where evaluations run out, the lowest
 * place that satisfies the first condition.
 */
export const strongWolfe = <P>(
  evaluate: (alpha: number) => Trial<P>,
  start: Trial<P>,
  first: number,
  noise: number,
  { c1, c2, maxEvaluations }: Required<LineSearchOptions>,
): Found<P> => {
  // Near the minimum rounding hides how values differ; slopes still tell what a parabola through them would say of these.
  const isLevel = ({ value, slope }: Trial<P>): boolean =>
    value <= start.value + noise * Math.abs(start.value) && slope <= (2 * c1 - 1) * start.slope
  const isLowEnough = (trial: Trial<P>): boolean =>
    isNumber(trial) && (trial.value <= start.value + c1 * trial.alpha * start.slope || isLevel(trial))
  const isFlat = (trial: Trial<P>): boolean => Math.abs(trial.slope) <= -c2 * start.slope
  let lowest: Trial<P> | undefined
  let evaluations = 0
  const tryAt = (alpha: number): Trial<P> => {
    evaluations++
    const trial = evaluate(alpha)
    if (isLowEnough(trial) && (lowest === undefined || trial.value < lowest.value)) lowest = trial
    return trial
  }
  /** `low` is the lowest place known, and the function falls from it towards `high`. */
  const zoom = (low: Trial<P>, high: Trial<P>): Trial<P> | undefined => {
    for (let round = 1; evaluations < maxEvaluations; round++) {
      // Every third trial halves the interval, which the cubic may shrink too slowly.
      const alpha = round % 3 === 0 || !isNumber(high) ? (low.alpha + high.alpha) / 2 : inside(low, high)
      if (alpha === low.alpha || alpha === high.alpha) return lowest
      const trial = tryAt(alpha)
      if (!isLowEnough(trial) || trial.value >= low.value) high = trial
      else {
        if (isFlat(trial)) return trial
        if (trial.slope * (high.alpha - low.alpha) >= 0) high = low
        low = trial
      }
    }
    return lowest
  }
  const bracket = (): Trial<P> | undefined => {
    let before = start
    let alpha = first
    while (evaluations < maxEvaluations) {
      const trial = tryAt(alpha)
      if (!isLowEnough(trial) || (before !== start && trial.value >= before.value)) return zoom(before, trial)
      if (isFlat(trial)) return trial
      if (trial.slope >= 0) return zoom(trial, before)
      alpha = beyond(before, trial)
      before = trial
    }
    return lowest
  }
  const trial = bracket()
  return { trial, evaluations }
}
