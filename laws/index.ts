/** The laws, as pure predicates; generators and runners stand apart. */
import * as algebraLaws from './algebra.js'
import * as calculusLaws from './calculus.js'
import * as codecLaws from './codecs.js'
import * as derivativeLaws from './derivative.js'
import * as engineLaws from './engines.js'
import * as fourierLaws from './fourier.js'
import * as lessonLaws from './lessons.js'
import * as primitiveLaws from './primitive.js'
import * as tolerances from './tolerance.js'
import * as transformLaws from './transforms.js'

/** Laws of shapes and tensors: broadcasting, rearranging, joining, the ring, matrices, adjoint pairs. */
export const algebra = algebraLaws

/** Laws of differentiation itself: identity, functoriality, linearity, product rule. */
export const calculus = calculusLaws

/** Laws of readers and writers of files, which are arguments: reading undoes writing. */
export const codecs = codecLaws

/** Laws of the derivatives of one function: against differences, of each other, of second order. */
export const derivative = derivativeLaws

/** Laws of engines: compiling and batching change no bit. */
export const engine = engineLaws

/** Laws of the Fourier transform: inversion, isometry, linearity, convolution. */
export const fourier = fourierLaws

/** The law of the lessons' finite difference. */
export const lesson = lessonLaws

/** Laws of one primitive's record, which is an argument, so that a wrong one can be tried as well. */
export const primitive = primitiveLaws

/** Every tolerance, as a formula with its derivation. */
export const tolerance = tolerances

/** Laws of the public transforms: Jacobians, Hessians, values left alone, control flow unrolled. */
export const transform = transformLaws

export { primitives } from '../src/graph/index.js'
export { differentialsOf, gridPoints, tensorsBetween, wildElements } from './arbitraries/elements.js'
export {
  batchesOf,
  factored,
  functionPlaces,
  type Place,
  type ProgramPlace,
  programPlaces,
} from './arbitraries/places.js'
export { type Flavour, inputsOf, programs } from './arbitraries/programs.js'
export { batchSamplesOf, samplesOf } from './arbitraries/samples.js'
export { broadcastable, permutations, shapes } from './arbitraries/shapes.js'
export { type TensorTree, wildTensors, wildTrees } from './arbitraries/trees.js'
export type { Codec } from './codecs.js'
export { conventions } from './conventions.js'
export type { At } from './derivative.js'
export { unequal, unequalTypes } from './equality.js'
export { differing, type Law, law, showViolation, straying, type Violation } from './law.js'
export type { ScalarFunction } from './lessons.js'
export type { ListFunction, Tensors } from './lists.js'
export { cotangentMap, type TensorMap, tangentMap } from './maps.js'
export type { BatchSample, Sample } from './primitive.js'
export type { Attributes, OperationName } from './programs/operations.js'
export {
  type Block,
  type Call,
  type Cond,
  type Each,
  type Gradient,
  type InputDomain,
  type Instruction,
  type Iterate,
  lengthOf,
  type Program,
  type Scan,
  type Straight,
  showProgram,
  type ValueNumber,
  type While,
} from './programs/program.js'
export { runProgram } from './programs/run.js'
export { type Rounded, roundedInner } from './rounding.js'
export { check, property } from './runner.js'
export { unrolled } from './unroll.js'
