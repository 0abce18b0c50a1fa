import { messageOf } from '../../../tensor/index.js'
import { EngineFailure, EngineUnavailable } from '../../errors.js'
import type { Ort } from './runtime.js'

/** Something that graphs run on, as ONNX Runtime names it, or as it is described to it. */
export type Provider = string | { readonly name: string; readonly [option: string]: unknown }

const nameOf = (provider: Provider): string => (typeof provider === 'string' ? provider : provider.name)

/** What ONNX Runtime says: its own places in front, and the node that is named within, are left out. */
const readable = (message: string): string => message.replace(/^Error: /, '').trim()

/** The operator that a message is about. */
const operatorIn = (message: string): string | undefined =>
  /running (\w+) node/.exec(message)?.[1] ?? /implementation for (\w+)\(/.exec(message)?.[1]

/** An error while a model was loaded or run, naming its operator where ONNX Runtime does. */
export const failure = (doing: string, error: unknown): EngineFailure => {
  const message = messageOf(error)
  const operator = operatorIn(message)
  return new EngineFailure({
    operation: 'jitAsync',
    problem: `ONNX Runtime failed ${doing}${operator === undefined ? '' : ` at ${operator}`}: ${readable(message)}`,
  })
}

/** The names of what graphs can run on here, where the module says that. */
const available = ({ listSupportedBackends }: Ort): readonly string[] | undefined =>
  listSupportedBackends?.().map(({ name }) => name)

const unavailable = (runtime: Ort, problem: string): EngineUnavailable => {
  const names = available(runtime)
  return new EngineUnavailable({
    operation: 'jitAsync',
    problem,
    remedy: names === undefined ? undefined : `This ONNX Runtime was built for ${names.join(', ')}`,
  })
}

/** Refuses what this ONNX Runtime does not know. */
export const checkAvailable = (runtime: Ort, providers: readonly Provider[]): void => {
  const names = available(runtime)
  const missing = providers.map(nameOf).find((name) => names !== undefined && name !== 'cpu' && !names.includes(name))
  if (missing !== undefined) throw unavailable(runtime, `there is no provider ${missing} here`)
}

/** What it means that no session could be made: with other providers than the processor, that one of them is missing. */
export const refusal = (runtime: Ort, providers: readonly Provider[], error: unknown): Error => {
  const others = providers.map(nameOf).filter((name) => name !== 'cpu' && name !== 'wasm')
  return others.length === 0
    ? failure('to load the graph', error)
    : unavailable(runtime, `no session on ${others.join(', ')}: ${readable(messageOf(error))}`)
}
