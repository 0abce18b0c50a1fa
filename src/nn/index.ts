/** The face of src/nn: models as pure functions. */
export * from './metrics/index.js'
