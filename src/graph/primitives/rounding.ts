import { ceil as ceilKernel, type ScalarKernel, trunc as truncKernel } from '../../tensor/index.js'
import { elementwiseCases, flat, type Interval, unaryOf } from '../elementwise.js'

// --- to whole numbers; what is whole stays as it is, int32 as a whole, and the derivative is 0, at the jumps too

const everyday: Interval = [-3, 3]

const toWholeNumber = <N extends string>(name: N, kernel: ScalarKernel, jumpDistance: (x: number) => number) =>
  flat({
    name,
    takes: 'number',
    kernel,
    domain: [...elementwiseCases([everyday], jumpDistance), ...elementwiseCases([everyday], undefined, ['int32'])],
  })

const fromWhole = (x: number): number => Math.abs(x - Math.round(x))
const fromHalves = (x: number): number => 0.5 - fromWhole(x)

export const floorRecord = toWholeNumber('floor', (o, x) => o.floor(x), fromWhole)
export const floor = unaryOf(floorRecord)

export const ceilRecord = toWholeNumber('ceil', ceilKernel, fromWhole)
export const ceil = unaryOf(ceilRecord)

export const truncRecord = toWholeNumber('trunc', truncKernel, fromWhole)
export const trunc = unaryOf(truncRecord)

export const roundRecord = toWholeNumber('round', (o, x) => o.nearest(x), fromHalves)
export const round = unaryOf(roundRecord)
