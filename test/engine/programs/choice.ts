import { type Shape, sizeOf } from '../../../src/tensor/index.js'
import { uniformNumbers } from '../agreement.js'

/** How large the tensors of a program are, and how much is done with them. */
interface Scale {
  readonly extents: readonly number[]
  /** Elements of a tensor, multiplications of a matrix product, and steps of a scan, at most. */
  readonly limits: { readonly elements: number; readonly multiplications: number; readonly steps: number }
  /** How deep control flow nests. */
  readonly depth: number
  /** How many of the steps are matrix products, beside those that come up as all steps do. */
  readonly products: number
}

const small: Scale = {
  extents: [0, 1, 2, 2, 3, 3, 4],
  limits: { elements: 100, multiplications: 1000, steps: 100 },
  depth: 3,
  products: 0,
}

/** Several pieces of a loop, rows of several blocks of 1024 elements, parts of a product, and remainders of all. */
const large: Scale = {
  extents: [1, 2, 3, 7, 18, 33, 70, 131, 1030, 2500],
  limits: { elements: 5000, multiplications: 200_000, steps: 4 },
  depth: 1,
  products: 0.2,
}

/** One program in so many is a large one. */
const largeOnesIn = 8

/** Random choices, in a program of some scale. */
export interface Choice {
  readonly scale: Scale
  /** A whole number from 0 to below `count`. */
  below(count: number): number
  one<T>(items: readonly T[]): T
  flip(): boolean
  random(): number
}

export const choiceOf = (seed: number): Choice => {
  const random = uniformNumbers(seed)
  const below = (count: number): number => Math.floor(random() * count)
  const one = <T>(items: readonly T[]): T => items[below(items.length)]
  return { scale: below(largeOnesIn) === 0 ? large : small, below, one, flip: () => random() < 0.5, random }
}

/** Whether a program may have tensors with so many elements. */
export const mayHave = ({ scale }: Choice, elements: number): boolean => elements <= scale.limits.elements

/** A random shape. */
export const shapeOf = ({ below, one, scale }: Choice): Shape =>
  Array.from({ length: below(4) }).reduce<Shape>((shape) => {
    const fitting = scale.extents.filter((extent) => extent * sizeOf(shape) <= scale.limits.elements)
    return [...shape, one(fitting)]
  }, [])
