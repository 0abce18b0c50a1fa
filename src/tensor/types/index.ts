/** The algebra of shapes and dtypes in types. */
export type * from './arithmetic.js'
export type * from './axes.js'
export type * from './broadcast.js'
export type * from './dtypes.js'
export type * from './matmul.js'
export type * from './mismatch.js'
export type * from './operand.js'
export type * from './size.js'
