import { ArgumentError, equalShapes, ShapeError, sizeOf, type Tensor } from '../../tensor/index.js'
import { add } from '../primitives/arithmetic.js'
import { broadcastTo, reshape } from '../primitives/structural.js'
import { checkNumeric, operandsOf } from './operands.js'
import { leading, type Subject } from './sliding.js'

/** What convolution and its transpose have in common: x [N, C, ...spatial], w [., ., ...kernel], groups and a bias. */
export interface Kernels {
  readonly subject: Subject
  readonly x: Tensor
  readonly w: Tensor
  readonly bias: Tensor | undefined
}

const checkRanks = (subject: Subject, axes: number | undefined, x: Tensor, w: Tensor): void => {
  const rank = x.shape.length
  if (axes === undefined ? rank <= leading : rank !== leading + axes)
    throw new ShapeError({
      ...subject,
      problem: `x has ${rank} axes, not ${axes === undefined ? 'three or more' : leading + axes}`,
      remedy: 'They are [N, C, ...spatial]; insert missing ones with expandDims',
    })
  if (w.shape.length !== rank)
    throw new ShapeError({
      ...subject,
      problem: `ranks ${rank} of x and ${w.shape.length} of w differ`,
      remedy: 'w has as many spatial axes as x',
    })
  if (sizeOf(w.shape.slice(leading)) === 0) throw new ShapeError({ ...subject, problem: 'the kernel of w is empty' })
}

/** Operands of one dtype of numbers, with so many spatial axes (any number where it is undefined). */
export const kernelsOf = (
  operation: string,
  axes: number | undefined,
  [input, weights, bias]: readonly unknown[],
  groups: number,
): Kernels => {
  const operands = operandsOf(operation, bias === undefined ? [input, weights] : [input, weights, bias])
  checkNumeric(operation, operands)
  const [x, w, b] = operands
  const subject: Subject = { operation, operands }
  checkRanks(subject, axes, x, w)
  if (!Number.isSafeInteger(groups) || groups < 1)
    throw new ArgumentError({
      ...subject,
      problem: `groups is ${String(groups)}`,
      remedy: 'It is a whole number, 1 at least',
    })
  return { subject, x, w, bias: b }
}

/** Refuses channels that do not divide into groups. */
export const checkDivides = (subject: Subject, channels: number, what: string, groups: number): void => {
  if (channels % groups !== 0)
    throw new ArgumentError({
      ...subject,
      problem: `${channels} ${what} do not divide into ${groups} groups`,
      remedy: 'groups divides the channels of x and those of the result',
    })
}

/** y [N, O, ...] with a bias [O], one number for each channel. */
export const biased = ({ subject, bias }: Kernels, y: Tensor): Tensor => {
  if (bias === undefined) return y
  const [, channels, ...spatial] = y.shape
  if (!equalShapes(bias.shape, [channels]))
    throw new ShapeError({ ...subject, problem: `the bias has shape [${bias.shape.join(', ')}], not [${channels}]` })
  return add(y, broadcastTo(reshape(bias, [channels, ...spatial.map(() => 1)]), y.shape))
}
