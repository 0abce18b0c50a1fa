import { type Constant, dtypes, leafPaths, type Structure, showStructure, showType } from '../../tensor/index.js'

/** What a rank asks of all, so that ranks can see whether they ask the same. */
export interface Call {
  /** `allReduce, 'sum'`: the function and its options. */
  readonly what: string
  /** Of the tree that it is given, and its leaves. */
  readonly structure?: Structure
  readonly values: readonly Constant[]
}

const turned = (word: number, by: number): number => (word << by) | (word >>> (32 - by))

/** Two hashes of 32 bits that follow MurmurHash3 (Austin Appleby, 2011), each with constants of its own. */
const hashing = (): { readonly add: (word: number) => void; readonly result: () => readonly [number, number] } => {
  let first = 0
  let second = 0
  return {
    add: (word) => {
      first =
        (Math.imul(turned(first ^ Math.imul(turned(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593), 13), 5) +
          0xe6546b64) |
        0
      second =
        (Math.imul(turned(second ^ Math.imul(turned(Math.imul(word, 0x239b961b), 16), 0xab0e9789), 19), 5) +
          0x561ccd1b) |
        0
    },
    result: () => [first, second],
  }
}

/** 64 bits that differ between calls that do: of the function, its options, and the tree's structure, shapes and dtypes. */
export const hashOf = ({ what, structure, values }: Call): readonly [number, number] => {
  const { add, result } = hashing()
  const addText = (text: string): void => {
    add(text.length)
    for (let index = 0; index < text.length; index++) add(text.charCodeAt(index))
  }
  const addStructure = (node: Structure): void => {
    add(node._tag === 'Leaf' ? 1 : node._tag === 'List' ? 2 : 3)
    if (node._tag === 'Leaf') return
    add(node.items.length)
    if (node._tag === 'Record') for (const key of node.keys) addText(key)
    for (const item of node.items) addStructure(item)
  }
  addText(what)
  if (structure !== undefined) addStructure(structure)
  for (const { dtype, shape } of values) {
    add(dtypes.indexOf(dtype))
    add(shape.length)
    for (const length of shape) {
      add(length | 0)
      add(Math.floor(length / 2 ** 32))
    }
  }
  return result()
}

/** The same in words, on lines: the function, how the tree is built, and each leaf. */
export const linesOf = ({ what, structure, values }: Call): readonly string[] => {
  if (structure === undefined) return [what]
  const paths = leafPaths(structure)
  const places = values.map((value, leaf) => `${paths[leaf] === '' ? 'the tensor' : paths[leaf]} is ${showType(value)}`)
  return [what, `the tree is ${showStructure(structure)}`, ...places]
}
