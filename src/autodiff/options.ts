import { checkOptions } from '../graph/index.js'
import { ArgumentError } from '../tensor/index.js'

/**
 * The options behind a function that is transformed. What is no record of options, and an option that there is not, are an
 * ArgumentError: plain JavaScript may hold either, and would get the derivative of another argument.
 */
export const optionsOf = <O extends object>(
  operation: string,
  beyond: readonly unknown[],
  known: readonly (keyof O & string)[],
  example: string,
): Partial<O> => {
  checkOptions(operation, beyond, example)
  const options = typeof beyond[0] === 'object' && beyond[0] !== null ? (beyond[0] as Partial<O>) : {}
  const foreign = Object.keys(options).find((name) => !known.some((each) => each === name))
  if (foreign !== undefined)
    throw new ArgumentError({
      operation,
      problem: `there is no option ${JSON.stringify(foreign)}`,
      remedy: `The options are ${known.join(', ')}`,
    })
  return options
}
