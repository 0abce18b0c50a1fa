import * as cotangent from 'cotangent'
import { medianOf } from '../clock.js'
import { inTurn } from '../inTurn.js'
import { type Library, startupLibraries } from '../probes/startup.js'
import type { Cell } from '../report.js'
import { orAbsent } from './absent.js'
import type { Section, Setting } from './section.js'

/** Milliseconds to load a library, and from there to its first gradient; or why there are none. */
const startupOf = async ({ measure, quick }: Setting, library: Library): Promise<readonly Cell[]> => {
  const times = await orAbsent(inTurn(Array.from({ length: quick ? 1 : 5 }), () => measure('startup', { library })))
  if (typeof times === 'string') return [times, '', '']
  const load = 1e3 * medianOf(times.map((each) => each.load))
  const gradient = 1e3 * medianOf(times.map((each) => each.gradient))
  return [load, gradient, load + gradient]
}

const core = 'cotangent, the core: all but its compiler'

/** All that the package exports but for what brings the compiler in. */
const coreExports = (): string => {
  const names = Object.keys(cotangent).filter((name) => name !== 'jit' && name !== 'explain')
  return `export { ${names.join(', ')} } from 'cotangent'`
}

const bundles: Readonly<Record<string, string>> = {
  [core]: coreExports(),
  'cotangent, everything': `export * from 'cotangent'`,
  'cotangent, grad of a few operations': `export { add, grad, matmul, mul, sigmoid, sub, tensor } from 'cotangent'`,
  'cotangent, grad and jit of a few operations': `export { add, grad, jit, matmul, mul, sigmoid, sub, tensor } from 'cotangent'`,
  'jax-js, everything': `export * from '@jax-js/jax'`,
  'TensorFlow.js with the wasm backend, but for its .wasm': `export * from '@tensorflow/tfjs'; import '@tensorflow/tfjs-backend-wasm'`,
}

/** What it takes before the first gradient. */
export const startupSection: Section = {
  name: 'startup',
  title: 'Start-up',
  run: async (setting) => {
    const started = await inTurn(startupLibraries, async (library) => [library, ...(await startupOf(setting, library))])
    const bundled = await inTurn(
      Object.entries(bundles).slice(0, setting.quick ? 2 : undefined),
      async ([name, code]) => {
        const { minified, gzip } = await setting.measure('bundle', { code })
        return [name, minified / 1e3, gzip / 1e3]
      },
    )
    return {
      claims: [
        {
          what: 'milliseconds to import cotangent and to have a first gradient',
          bound: 'at most',
          of: 150,
          found: Number(started[0][3]),
        },
        { what: `kilobytes of ${core}, gzip`, bound: 'at most', of: 80, found: Number(bundled[0][2]) },
      ],
      tables: [
        {
          title: 'A new process, milliseconds',
          head: ['', 'import', 'first gradient', 'both'],
          rows: started,
        },
        { title: 'Bundles, kilobytes', head: ['', 'minified', 'gzip'], rows: bundled },
      ],
    }
  },
}
