import { ArgumentError, describe } from './errors.js'
import { isTensor } from './tree.js'

// What callers without a compiler hand over in place of what is due.

/** Refuses what is no function where one is due. */
export const checkFunction = (operation: string, f: unknown): void => {
  if (typeof f !== 'function')
    throw new ArgumentError({
      operation,
      problem: `${describe(f)} is no function`,
      remedy: 'Give it a function of tensors, or of trees of them',
    })
}

/** Whether an argument is a record of options: neither a tensor nor an array. */
export const isOptions = (argument: unknown): boolean =>
  typeof argument === 'object' && argument !== null && !Array.isArray(argument) && !isTensor(argument)

/** Refuses what stands where options are due and is none: a number or a text there would be overlooked. */
export const checkIsOptions = (operation: string, options: unknown): void => {
  if (options !== undefined && !isOptions(options))
    throw new ArgumentError({
      operation,
      problem: `the options are ${describe(options)}, not a record`,
      remedy: 'Name each option, as in { axis: 0 }',
    })
}

/**
 * The same for all that follows the arguments which have a place of their own. More than one too many are what `map` and
 * `reduce` hand to their functions.
 */
export const checkBeyond = (operation: string, beyond: readonly unknown[]): void => {
  if (beyond.length === 1) checkIsOptions(operation, beyond[0])
}

/**
 * An operation under the types of its signature `F`, which takes so many arguments and then options. The body sees
 * arguments of which nothing else has been checked, for the sake of those who call without a compiler.
 */
export const withOptions = <F>(operation: string, positional: number, body: (...args: never[]) => unknown): F =>
  ((...args: never[]): unknown => {
    checkBeyond(operation, args.slice(positional))
    return body(...args)
  }) as F
