import { bytesOf, type DType } from '../../tensor/index.js'
import type { Assembly } from '../assembly.js'
import { times } from '../fused/steps.js'
import { type Axes, advance, proceed, repeat, seek } from '../loops.js'
import type { Place } from '../place.js'
import { type Code, f32x4, f64x2, i32, i32x4, type Value, type Variable } from '../wasm/index.js'

export type Extreme = 'argmax' | 'argmin'

type Pointer = Variable<'i32'>
type Vector = Value<'v128'>

const infinite = Number.POSITIVE_INFINITY

/** What is done with vectors of a dtype: `better` leaves its first operand where the second one is NaN. */
const forms = {
  float64: {
    better: { argmax: 'f64x2.pmax', argmin: 'f64x2.pmin' },
    worst: { argmax: f64x2(-infinite), argmin: f64x2(infinite) },
    equal: 'f64x2.eq',
    unequal: 'f64x2.ne',
    bitmask: 'i64x2.bitmask',
  },
  float32: {
    better: { argmax: 'f32x4.pmax', argmin: 'f32x4.pmin' },
    worst: { argmax: f32x4(-infinite), argmin: f32x4(infinite) },
    equal: 'f32x4.eq',
    unequal: 'f32x4.ne',
    bitmask: 'i32x4.bitmask',
  },
  int32: {
    better: { argmax: 'i32x4.max_s', argmin: 'i32x4.min_s' },
    worst: { argmax: i32x4(-(2 ** 31)), argmin: i32x4(2 ** 31 - 1) },
    equal: 'i32x4.eq',
    unequal: undefined,
    bitmask: 'i32x4.bitmask',
  },
} as const

const vectorBytes = 16

/** So many vectors are taken at a time: none of them waits for the one before. */
const together = 4

const groupBytes = together * vectorBytes

/** Shorter rows are searched element by element. */
const shortestRow = 32

/** Nanoseconds that an element takes. */
const timePerElement = 0.5

/** About so many elements are searched at one stretch. */
const elementsPerGrain = 8192

const groupAt = (code: Code, pointer: Pointer): readonly Vector[] =>
  Array.from({ length: together }, (_, index) => code.load('v128', pointer, index * vectorBytes))

const isAny = (code: Code, masks: readonly Vector[]): Value<'i32'> =>
  code.apply(
    'v128.any_true',
    masks.reduce((some, mask) => code.apply('v128.or', some, mask)),
  )

/** A vector with its halves exchanged, or the neighbours within them. */
const turned = (code: Code, vector: Vector, distance: 4 | 8): Vector =>
  code.shuffle(
    vector,
    vector,
    Array.from({ length: vectorBytes }, (_, at) => at ^ distance),
  )

/** Writes the function that stores the index of the extreme element of a row, of the first NaN if there is one. */
const writeRow = (
  code: Code,
  extreme: Extreme,
  dtype: keyof typeof forms,
  length: number,
  first: Pointer,
  target: Pointer,
) => {
  const { better: betters, worst: worsts, equal, unequal, bitmask } = forms[dtype]
  const [better, worst] = [betters[extreme], worsts[extreme]]
  const bytes = length * bytesOf(dtype)
  const groups = Math.floor(bytes / groupBytes)
  const last = code.apply('i32.add', first, i32(bytes - vectorBytes))
  const bests = Array.from({ length: together }, () => code.variable('v128', worst))
  const nans = code.variable('v128', i32x4(0))
  const pointer = code.variable('i32', first)
  const take = (vectors: readonly Vector[]): void =>
    vectors.forEach((vector, index) => {
      code.update(bests[index], better, bests[index], vector)
      if (unequal !== undefined) code.update(nans, 'v128.or', nans, code.apply(unequal, vector, vector))
    })
  repeat(code, groups, () => {
    take(groupAt(code, pointer))
    advance(code, pointer, groupBytes)
  })
  for (let left = bytes - groups * groupBytes; left > 0; left -= vectorBytes) {
    // The last vector may begin before those in front of it end.
    take([code.load('v128', left < vectorBytes ? last : pointer)])
    advance(code, pointer, vectorBytes)
  }
  let best: Vector = bests.reduce<Vector>((some, each) => code.apply(better, some, each), worst)
  for (const distance of [8, 4] as const)
    if (distance >= bytesOf(dtype)) best = code.apply(better, best, turned(code, best, distance))
  /** Stores the first index of what passes a test, which some element does: it is looked for only so often, nevertheless. */
  const search = (test: (vector: Vector) => Vector): void => {
    code.assign(pointer, first)
    code.block((found) =>
      repeat(code, groups, () => {
        code.branchIf(found, isAny(code, groupAt(code, pointer).map(test)))
        advance(code, pointer, groupBytes)
      }),
    )
    code.block((found) =>
      // In the group where it is, or in what no group holds, which is less.
      repeat(code, together, () => {
        code.assign(pointer, code.select(code.apply('i32.lt_s', last, pointer), last, pointer))
        code.branchIf(found, isAny(code, [test(code.load('v128', pointer))]))
        advance(code, pointer, vectorBytes)
      }),
    )
    const before = code.apply('i32.div_u', code.apply('i32.sub', pointer, first), i32(bytesOf(dtype)))
    const passing = code.apply(bitmask, test(code.load('v128', pointer)))
    code.store('i32', target, code.apply('i32.add', before, code.apply('i32.ctz', passing)))
  }
  const searchBest = (): void => search((vector) => code.apply(equal, vector, best))
  if (unequal === undefined) searchBest()
  else
    code.when(
      code.apply('v128.any_true', nans),
      () => search((vector) => code.apply(unequal, vector, vector)),
      searchBest,
    )
}

/** Whether the elements of the rows along an axis follow each other, and are many enough to be taken side by side. */
export const isSearchedSideBySide = (x: Place, axis: number): boolean =>
  x.strides[axis] === 1 && x.shape[axis] >= shortestRow

/** Stores the index of the extreme element of each row along an axis: first what it is, then where it is found first. */
export const searchRows = (
  assembly: Assembly,
  extreme: Extreme,
  x: Place,
  axis: number,
  result: Place,
  axes: Axes,
): void => {
  const length = x.shape[axis]
  const dtype = x.dtype as Exclude<DType, 'bool'>
  const row = assembly.functions.loop(`${extreme} ${dtype} ${length}`, 2, (code, [first, target]) =>
    writeRow(code, extreme, dtype, length, first, target),
  )
  const items = axes.extents.reduce((product, extent) => product * extent, 1)
  const task = {
    items,
    grain: Math.ceil(elementsPerGrain / length),
    work: items * length * timePerElement,
    places: [x, result],
  }
  assembly.task(task, (code, pointers, start, count) => {
    const moving = pointers.map((pointer) => code.variable('i32', pointer))
    const indices = seek(code, axes, moving, start)
    times(code, { value: count, unit: 1 }, () => {
      code.call(row, ...moving)
      proceed(code, axes, moving, indices)
    })
  })
}
