import { ArgumentError, checkBeyond, isOptions, type OptionNames } from '../../tensor/index.js'

/**
 * An operation under the types of its signature `F`. The body sees arguments of which nothing has been checked, for the
 * sake of those who call without a compiler.
 */
export const declared = <F>(body: (...args: never[]) => unknown): F => body as F

/**
 * An operation in its two forms: data first, `sub(a, b)`, and data last for pipes, `pipe(a, sub(b))`. `positional`
 * says how many arguments the first form takes before its options, which are those of `names`; the second takes one less.
 */
export const dual = <F>(
  operation: string,
  positional: number,
  names: OptionNames,
  body: (...args: never[]) => unknown,
): F =>
  declared((...args: never[]): unknown => {
    const given = isOptions(args.at(-1)) ? args.length - 1 : args.length
    if (given >= positional - 1) {
      checkBeyond(operation, args.slice(Math.min(given, positional)), names)
      return given >= positional ? body(...args) : (data: never) => body(data, ...args)
    }
    throw new ArgumentError({
      operation,
      problem: `it takes ${positional} arguments, or ${positional - 1} where it stands in a pipe; here ${given === 1 ? 'is 1' : `are ${given}`}`,
    })
  })
