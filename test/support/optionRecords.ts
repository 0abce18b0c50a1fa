import { join } from 'node:path'
import ts from 'typescript'
import { root } from './sources.js'

/** A parameter of a public function that is a record of options. */
export interface OptionRecord {
  /** What it is exported as; a member of a record of functions has the record's name before it, as in `keyed.normal`. */
  readonly name: string
  /** Which parameter it is. */
  readonly at: number
  readonly names: readonly string[]
}

/** What parameters are called that are records of options, whether or not some of those have to be given. */
const called = ['options', 'bounds', 'request', 'description']

const isOptional = ({ flags }: ts.Symbol): boolean => (flags & ts.SymbolFlags.Optional) !== 0

const isOurs = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some((each) => !each.getSourceFile().fileName.includes('node_modules'))

/** The properties of the record that a parameter is, or may be in a pipe; none where it is no record. */
const propertiesOf = (checker: ts.TypeChecker, type: ts.Type, depth = 0): readonly ts.Symbol[] => {
  const within = (other: ts.Type | undefined): readonly ts.Symbol[] =>
    other === undefined || depth > 8 ? [] : propertiesOf(checker, other, depth + 1)
  if (type.flags & ts.TypeFlags.TypeParameter) return within(checker.getBaseConstraintOfType(type))
  if (type.isUnion()) {
    const parts = type.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined))
    return parts.map(within).find((found) => parts.length === 1 || (found.every(isOptional) && found.length > 0)) ?? []
  }
  const guarded = type.isIntersection() ? type.types.find(({ flags }) => flags & ts.TypeFlags.TypeParameter) : undefined
  if (guarded !== undefined) return within(guarded)
  const isRecord =
    (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
    type.getCallSignatures().length === 0 &&
    checker.getIndexInfosOfType(type).length === 0
  return isRecord ? checker.getPropertiesOfType(type).filter(isOurs) : []
}

/** The records of options of a function, and of the functions in a record of them. */
const recordsOf = (checker: ts.TypeChecker, exported: ts.Symbol, name: string): readonly OptionRecord[] => {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
  if (!(symbol.flags & ts.SymbolFlags.Value)) return []
  const type = checker.getTypeOfSymbol(symbol)
  const signatures = type.getCallSignatures()
  if (signatures.length === 0 && !name.includes('.'))
    return checker
      .getPropertiesOfType(type)
      .filter(isOurs)
      .flatMap((each) => recordsOf(checker, each, `${name}.${each.name}`))
  return signatures.flatMap(({ parameters }) =>
    parameters.flatMap((parameter, at) => {
      const properties = propertiesOf(checker, checker.getTypeOfSymbol(parameter))
      // A tree may be a record too, of which only the mark of a tensor is known: that there is none.
      const isOptions =
        called.includes(parameter.name) || properties.every((each) => isOptional(each) && each.name !== '_tag')
      return isOptions && properties.length > 0 ? [{ name, at, names: properties.map((each) => each.name) }] : []
    }),
  )
}

/** Those of all signatures of a function as one. */
const merged = (records: readonly OptionRecord[]): readonly OptionRecord[] => {
  const found = new Map<string, OptionRecord>()
  for (const { name, at, names } of records) {
    const key = `${name} ${at}`
    found.set(key, { name, at, names: [...new Set([...(found.get(key)?.names ?? []), ...names])] })
  }
  return [...found.values()]
}

/** The records of options of all functions that a module exports. */
export const optionRecords = (modules: readonly string[]): ReadonlyMap<string, readonly OptionRecord[]> => {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const paths = modules.map((file) => join(root, file))
  const program = ts.createProgram(paths, options)
  const checker = program.getTypeChecker()
  return new Map(
    modules.map((file, index) => {
      const source = program.getSourceFile(paths[index])
      const symbol = source && checker.getSymbolAtLocation(source)
      if (symbol === undefined) throw new Error(`${file} is no module`)
      return [file, merged(checker.getExportsOfModule(symbol).flatMap((each) => recordsOf(checker, each, each.name)))]
    }),
  )
}
