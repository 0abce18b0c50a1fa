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
export const isOptions = (argument: unknown): argument is object =>
  typeof argument === 'object' && argument !== null && !Array.isArray(argument) && !isTensor(argument)

/** What is told of options where none are given as they should be: an example, and all names where no others are taken. */
export interface OptionNames {
  readonly example?: string
  readonly names?: readonly string[]
}

/** Refuses what stands where options are due and is none: a number or a text there would be overlooked. */
export const checkIsOptions = (operation: string, options: unknown, { example, names }: OptionNames = {}): void => {
  if (options === undefined) return
  if (!isOptions(options))
    throw new ArgumentError({
      operation,
      problem: `the options are ${describe(options)}, not a record`,
      remedy: example === undefined ? 'Name each option in a record' : `Name each option, as in ${example}`,
    })
  const foreign = names && Object.keys(options).find((name) => !names.includes(name))
  if (foreign !== undefined)
    throw new ArgumentError({
      operation,
      problem: `there is no option ${JSON.stringify(foreign)}`,
      remedy: `The options are ${names?.join(', ')}`,
    })
}

/**
 * The same for all that follows the arguments which have a place of their own. A number and more behind it are what `map`
 * and `reduce` hand to their functions.
 */
export const checkBeyond = (operation: string, beyond: readonly unknown[], known?: OptionNames): void => {
  const handed = beyond.length > 1 && typeof beyond[0] === 'number'
  if (!handed) checkIsOptions(operation, beyond[0], known)
}

/**
 * An operation under the types of its signature `F`, which takes so many arguments and then options. The body sees
 * arguments of which nothing else has been checked, for the sake of those who call without a compiler.
 */
export const withOptions = <F>(
  operation: string,
  positional: number,
  body: (...args: never[]) => unknown,
  known?: OptionNames,
): F =>
  ((...args: never[]): unknown => {
    checkBeyond(operation, args.slice(positional), known)
    return body(...args)
  }) as F
