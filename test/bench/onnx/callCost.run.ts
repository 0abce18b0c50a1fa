/**
 * What a call of a function on ONNX Runtime costs beyond the run itself, in microseconds:
 * `npm run --silent build && tsc -p test/bench && node dist/test/bench/onnx/callCost.run.js`.
 */
import { onnxCallProbe } from '../probes/onnx.js'

for (const { tensors, beyond, run } of await onnxCallProbe({ calls: 5000 })) {
  const shown = (seconds: number): string => (seconds * 1e6).toFixed(1)
  console.log(
    `${tensors} tensors in and out: ${shown(beyond.min)} us at least, ${shown(beyond.median)} us in the middle, beside a run of ${shown(run.median)} us`,
  )
}
