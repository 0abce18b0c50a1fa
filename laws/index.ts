/** The laws, as pure predicates; generators and runners stand apart. */
import * as algebraLaws from './algebra.js'
import * as batchLaws from './batches.js'
import * as calculusLaws from './calculus.js'
import * as codecLaws from './codecs.js'
import * as derivativeLaws from './derivative.js'
import * as engineLaws from './engines.js'
import * as fourierLaws from './fourier.js'
import * as lessonLaws from './lessons.js'
import * as modelLaws from './models.js'
import * as onnxLaws from './onnx.js'
import * as optimizerLaws from './optimizers.js'
import * as parallelLaws from './parallel.js'
import * as preciseLaws from './precise.js'
import * as primitiveLaws from './primitive.js'
import * as sparsityLaws from './sparsity.js'
import * as textCodecLaws from './textCodecs.js'
import * as tolerances from './tolerance.js'
import * as transformLaws from './transforms.js'

/** Laws of shapes and tensors: broadcasting, rearranging, joining, the ring, matrices, adjoint pairs. */
export const algebra = algebraLaws

/** Laws of the batches that an epoch is made of. */
export const batching = batchLaws

/** Laws of differentiation itself: identity, functoriality, linearity, product rule. */
export const calculus = calculusLaws

/** Laws of readers and writers of files, which are arguments: reading undoes writing. */
export const codecs = codecLaws

/** Laws of the derivatives of one function: against differences, of each other, of second order. */
export const derivative = derivativeLaws

/** Laws of engines: compiling and batching change no bit, and other engines round elsewhere. */
export const engine = engineLaws

/** Laws of the Fourier transform: inversion, isometry, linearity, convolution. */
export const fourier = fourierLaws

/** The law of the lessons' finite difference. */
export const lesson = lessonLaws

/** Laws of models: composition and its identity, names, lists, functions of one record of parameters. */
export const models = modelLaws

/** Laws of models of ONNX: out and back again is the same function. */
export const onnx = onnxLaws

/** Laws of optimizers and of training: the monoid, masks, compilation, schedules, `fit` as a fold. */
export const optimizers = optimizerLaws

/** Laws of training by many processes. */
export const parallel = parallelLaws

/** Laws of the precise engine: what it gives to 31 digits, and how it is evaluated with one element changed. */
export const precise = preciseLaws

/** Laws of one primitive's record, which is an argument, so that a wrong one can be tried as well. */
export const primitive = primitiveLaws

/** The law of sparse Jacobians. */
export const sparsity = sparsityLaws

/** Laws of formats of text and pictures: what is written and read again is the same. */
export const textCodec = textCodecLaws

/** Every tolerance, as a formula with its derivation. */
export const tolerance = tolerances

/** Laws of the public transforms: Jacobians, Hessians, values left alone, control flow unrolled, carries kept or not. */
export const transform = transformLaws

export { primitives } from '../src/graph/index.js'
export { changesOf } from './arbitraries/changes.js'
export { differentialsOf, gridPoints, tensorsBetween, wildElements } from './arbitraries/elements.js'
export { dataImages, dataTables, dataTrees, jsonValues } from './arbitraries/files.js'
export { type Chain, modelChains } from './arbitraries/models.js'
export { courses, maskedCourses, optimizerLinks, optimizersByName } from './arbitraries/optimizers.js'
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
export type { Batching, CountedRows } from './batches.js'
export type { Codec } from './codecs.js'
export { conventions } from './conventions.js'
export type { At } from './derivative.js'
export { unequal, unequalTypes } from './equality.js'
export { type LawfulGradient, type LawfulGradientOptions, lawfulGradient } from './gradients.js'
export { differing, type Law, law, showViolation, straying, type Violation } from './law.js'
export type { ScalarFunction } from './lessons.js'
export type { ListFunction, Tensors } from './lists.js'
export { cotangentMap, type TensorMap, tangentMap } from './maps.js'
export type { Composition } from './models.js'
export type { Course } from './optimizers.js'
export type { ParallelSubject } from './parallel.js'
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
export type { Manner } from './roundings.js'
export { check, property } from './runner.js'
export type { TextCodec } from './textCodecs.js'
export { unrolled } from './unroll.js'
