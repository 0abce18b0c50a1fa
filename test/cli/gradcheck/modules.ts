const losses = `import { gradientCheck, mul, sigmoid, sub, sum, type Tensor, tensor } from 'cotangent'
import { type Slope, slope } from '@models/slope'

const at = tensor([-1, 0, 2])
const value = (x: Tensor<[3], 'float64'>) => sum(sigmoid(x))

export const automatic = gradientCheck({ of: value, at })

export const byHand = gradientCheck({ of: { value, gradient: slope satisfies Slope }, at })
export const twice = gradientCheck({ of: { value, gradient: (x) => mul(slope(x), 2) }, at })
`

const slope = `import { mul, sigmoid, sub, type Tensor } from 'cotangent'
export type Slope = (x: Tensor<[3], 'float64'>) => Tensor<[3], 'float64'>
export const slope: Slope = (x) => mul(sigmoid(x), sub(1, sigmoid(x)))
`

const head = `import { gradientCheck, sum, tensor, type Tensor } from 'cotangent'\nconst at = tensor([1, 2])\n`
const right = 'export const right = gradientCheck({ of: (x) => sum(x), at })\n'

/** Modules that export checks, those in `src` that load, those in `bad` that fail, and those in `endless` that never end. */
export const files = {
  'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@models/*': ['./models/*'] } } }),
  'models/slope.ts': slope,
  'src/losses.grad.ts': losses,
  'src/loud.grad.ts': `${head}console.log('hello from the module')\n${right}`,
  'src/right.grad.ts': `${head}${right}`,
  'src/list.grad.ts': `${head}export const each = [
  { of: (x: Tensor<[2], 'float64'>) => sum(x), at },
  gradientCheck({ of: (x) => sum(x), at }),
]\nexport const helper = 3\n`,
  'src/odd [name], 1%.grad.ts': `${head}export const wrong = gradientCheck({
  of: { value: (x: typeof at) => sum(x), gradient: (x) => x }, at })\n`,
  'bad/syntax.grad.ts': 'export const right = = 1\n',
  'bad/missing.grad.ts': `import { x } from './nowhere.js'\n\nexport const right = x\n`,
  'bad/none.grad.ts': 'export const helper = 3\n',
  'bad/loading.grad.ts': `${head}throw new RangeError('no data: \\u001b[31m<here>')\n`,
  'bad/throwing.grad.ts': `${head}
const explode = (): never => {
  throw new Error('not today')
}
export const throws = gradientCheck({ of: explode, at })
${right}
import { add } from 'cotangent'
export const shapes = gradientCheck({ of: (x: Tensor<readonly number[]>) => sum(add(x, tensor([1, 2, 3]))), at })
`,
  'bad/opaque.grad.ts': `import { gradientCheck } from 'cotangent'
const value = (x: Float64Array) => x[0] * x[0]
export const wrong = gradientCheck({ of: { value, gradient: (x: Float64Array) => x }, at: [3] })
export const throws = gradientCheck({ of: { value, gradient: () => { throw new Error('no rule') } }, at: [3] })
`,
  'bad/plain.grad.ts': `${head}
export const unknown = { of: (x: typeof at) => sum(x), at, tolerance: 3 }
export const late = { of: (x: typeof at) => (void Promise.reject(new Error('too late')), sum(x)), at }
${right}`,
  'bad/exits.grad.ts': `${head}
export const exits = gradientCheck({ of: () => process.exit(0), at })
${right}`,
  'endless/hangs.grad.ts': `${head}export const hangs = gradientCheck({
  of: () => {
    for (;;);
  },
  at,
})
${right}`,
  'endless/waits.grad.ts': 'setInterval(() => {}, 1000)\nawait new Promise(() => {})\nexport const right = 1\n',
}
