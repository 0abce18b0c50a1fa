/** What needs no files, and is all there is where there are none, as in browsers. */
export * from './in/index.js'
export type { OnnxOptions } from './out/model.js'
export { toOnnx, toOnnxWith } from './out/toOnnx.js'
