import { applyPrimitive, interpretation, primitives } from '../graph/index.js'
import { flatten, unflatten } from '../tensor/index.js'
import type { AnyFunction } from './run.js'
import { traceTrees } from './trace.js'

export const checkpoint =
  (f: AnyFunction) =>
  (...args: readonly unknown[]): unknown => {
    const [leaves, input] = flatten('checkpoint', args)
    const { graph, captured, output } = traceTrees('checkpoint', f, input, leaves, leaves)
    const attributes = { name: 'checkpoint', graph, execute: interpretation }
    return unflatten(output, applyPrimitive(primitives.call, attributes, [...leaves, ...captured]))
  }
