/** Writes the table of docs/numerics.md from what docs/accuracy.md and docs/onnx-accuracy.md say: `npm run numerics`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { numericsAnew } from './numerics.js'

const [page, ...sources] = ['docs/numerics.md', 'docs/accuracy.md', 'docs/onnx-accuracy.md'].map((path) =>
  readFileSync(path, 'utf8'),
)
writeFileSync('docs/numerics.md', numericsAnew(page, sources[0], sources[1]))
