import { EngineUnavailable } from 'cotangent'

/** What stands here for the engine of ONNX Runtime, a package of others that no page of files has: it says so. */
export const onnxExecutor = () => async (): Promise<never> => {
  throw new EngineUnavailable({
    operation: 'jitAsync',
    problem: 'the playground has no ONNX Runtime',
    remedy: "Use jit, or the option { engine: 'wasm' }",
  })
}
