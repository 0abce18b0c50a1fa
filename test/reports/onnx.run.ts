/** Writes docs/onnx-operators.md, the operators of ONNX that are read: `npm run onnx`. */
import { writeFileSync } from 'node:fs'
import { onnxDocument } from './onnx.js'

writeFileSync('docs/onnx-operators.md', onnxDocument())
