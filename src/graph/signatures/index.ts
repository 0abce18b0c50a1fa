/**
 * The types of the public operations: what goes in, what comes out, and which mistakes do not compile.
 *
 * An operation that stands in a pipe as it is, `pipe(x, sum)`, has one signature, since of overloads the compiler would
 * take only the last there. Where there are two of which both may take as many arguments, the one for pipes comes first:
 * of overloads that all fail, the compiler explains the last.
 */
export type * from './activations.js'
export type * from './clip.js'
export type * from './contraction.js'
export type * from './control.js'
export type * from './convolution.js'
export type * from './crossEntropy.js'
export type * from './diagonals.js'
export type * from './dynamic.js'
export type * from './einsum.js'
export type * from './elementwise.js'
export type * from './fourier.js'
export type * from './gathering.js'
export type * from './grids.js'
export type * from './indexing.js'
export type * from './joining.js'
export type * from './linearAlgebra.js'
export type * from './losses.js'
export type * from './making.js'
export type * from './margins.js'
export type * from './padding.js'
export type * from './parts.js'
export type * from './pooling.js'
export type * from './products.js'
export type * from './reading.js'
export type * from './rearranging.js'
export type * from './reductions.js'
export type * from './scattering.js'
export type * from './select.js'
export type * from './shaping.js'
export type * from './sorting.js'
export type * from './transforms.js'
export type * from './windows.js'
