const greek = new Set(
  (
    'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega ' +
    'Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega'
  ).split(' '),
)

const special: { readonly [letter: string]: string } = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

/** Words in a formula, whatever letters they have. */
export const words = (text: string): string =>
  `\\text{${Array.from(text, (letter) => special[letter] ?? (letter < ' ' ? ' ' : letter)).join('')}}`

/** `W1` as W with the index 1, `theta` as the letter, `weights` as a word, anything else as a text. */
export const symbol = (name: string): string => {
  const [, base, index] = /^([A-Za-z]+)_?(\d*)$/.exec(name) ?? []
  if (base === undefined) return words(name)
  const letter = greek.has(base) ? `\\${base}` : base.length === 1 ? base : `\\mathit{${base}}`
  return index === '' ? letter : `${letter}_{${index}}`
}

/** The name of a leaf by its path: the last key, and the places in lists above it as `(0)`. */
const symbolOfPath = (path: string, argument: string | undefined): string => {
  const keys = path.match(/\.[^.[\]]+|\[\d+\]/g) ?? []
  const within = keys.slice(1)
  const last = within.filter((key) => key.startsWith('.')).at(-1)
  const places = within.filter((key) => key.startsWith('[')).map((key) => key.slice(1, -1))
  const base = last === undefined ? argument : last.slice(1)
  if (base === undefined) return ''
  return `${symbol(base)}${places.length === 0 ? '' : `^{(${places.join(',')})}`}`
}

/** The number of the argument that a path begins with. */
const argumentOf = (path: string): number => Number(/^\[(\d+)\]/.exec(path)?.[1] ?? -1)

/**
 * Names of a graph's inputs: those of the arguments as given, of leaves within records their keys; what has neither, or
 * would share its name with another, is x with its number.
 */
export const inputSymbols = (
  count: number,
  paths: readonly string[],
  given: readonly (string | undefined)[],
): readonly string[] => {
  const wanted = Array.from({ length: count }, (_, index) =>
    index < paths.length ? symbolOfPath(paths[index], given[argumentOf(paths[index])]) : '',
  )
  return wanted.map((name, index) =>
    name === '' || wanted.filter((other) => other === name).length > 1 ? `x_{${index + 1}}` : name,
  )
}
