/** The face of src/compile/vector: elements of a tensor side by side, and what is done with them. */
export { convertPack } from './convert.js'
export { addPacks, applyKernel, type KernelHost, multiplyAddPacks, multiplyPacks } from './kernel.js'
export { gatherPack, loadPack, scatterPack, storePack } from './memory.js'
export {
  assignPack,
  constantPack,
  joined,
  type Lanes,
  lane,
  type Pack,
  type PackVariable,
  pack,
  packOf,
  packVariable,
  scalar,
  shuffled,
  splat,
  vectors,
  type Width,
  widthOf,
} from './pack.js'
export { type KernelProfile, profileOf } from './rounding.js'
