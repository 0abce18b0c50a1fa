/** The face of src/data/sets: problems made of random numbers. */
export { type BlobsOptions, makeBlobs } from './blobs.js'
export { type CirclesOptions, makeCircles } from './circles.js'
export { makeClassification } from './classification.js'
export type { ClassificationOptions } from './classificationOptions.js'
export type { LabelledSet } from './labelled.js'
export { type MoonsOptions, makeMoons } from './moons.js'
export { makeSpirals, type SpiralsOptions } from './spirals.js'
