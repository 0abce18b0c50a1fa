/**
 * A sum in the order in which NumPy adds contiguous numbers: up to 7 one after the other, up to 128 in eight columns that
 * are then added in pairs, more in halves (of which the first is a multiple of 8).
 */
export const sumInPairs = (numbers: readonly number[]): number => {
  const n = numbers.length
  if (n < 8) return inTurn(numbers)
  if (n > 128) {
    const half = Math.floor(n / 2) - (Math.floor(n / 2) % 8)
    return sumInPairs(numbers.slice(0, half)) + sumInPairs(numbers.slice(half))
  }
  const whole = n - (n % 8)
  const [a, b, c, d, e, f, g, h] = Array.from({ length: 8 }, (_, column) =>
    inTurn(numbers.slice(0, whole).filter((_, index) => index % 8 === column)),
  )
  return numbers.slice(whole).reduce((sum, number) => sum + number, a + b + (c + d) + (e + f + (g + h)))
}

const inTurn = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

/** Their sum, divided by how many there are. */
export const plainMean = (numbers: readonly number[]): number => sumInPairs(numbers) / numbers.length

/** The sum of what each weighs, divided by all weights. */
export const weightedMean = (numbers: readonly number[], weights: readonly number[]): number =>
  sumInPairs(numbers.map((number, index) => number * weights[index])) / sumInPairs(weights)
