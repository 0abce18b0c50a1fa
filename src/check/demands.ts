import { ArgumentError, checkIsOptions, isOptions, written } from '../tensor/index.js'
import type { OpaqueOptions } from './opaque/options.js'
import type { GradcheckOptions, Only } from './options.js'

/** What is demanded of an option: a test, and what it wants in words. */
interface Demand {
  readonly holds: (value: unknown) => boolean
  readonly wanted: string
}

const oneOf = (...values: readonly unknown[]): Demand => ({
  holds: (value) => values.includes(value),
  wanted: `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
})

const isBetween = (value: unknown, low: number, high: number): boolean =>
  typeof value === 'number' && value > low && value < high

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const whole = (least: number): Demand => ({
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= least,
  wanted: `a whole number${least > 0 ? ` from ${least} on` : ''}`,
})

const aPositiveNumber: Demand = {
  holds: (value) => isBetween(value, 0, Number.POSITIVE_INFINITY),
  wanted: 'a positive number',
}

/** Of the options that both kinds of checks have. */
const common = {
  only: {
    holds: (value) =>
      isObject(value) && typeof (value as Only).path === 'string' && Array.isArray((value as Only).index),
    wanted: 'a path and an index, such as { path: "", index: [0] }',
  },
  runs: whole(1),
  seed: whole(Number.MIN_SAFE_INTEGER),
  replayPath: { holds: (value) => typeof value === 'string', wanted: 'a text that a failure gives' },
  resolution: aPositiveNumber,
} as const satisfies { readonly [name in keyof (GradcheckOptions | OpaqueOptions)]?: Demand }

/** Every option of the checks of some kind; a new one does not compile without. */
export type Demands<Options> = { readonly [name in keyof Required<Options>]: Demand }

/** The options of checks of tensors. */
export const demands: Demands<GradcheckOptions> = {
  engine: oneOf('precise', 'wasm', 'reference'),
  mode: oneOf('reverse', 'forward'),
  order: oneOf(1, 2),
  batched: oneOf(true, false),
  fast: {
    holds: (value) =>
      typeof value === 'boolean' ||
      (isObject(value) && isBetween((value as { readonly misses?: unknown }).misses, 0, 1)),
    wanted: 'true, false or { misses } with a chance between 0 and 1',
  },
  ...common,
}

/** The same without the order of derivatives, of which Jacobians and Hessians have one. */
const { order: _, ...rest } = demands
export const demandsOfOneOrder: Demands<Omit<GradcheckOptions, 'order'>> = rest

const isShape = (value: unknown): boolean => Array.isArray(value) || isObject(value)

/** The options of checks of any code. */
export const opaqueDemands: Demands<OpaqueOptions> = {
  arithmetic: oneOf('float64', 'float32'),
  accuracy: {
    holds: (value) => typeof value === 'number' && value >= 0 && value < 1,
    wanted: 'a relative error below 1; the arithmetic is that of the numbers',
  },
  shape: { holds: isShape, wanted: 'a shape, or a record of shapes' },
  outputShape: { holds: isShape, wanted: 'a shape, or a record of shapes' },
  ...common,
}

/** Refuses what there is no such option for, or no such value: plain JavaScript may hold it. */
export const checkOptions = <Options extends object>(
  operation: string,
  options: Options,
  known: Demands<Options>,
): void => {
  if (!isOptions(options))
    throw new ArgumentError({
      operation,
      problem: `the options are ${written(options)}, not a record`,
      remedy: `The options are ${Object.keys(known).join(', ')}; there is no tolerance to give`,
    })
  checkIsOptions(operation, options, known)
  for (const [name, value] of Object.entries(options)) {
    const { holds, wanted } = known[name as keyof Options]
    if (value !== undefined && !holds(value))
      throw new ArgumentError({
        operation,
        problem: `the option ${name} is ${written(value)}`,
        remedy: `Give ${wanted}`,
      })
  }
}

/** Refuses what is neither a function nor one together with its derivative. */
export const checkGiven = (operation: string, f: unknown, derivative: 'gradient' | 'jacobian' | 'hessian'): void => {
  const isFunction = (part: string): boolean =>
    isObject(f) && typeof (f as { readonly [name: string]: unknown })[part] === 'function'
  if (typeof f !== 'function' && !(isFunction('value') && isFunction(derivative)))
    throw new ArgumentError({
      operation,
      problem: 'there is nothing to check: what is given is no function',
      remedy: `Give a function, or { value, ${derivative} } of two functions`,
    })
}
