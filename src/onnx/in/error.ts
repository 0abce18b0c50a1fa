import type { DataError } from '../../data/index.js'
import { asLine } from '../../tensor/index.js'

/** The versions of the standard operators that are read. */
export const [oldest, newest] = [7, 24]

/** An operator that is not read here, and the version of the operator set that asks for it. */
export interface UnknownOperator {
  readonly operator: string
  /** Empty for the standard operators. */
  readonly domain: string
  readonly opset: number
}

/** Why a model is not read, as data: told apart by `_tag`. */
export type OnnxError =
  /** The bytes are no message of a model. */
  | { readonly _tag: 'DamagedBytes'; readonly problem: string; readonly offset: number }
  /** All operators of the model that are not read here. */
  | { readonly _tag: 'UnsupportedOperators'; readonly operators: readonly UnknownOperator[] }
  /** A version of an operator set that is not read here. */
  | { readonly _tag: 'UnsupportedOpset'; readonly domain: string; readonly version: number }
  /** A type of elements, or of values, that no tensor here has. */
  | { readonly _tag: 'UnsupportedType'; readonly name: string; readonly problem: string }
  /** Names without a value or with several, nodes out of order, functions that call themselves. */
  | { readonly _tag: 'BadGraph'; readonly problem: string; readonly node?: string }
  /** An attribute that is missing, or not of the type that its operator asks for. */
  | { readonly _tag: 'BadAttribute'; readonly attribute: string; readonly problem: string; readonly node?: string }
  /** A tensor whose elements do not fit its shape and type. */
  | { readonly _tag: 'BadTensor'; readonly name: string; readonly problem: string }
  /** Elements that are in another file, which was not given. */
  | {
      readonly _tag: 'MissingData'
      readonly name: string
      readonly location: string
      readonly problem: string
    }
  /** Sound as far as it was read, but more than was allowed. */
  | { readonly _tag: 'TooLarge'; readonly problem: string }
  /** What reading a file ran into. */
  | { readonly _tag: 'FileError'; readonly problem: string; readonly error: DataError }

/** An error on its way out of a reader that is deep within a model; `fromOnnx` makes a Left of it. */
export class OnnxFault extends Error {
  readonly error: OnnxError

  constructor(error: OnnxError) {
    super(showOnnxError(error))
    this.error = error
  }
}

const showUnknown = ({ operator, domain, opset }: UnknownOperator): string =>
  `${operator} (${domain === '' ? 'ai.onnx' : domain} ${opset})`

const said = (error: OnnxError): string => {
  switch (error._tag) {
    case 'DamagedBytes':
      return `at byte ${error.offset}: ${error.problem}`
    case 'UnsupportedOperators':
      return `these operators are not read: ${error.operators.map(showUnknown).join(', ')}`
    case 'UnsupportedOpset':
      return `version ${error.version} of the operators ${error.domain === '' ? 'ai.onnx' : error.domain} is not read: those from ${oldest} to ${newest} are`
    case 'UnsupportedType':
    case 'BadTensor':
      return `${JSON.stringify(error.name)}: ${error.problem}`
    case 'BadGraph':
      return error.node === undefined ? error.problem : `${error.node}: ${error.problem}`
    case 'BadAttribute':
      return `${error.node === undefined ? '' : `${error.node}: `}attribute ${JSON.stringify(error.attribute)} ${error.problem}`
    case 'MissingData':
      return `${JSON.stringify(error.name)}, in ${JSON.stringify(error.location)}: ${error.problem}`
    case 'TooLarge':
    case 'FileError':
      return error.problem
  }
}

/**
 * An error as a line: what is wrong, and in which part of the model; control characters are written out as `\u001b`.
 *
 * @example
 * ```ts
 * import { showOnnxError } from 'cotangent/onnx'
 *
 * showOnnxError({ _tag: 'UnsupportedOperators', operators: [{ operator: 'Sorted', domain: 'acme', opset: 1 }] })
 * // => 'onnx: these operators are not read: Sorted (acme 1)'
 * ```
 */
export const showOnnxError = (error: OnnxError): string => asLine(`onnx: ${said(error)}`)
