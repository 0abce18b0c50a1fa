import type { Cause, MistakePlace } from './evidence.js'
import { type Meaning, showNumber } from './numbers.js'
import type { Trial } from './trials.js'

const showShape = (shape: readonly number[]): string => `[${shape.join(', ')}]`

const operandName = ({ operation, operand }: MistakePlace): string => {
  if (operand === undefined) return ''
  if (operation === 'where' || operation === 'leakyRelu')
    return operand === 1 ? ', where its condition holds' : ', where its condition does not hold'
  return operand === 0
    ? ', to its left operand'
    : operand === 1
      ? ', to its right operand'
      : `, to its operand ${operand}`
}

const operationName = ({ operation, shape }: MistakePlace, extent: Trial['extent']): string => {
  const name =
    operation === 'broadcastTo'
      ? `broadcast to ${showShape(shape)}`
      : operation === 'sumTo'
        ? `sum to ${showShape(shape)}`
        : extent === 'one'
          ? `${operation} ${showShape(shape)}`
          : operation
  return extent === 'one' ? name : extent === 'all' ? `every ${name}` : `every ${name} but the last`
}

/** A place for a reader, with its line. */
export const showPlace = (place: MistakePlace, extent: Trial['extent']): string =>
  `${operationName(place, extent)}${operandName(place)}${place.site === undefined ? '' : ` (${place.site})`}`

/** The places for a reader: of many the first. */
const showPlaces = (places: readonly MistakePlace[], extent: Trial['extent']): string => {
  const shown = [...new Set(places.map((place) => showPlace(place, extent)))]
  return shown.length === 1 ? shown[0] : shown.length === 2 ? shown.join(' or ') : `${shown[0]} or next to it`
}

const sayings: Readonly<Partial<Record<Cause, (at: string, name: string, detail: string) => string>>> = {
  droppedCotangent: (at) => `the cotangent that comes in is dropped at ${at}: multiply the derivative there by it`,
  atActivation: (at, name) => `the derivative of ${at} is taken at the activation: take ${name}' at the pre-activation`,
  atPreactivation: (at, name) =>
    `the derivative of ${at} is a formula for what ${name} gives, and is taken of what it is given: take it at the activation`,
  skippedDerivative: (at, name) => `the derivative of ${at} is left out: multiply what comes back by ${name}'`,
  valueForDerivative: (at, name) =>
    `what comes back is multiplied by the value of ${at}: multiply it by the derivative, ${name}'`,
  missingTerm: (at) => `a term is missing, what comes back through ${at}: add it`,
  untransposed: (at, _, detail) =>
    detail === 'reshaped'
      ? `a factor is reshaped where it should be transposed, in what comes back through ${at}`
      : detail === 'exchanged'
        ? `the factors of the product are exchanged and not transposed, in what comes back through ${at}`
        : `the other factor is not transposed, in what comes back through ${at}: transpose it`,
  exchangedOperands: (at, name) =>
    `the operands of ${name} are exchanged, in what comes back through ${at}: exchange them in its derivative`,
  unsummed: (at, _, detail) =>
    `only the ${detail.replace(' of ', ' slice of ')} is counted of what comes back through the ${at}: sum over the axis`,
  wrongAxis: (at) =>
    `what comes back through the ${at} goes along the other axis: keep the axis in its place where it is summed, or transpose`,
  shifted: (at, _, detail) =>
    `what comes back through ${at} is one place too ${detail.replace('later', 'late').replace('earlier', 'early')}`,
  reversed: (at, _, detail) => `what comes back through ${at} is in reverse order ${detail}`,
  transposed: (at, _, detail) =>
    `what comes back through ${at} is ${detail === '' ? 'not transposed back' : `transposed ${detail}`}`,
}

/** What is wrong where something comes back some other number of times than once. */
const sayNumber = (at: string, { value, name }: Meaning): string => {
  if (value === 0) return `a term is missing, what comes back through ${at}: add it`
  if (value === -1) return `what comes back through ${at} has the wrong sign: negate it`
  const size = Math.abs(value)
  const what = name === undefined ? '' : `, ${name}`
  const told =
    size > 1
      ? `is ${showNumber(size)} times too large: divide it by ${showNumber(size)}${what}`
      : `is only ${showNumber(size)} of what it should be: multiply it by ${showNumber(1 / size)}${what}`
  return `what comes back through ${at} ${told}${value < 0 ? ', and negate it' : ''}`
}

/** A mistake in a sentence without its full stop. */
export const sayMistake = (trial: Trial, places: readonly MistakePlace[], number: Meaning | undefined): string => {
  const at = showPlaces(places, trial.extent)
  const name = trial.place.operation
  if (trial.cause === 'number')
    return number === undefined ? `what comes back through ${at} is wrong` : sayNumber(at, number)
  const text = sayings[trial.cause]?.(at, name, trial.detail) ?? `${trial.cause} at ${at}`
  return number === undefined
    ? text
    : `${text}, and ${sayNumber('it', number).replace('what comes back through it', 'it')}`
}
