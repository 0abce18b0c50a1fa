import { compressed, uncompressed } from './compressed.js'
import { exampleNamed, examples, firstExample } from './examples.js'

/**
 * Reads the module that an address means: the code in it, or the example that it names; what is neither is the first
 * example.
 */
export const readCode = async (state: URLSearchParams): Promise<string> => {
  const letters = state.get('code')
  const own = letters === null ? undefined : await uncompressed(letters)
  return own ?? (exampleNamed(state.get('example')) ?? firstExample).code
}

/** The state that {@link readCode} reads: an example by its name, other code as it is. */
export const writeCode = async (code: string): Promise<URLSearchParams> => {
  const example = examples.find((each) => each.code === code)
  return new URLSearchParams(example === undefined ? { code: await compressed(code) } : { example: example.name })
}
