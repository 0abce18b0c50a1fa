import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Structure } from '../../tensor/index.js'
import { formatError } from '../bytes.js'
import type { DataError } from '../error.js'
import { metadataKey } from './header.js'
import { type Json, parseJson } from './json.js'

/** A structure as JSON: a leaf is null, tuples and arrays are arrays, records are objects. */
export const structureText = (structure: Structure): string =>
  structure._tag === 'Leaf'
    ? 'null'
    : structure._tag === 'List'
      ? `[${structure.items.map(structureText).join()}]`
      : `{${structure.keys.map((key, at) => `${JSON.stringify(key)}:${structureText(structure.items[at])}`).join()}}`

/** How many records and lists stand within each other. */
export const depthOf = (structure: Structure): number =>
  structure._tag === 'Leaf' ? 0 : 1 + structure.items.reduce((most, item) => Math.max(most, depthOf(item)), 0)

const structureOfJson = (json: Json): Structure | undefined => {
  if (json === null) return { _tag: 'Leaf' }
  const keys = json instanceof Map ? [...json.keys()].sort() : []
  const inner = Array.isArray(json) ? json : json instanceof Map ? keys.map((key) => json.get(key)) : undefined
  const items = inner?.map(structureOfJson)
  if (items === undefined || !items.every((item) => item !== undefined)) return undefined
  return json instanceof Map ? { _tag: 'Record', keys, items } : { _tag: 'List', items }
}

/** The structure that a text stands for. */
export const structureOf = (text: string): E.Either<DataError, Structure> =>
  pipe(
    parseJson(text),
    E.map(structureOfJson),
    E.match(
      () => undefined,
      (structure) => structure,
    ),
    E.fromNullable(formatError('tree', 'the structure is none of records, lists and leaves')),
  )

/** A key that cannot be taken for anything else in a name. */
const plain = /^[A-Za-z_$][A-Za-z0-9_$-]*$/

const segment = (key: string): string => (plain.test(key) ? key : JSON.stringify(key))

/**
 * A name for each leaf, in the order of `flatten`, as PyTorch has them: `layers.0.weights`. Keys that are no plain names
 * are in quotation marks, so that no two leaves have one name.
 */
export const leafNames = (structure: Structure): readonly string[] => {
  const visit = (node: Structure, path: readonly string[]): readonly string[] =>
    node._tag === 'Leaf'
      ? [path.join('.')]
      : node.items.flatMap((item, at) =>
          visit(item, [...path, node._tag === 'List' ? String(at) : segment(node.keys[at])]),
        )
  return visit(structure, []).map((name) => (name === metadataKey ? JSON.stringify(name) : name))
}
