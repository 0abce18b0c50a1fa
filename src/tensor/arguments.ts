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

/**
 * The names of the options of a type `O`, held to it by the compiler: none is missing and none is too many. An option that
 * there is not would be passed over in silence, and `sum(x, { dim: 0 })` be the sum of everything.
 */
export type OptionNames<O = Readonly<Record<string, unknown>>> = { readonly [name in keyof O]-?: true }

/** Refuses what stands where options are due and is none, a number or a text, and an option that there is not. */
export const checkIsOptions = (operation: string, options: unknown, names: Readonly<Record<string, unknown>>): void => {
  if (options === undefined) return
  const known = Object.keys(names)
  const refuse = (problem: string, remedy: string): never => {
    throw new ArgumentError({ operation, problem, remedy: known.length > 0 ? remedy : 'It takes no options' })
  }
  if (!isOptions(options))
    refuse(`the options are ${describe(options)}, not a record`, `Name each option, as in { ${known[0]}: ... }`)
  const foreign = Object.keys(options as object).find((name) => !known.includes(name))
  if (foreign !== undefined)
    refuse(`there is no option ${JSON.stringify(foreign)}`, `The options are ${known.join(', ')}`)
}

/**
 * The same for all that follows the arguments which have a place of their own. A number and more behind it are what `map`
 * and `reduce` hand to their functions.
 */
export const checkBeyond = (operation: string, beyond: readonly unknown[], names: OptionNames): void => {
  const handed = beyond.length > 1 && typeof beyond[0] === 'number'
  if (!handed) checkIsOptions(operation, beyond[0], names)
}

/**
 * An operation under the types of its signature `F`, which takes so many arguments and then options. The body sees
 * arguments of which nothing else has been checked, for the sake of those who call without a compiler.
 */
export const withOptions = <F>(
  operation: string,
  positional: number,
  names: OptionNames,
  body: (...args: never[]) => unknown,
): F =>
  ((...args: never[]): unknown => {
    checkBeyond(operation, args.slice(positional), names)
    return body(...args)
  }) as F
