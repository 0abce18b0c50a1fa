import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { readSource, root } from '../support/sources.js'
import { rowsOf } from '../support/tables.js'

// The table of features: what is ours leads to tests and laws that are there, and what can be tried of others is tried.

const page = readSource('docs/features.md').text
const [columns, ...features] = rowsOf(page, 'features')
const [, ...behind] = rowsOf(page, 'behind')

const linksIn = (cell: string): readonly string[] => [...cell.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link)

/** Where a link of the page leads, from the root. */
const ledTo = (link: string): string => posix.join('docs', link)

const isProof = (path: string): boolean => /^(test\/.*\.test|laws\/\w+)\.ts$/.test(path) && existsSync(join(root, path))

describe('the table of features', () => {
  it.each(features.map((row) => [row[0], row[1]]))('leads to what shows it: %s', (_, ours) => {
    const paths = linksIn(ours).map(ledTo)
    expect(paths.length).toBeGreaterThan(0)
    expect(paths.filter((path) => !isProof(path))).toEqual([])
  })

  it('tells a link to nothing, and one to no test', () => {
    expect(isProof('test/docs/features.test.ts')).toBe(true)
    expect(isProof('test/docs/absent.test.ts')).toBe(false)
    expect(isProof('test/support/tables.ts')).toBe(false)
  })

  it('says where others are ahead', () => expect(behind.length).toBeGreaterThan(5))
})

/** Whether a library has a feature: tried, or by the names that it exports. */
type Tried = Readonly<Record<string, () => boolean>>

const throws = (f: () => unknown): boolean => {
  try {
    f()
    return false
  } catch {
    return true
  }
}

const tried = (column: string, attempts: Tried): void => {
  const at = columns.indexOf(column)
  it.each(Object.entries(attempts))(`%s`, (feature, has) => {
    const row = [...features, ...behind].find(([name]) => name === feature)
    expect(row, `there is no row ${feature}`).toBeDefined()
    expect(!/^no\b/.test(row?.[at] ?? '')).toBe(has())
  })
}

describe('what is said of TensorFlow.js', () => {
  const names = Object.keys(tf)
  const slope = (f: (x: tf.Tensor) => tf.Tensor, at: readonly number[] = [0.5]) =>
    tf
      .grad((x) => f(x).sum())(tf.tensor([...at]))
      .dataSync()

  beforeAll(async () => void (await tf.setBackend('cpu')))

  tried('TensorFlow.js', {
    'gradients in reverse mode': () => slope((x) => x.square())[0] === 1,
    'forward mode: `jvp`': () => names.some((name) => /^(jvp|linearize)/i.test(name)),
    'derivatives of derivatives, to any order': () =>
      ['tanh', 'sigmoid', 'exp'].every((name) => !throws(() => slope(tf.grad((x) => x[name as 'tanh']())))),
    'Jacobians, Hessians, Hessian times vector': () => names.some((name) => /jac|hess/i.test(name)),
    'a derivative for every differentiable operation': () =>
      !throws(() => slope((x) => tf.cumprod(x))) && !throws(() => slope((x) => tf.topk(x, 1).values)),
    'loops and branches that are differentiated and compiled': () =>
      names.some((name) => /^(scan|cond|while)/i.test(name)),
    'custom derivatives': () => names.includes('customGrad'),
    'recomputing instead of keeping: `checkpoint`': () => names.some((name) => /checkpoint|remat/i.test(name)),
    'batching: `vmap`': () => names.some((name) => /^(vmap|vectorizedMap)/i.test(name)),
    'a check of gradients': () => names.some((name) => /grad.*check|check.*grad/i.test(name)),
    'no mutation, no manual memory': () => !names.includes('dispose') && !names.includes('tidy'),
    float64: () => !throws(() => tf.tensor([1], [1], 'float64' as 'float32')),
    'float32, int32, bool': () =>
      ['float32', 'int32', 'bool'].every((dtype) => tf.zeros([1], dtype as 'bool').dtype === dtype),
    'float16 or bfloat16': () => !throws(() => tf.tensor([1], [1], 'float16' as 'float32')),
    'complex numbers': () => tf.complex([1], [2]).dtype === 'complex64',
    'random keys that split': () => names.some((name) => /splitKey|randomKey/i.test(name)),
    layers: () => 'dense' in tf.layers,
    optimizers: () => 'adam' in tf.train,
    '`jit`': () => names.some((name) => /^(jit|compile)/i.test(name)),
    GPU: () => 'tfjs-backend-webgl' in tf.version,
  })
})

describe('what is said of jax-js', async () => {
  // Its names are there on every Node; its backends start on some only.
  const jax = await import('@jax-js/jax')
  const [names, lax] = [Object.keys(jax), Object.keys(jax.lax)]

  tried('jax-js', {
    'gradients in reverse mode': () => names.includes('grad'),
    'forward mode: `jvp`': () => names.includes('jvp'),
    'Jacobians, Hessians, Hessian times vector': () => names.includes('jacfwd') && names.includes('hessian'),
    'loops and branches that are differentiated and compiled': () =>
      [...names, ...lax].some((name) => /^(scan|cond|while|foriLoop)/i.test(name)),
    'custom derivatives': () => names.some((name) => /custom/i.test(name)),
    'recomputing instead of keeping: `checkpoint`': () => names.some((name) => /checkpoint|remat/i.test(name)),
    'batching: `vmap`': () => names.includes('vmap'),
    'a check of gradients': () => names.some((name) => /check/i.test(name)),
    'no mutation, no manual memory': () => !('dispose' in jax.tree),
    float64: () => Object.values(jax.DType).includes('float64' as never),
    'float16 or bfloat16': () => Object.values(jax.DType).includes('float16' as never),
    'complex numbers': () => Object.values(jax.DType).some((dtype) => String(dtype).startsWith('complex')),
    'random keys that split': () => 'split' in jax.random,
    layers: () => Object.keys(jax.nn).some((name) => /dense|linear|sequential/i.test(name)),
    '`jit`': () => names.includes('jit'),
    GPU: () => names.includes('getWebGPUDevice'),
  })
})
