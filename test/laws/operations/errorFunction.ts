import { type OperationCase, unary } from './cases.js'

/** The error function and its complement. */
export const errorFunctions: readonly OperationCase[] = [...unary('erf'), ...unary('erfc'), ...unary('erfc', 2, 9)]
