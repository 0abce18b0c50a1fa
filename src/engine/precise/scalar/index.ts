import { type Elementwise, primitives } from '../../../graph/index.js'
import { float64Arithmetic } from '../../../tensor/index.js'

type Names = { [P in keyof typeof primitives]: (typeof primitives)[P] extends Elementwise ? P : never }
export type ElementwiseName = Names[keyof Names]

interface Operand {
  readonly high: Float64Array
  readonly low: Float64Array | undefined
}

/** Until there is more: the high parts in float64, sums and products with their errors. */
export const mapPairs = (
  name: ElementwiseName,
  operands: readonly Operand[],
  count: number,
): { high: Float64Array; low: Float64Array } => {
  const [high, low] = [new Float64Array(count), new Float64Array(count)]
  const { kernel } = primitives[name]
  for (let i = 0; i < count; i++) {
    const given = operands.map((operand) => operand.high[i])
    const [a, b] = given
    const [al, bl] = operands.map((operand) => operand.low?.[i] ?? 0)
    if (name === 'add' || name === 'sub') {
      const [c, cl] = name === 'add' ? [b, bl] : [-b, -bl]
      const sum = a + c
      const part = sum - a
      const rest = a - (sum - part) + (c - part) + (al + cl)
      high[i] = sum + rest
      low[i] = rest - (high[i] - sum)
    } else if (name === 'mul') {
      const split = (x: number): number => x * 134217729 - (x * 134217729 - x)
      const [p, ah, bh] = [a * b, split(a), split(b)]
      const rest = ah * bh - p + ah * (b - bh) + (a - ah) * bh + (a - ah) * (b - bh) + (a * bl + al * b)
      high[i] = p + rest
      low[i] = rest - (high[i] - p)
    } else if (name === 'neg') {
      high[i] = -a
      low[i] = -al
    } else high[i] = kernel(float64Arithmetic, ...given)
  }
  return { high, low }
}
