import { CotangentError } from '../tensor/index.js'

/** An engine that is not installed, or that lacks here what it was asked to run on. */
export class EngineUnavailable extends CotangentError {
  readonly _tag = 'EngineUnavailable'
}

/** An engine of others refused a graph, or failed while it ran one. */
export class EngineFailure extends CotangentError {
  readonly _tag = 'EngineFailure'
}
