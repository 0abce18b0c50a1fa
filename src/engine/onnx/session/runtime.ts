import { describe } from '../../../tensor/index.js'
import { EngineUnavailable } from '../../errors.js'

/** A package of ONNX Runtime, as a module: onnxruntime-node, onnxruntime-web or another one of the same interface. */
export interface OnnxRuntime {
  readonly Tensor: new (...args: never[]) => object
  readonly InferenceSession: { create(...args: never[]): Promise<object> }
  readonly listSupportedBackends?: () => readonly { readonly name: string }[]
}

/** A tensor of ONNX Runtime's. */
export interface OrtTensor {
  readonly data: ArrayBufferView
  readonly dims: readonly number[]
}

export type OrtTensors = Record<string, OrtTensor>

/** A model that is loaded. */
export interface OrtSession {
  run(feeds: OrtTensors, fetches: readonly string[]): Promise<Readonly<OrtTensors>>
  release(): Promise<void>
}

/** What this engine uses of the module. */
export interface Ort {
  readonly Tensor: new (type: string, data: ArrayBufferView, dims: readonly number[]) => OrtTensor
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> }
  readonly listSupportedBackends?: () => readonly { readonly name: string }[]
}

/** Not written where it is imported: tools that bundle for browsers would look for a package that is not for them. */
const inNode: string = 'onnxruntime-node'

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const isRuntime = (module: unknown): module is Ort =>
  typeof module === 'object' && module !== null && 'InferenceSession' in module && 'Tensor' in module

/** A module of ONNX Runtime; what another module system made of it may be its default export only. */
const asRuntime = (module: unknown, what: string): Ort => {
  if (isRuntime(module)) return module
  const { default: main } = Object(module) as { readonly default?: unknown }
  if (isRuntime(main)) return main
  throw new EngineUnavailable({
    operation: 'jitAsync',
    problem: `${what} (${describe(module)}) is no module of ONNX Runtime`,
    remedy: "Give it as runtime: await import('onnxruntime-web'), or leave it out where onnxruntime-node is installed",
  })
}

const absent = (error: unknown): EngineUnavailable => {
  const missing = messageOf(error).includes(`'${inNode}'`)
  return new EngineUnavailable({
    operation: 'jitAsync',
    problem: missing ? `${inNode} is not installed` : `${inNode} cannot be loaded: ${messageOf(error)}`,
    remedy: `Run npm install ${inNode} (with the line ${inNode}-install=skip in .npmrc it fetches nothing beyond its package), give another package of ONNX Runtime as the option runtime, or use another engine`,
  })
}

let loading: Promise<Ort> | undefined

const load = async (): Promise<Ort> => {
  try {
    return asRuntime(await import(/* @vite-ignore */ /* webpackIgnore: true */ inNode), inNode)
  } catch (error) {
    // It may be installed before the next call.
    loading = undefined
    throw error instanceof EngineUnavailable ? error : absent(error)
  }
}

/** The module that was given, or onnxruntime-node; EngineUnavailable where there is none. */
export const runtimeOf = async (given: OnnxRuntime | undefined): Promise<Ort> => {
  if (given !== undefined) return asRuntime(given, 'the runtime')
  loading ??= load()
  return loading
}
