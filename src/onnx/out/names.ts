import { leafPaths, type Structure } from '../../tensor/index.js'

/** A path in a tree, such as `input.layers[0].weights`, as an identifier of C, which ONNX asks names to be. */
const identifier = (path: string): string => {
  const words = path.replace(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '')
  return /^\d|^$/.test(words) ? `_${words}` : words
}

/** Names by which the leaves of trees are told apart: of two that would be the same, the later one is counted. */
export const namesOf = (paths: readonly string[], taken: Set<string>): readonly string[] =>
  paths.map((path) => {
    const plain = identifier(path)
    let name = plain
    for (let count = 2; taken.has(name); count++) name = `${plain}_${count}`
    taken.add(name)
    return name
  })

/** Where the leaves of a list of arguments are, each argument under its own name. */
export const argumentPaths = (structure: Structure, names: readonly string[]): readonly string[] =>
  structure._tag === 'List' ? structure.items.flatMap((item, index) => leafPaths(item, names[index])) : []

/** Which argument each leaf belongs to. */
export const argumentOfLeaves = (structure: Structure): readonly number[] =>
  structure._tag === 'List' ? structure.items.flatMap((item, index) => leafPaths(item).map(() => index)) : []
