import { ArgumentError, checkBeyond, isOptions, type OptionNames } from '../../tensor/index.js'

/**
 * An operation under the types of its signature `F`. The body sees arguments of which nothing has been checked, for the
 * sake of those who call without a compiler.
 */
export const declared = <F>(body: (...args: never[]) => unknown): F => body as F

/** What is told of the options of operations: most are an axis. */
export const alongAxis: OptionNames = { example: '{ axis: 0 }' }

/**
 * An operation in its two forms: data first, `sub(a, b)`, and data last for pipes, `pipe(a, sub(b))`. `positional`
 * says how many arguments the first form takes before its options; the second takes one less.
 */
export const dual = <F>(operation: string, positional: number, body: (...args: never[]) => unknown): F =>
  declared((...args: never[]): unknown => {
    const given = isOptions(args.at(-1)) ? args.length - 1 : args.length
    if (given >= positional) {
      checkBeyond(operation, args.slice(positional), alongAxis)
      return body(...args)
    }
    if (given === positional - 1) return (data: never) => body(data, ...args)
    throw new ArgumentError({
      operation,
      problem: `it takes ${positional} arguments, or ${positional - 1} where it stands in a pipe; here ${given === 1 ? 'is 1' : `are ${given}`}`,
    })
  })
