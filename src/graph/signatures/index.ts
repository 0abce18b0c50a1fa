/** The types of the public operations: what goes in, what comes out, and which mistakes do not compile. */
export type * from './contraction.js'
export type * from './elementwise.js'
export type * from './indexing.js'
export type * from './joining.js'
export type * from './reductions.js'
export type * from './shaping.js'
export type * from './windows.js'
