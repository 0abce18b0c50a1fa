import { ArgumentError, describe, isTensor } from '../../tensor/index.js'

/** Whether an argument is a record of options: neither a tensor nor an array. */
export const isOptions = (argument: unknown): boolean =>
  typeof argument === 'object' && argument !== null && !Array.isArray(argument) && !isTensor(argument)

/**
 * An operation under the types of its signature `F`. The body sees arguments of which nothing has been checked, for the
 * sake of those who call without a compiler.
 */
export const declared = <F>(body: (...args: never[]) => unknown): F => body as F

/**
 * Refuses what stands where options are due and is none: a number or a dtype there would be overlooked. A number and more
 * behind it are what `map` and `reduce` hand to their functions.
 */
export const checkOptions = (operation: string, beyond: readonly unknown[], example = '{ axis: 0 }'): void => {
  const [options] = beyond
  const handed = beyond.length > 1 && typeof options === 'number'
  if (options !== undefined && !isOptions(options) && !handed)
    throw new ArgumentError({
      operation,
      problem: `the options are ${describe(options)}, not a record`,
      remedy: `Name each option, as in ${example}`,
    })
}

/**
 * An operation in its two forms: data first, `sub(a, b)`, and data last for pipes, `pipe(a, sub(b))`. `positional`
 * says how many arguments the first form takes before its options; the second takes one less.
 */
export const dual = <F>(operation: string, positional: number, body: (...args: never[]) => unknown): F =>
  declared((...args: never[]): unknown => {
    const given = isOptions(args.at(-1)) ? args.length - 1 : args.length
    if (given >= positional) {
      checkOptions(operation, args.slice(positional))
      return body(...args)
    }
    if (given === positional - 1) return (data: never) => body(data, ...args)
    throw new ArgumentError({
      operation,
      problem: `it takes ${positional} arguments, or ${positional - 1} where it stands in a pipe; here ${given === 1 ? 'is 1' : `are ${given}`}`,
    })
  })

/** What makes a tensor, of so many arguments before its options. */
export const maker = <F>(operation: string, positional: number, body: (...args: never[]) => unknown): F =>
  declared((...args: never[]): unknown => {
    checkOptions(operation, args.slice(positional), "{ dtype: 'float32' }")
    return body(...args)
  })
