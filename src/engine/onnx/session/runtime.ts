import { describe, messageOf } from '../../../tensor/index.js'
import { EngineUnavailable } from '../../errors.js'
import { nodeModule } from '../../threads/index.js'

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

const packageName = 'onnxruntime-node'

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

const unavailable = (problem: string): EngineUnavailable =>
  new EngineUnavailable({
    operation: 'jitAsync',
    problem,
    remedy: `Run npm install ${packageName} (with ONNXRUNTIME_NODE_INSTALL=skip in the environment it fetches nothing beyond its package), give another package of ONNX Runtime as the option runtime, or use another engine`,
  })

const absent = (error: unknown): EngineUnavailable => {
  const message = messageOf(error)
  return unavailable(
    message.includes(`'${packageName}'`)
      ? `${packageName} is not installed`
      : `${packageName} cannot be loaded: ${message}`,
  )
}

/** What Node finds packages with; it is not imported, so that tools that bundle for browsers do not look for any. */
interface NodePackages {
  readonly createRequire: (from: string) => (name: string) => unknown
}

let found: Ort | undefined

const installed = (): Ort => {
  const packages = nodeModule('node:module') as NodePackages | undefined
  if (packages === undefined) throw unavailable(`there is no Node here that could load ${packageName}`)
  let module: unknown
  try {
    module = packages.createRequire(import.meta.url)(packageName)
  } catch (error) {
    throw absent(error)
  }
  return asRuntime(module, packageName)
}

/** The module that was given, or onnxruntime-node; EngineUnavailable where there is none. */
export const runtimeOf = (given: OnnxRuntime | undefined): Ort => {
  if (given !== undefined) return asRuntime(given, 'the runtime')
  found ??= installed()
  return found
}
