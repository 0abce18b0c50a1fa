import type { attributeTypes } from '../../engine/onnx/index.js'
import { mlAttributes } from './mlAttributes.js'
import { standardAttributes } from './standardAttributes.js'

/** An attribute as an operator defines it. */
interface AttributeRule {
  readonly type: keyof typeof attributeTypes
  readonly required: boolean
}

const table: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '': standardAttributes,
  'ai.onnx.ml': mlAttributes,
}

const types: Readonly<Record<string, AttributeRule['type']>> = {
  i: 'int',
  f: 'float',
  s: 'string',
  t: 'tensor',
  g: 'graph',
  is: 'ints',
  fs: 'floats',
  ss: 'strings',
  sp: 'sparseTensor',
}

const ruleOf = (word: string): readonly [string, AttributeRule] => {
  const [written, type] = word.split(':')
  const required = written.endsWith('!')
  return [required ? written.slice(0, -1) : written, { type: types[type], required }]
}

const found = new Map<string, ReadonlyMap<string, AttributeRule>>()

/** The attributes that an operator has in a version of its set; undefined for one that is not in the table. */
export const attributeRules = (
  domain: string,
  operator: string,
  opset: number,
): ReadonlyMap<string, AttributeRule> | undefined => {
  if (!Object.hasOwn(table, domain) || !Object.hasOwn(table[domain], operator)) return undefined
  const lines = table[domain][operator].map((line) => {
    const [since, ...words] = line.split(' ')
    return { since: Number(since), words }
  })
  // An operator that is younger than the version asked for is taken as it was at first.
  const version = lines.reduce((latest, { since }) => (since <= opset ? since : latest), lines[0].since)
  const key = `${domain}.${operator}.${version}`
  const rules =
    found.get(key) ?? new Map(lines.filter(({ since }) => since === version).flatMap(({ words }) => words.map(ruleOf)))
  found.set(key, rules)
  return rules
}
