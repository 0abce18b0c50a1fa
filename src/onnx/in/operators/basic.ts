import { type Operators, required } from '../operator.js'

/** Operators that change nothing. */
export const basic: Operators = {
  Identity: (call) => [required(call, 0)],
}
