import { join, relative } from 'node:path'
import ts from 'typescript'
import { declarationText, functionText, valueText } from './signature.js'

/** A public name: where it comes from, how it is declared, what is said of it. */
export interface Entry {
  /** What it is exported as; a member of a record of functions has the record's name before it, as in `keyed.normal`. */
  readonly name: string
  readonly kind: 'function' | 'value' | 'class' | 'type'
  /** The file that declares it, from the root, and how far into it. */
  readonly file: string
  readonly at: number
  /** TypeScript, not yet formatted. */
  readonly declaration: string
  readonly prose: string
  /** Markdown with its fences, as the docstring has it. */
  readonly examples: readonly string[]
  readonly members: readonly Entry[]
}

/** The exports of one of the package's entry points. */
export interface Face {
  readonly module: string
  readonly entries: readonly Entry[]
}

const unaliased = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

/** The symbol whose docstring speaks of a property: of `{ normal }` that of `normal`. */
const spokenOf = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol => {
  const { valueDeclaration } = symbol
  return valueDeclaration !== undefined && ts.isShorthandPropertyAssignment(valueDeclaration)
    ? unaliased(checker, checker.getShorthandAssignmentValueSymbol(valueDeclaration) ?? symbol)
    : unaliased(checker, symbol)
}

const commentOf = (checker: ts.TypeChecker, symbol: ts.Symbol, name: string) => {
  const tags = symbol.getJsDocTags(checker)
  const unknown = tags.find((tag) => tag.name !== 'example')
  if (unknown !== undefined) throw new Error(`${name}: the reference has no place for the tag @${unknown.name}`)
  return {
    prose: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    examples: tags.map(({ text }) => ts.displayPartsToString(text).trim()),
  }
}

const isDocumented = (checker: ts.TypeChecker, symbol: ts.Symbol): boolean =>
  symbol.getDocumentationComment(checker).length > 0

const entryOf = (checker: ts.TypeChecker, root: string, exported: ts.Symbol, name: string): Entry => {
  const symbol = spokenOf(checker, exported)
  const declaration = symbol.declarations?.[0]
  if (declaration === undefined) throw new Error(`${name} is declared nowhere`)
  const about = {
    name,
    file: relative(root, declaration.getSourceFile().fileName).replaceAll('\\', '/'),
    at: declaration.getStart(),
    ...commentOf(checker, symbol, name),
    members: [],
  }
  if (ts.isClassDeclaration(declaration))
    return { ...about, kind: 'class', declaration: declarationText(checker, declaration) }
  if (!(symbol.flags & ts.SymbolFlags.Value))
    return {
      ...about,
      kind: 'type',
      declaration: (symbol.declarations ?? []).map((each) => declarationText(checker, each)).join('\n\n'),
    }
  const type = checker.getTypeOfSymbol(symbol)
  if (type.getCallSignatures().length > 0)
    return { ...about, kind: 'function', declaration: functionText(checker, name, type, declaration) }
  const members = checker
    .getPropertiesOfType(type)
    .filter((each) => isWritten(root, each) && isDocumented(checker, spokenOf(checker, each)))
    .map((each) => entryOf(checker, root, each, `${name}.${each.name}`))
  const isRecord = members.length > 0
  return {
    ...about,
    kind: 'value',
    declaration: isRecord ? '' : valueText(checker, name, type, declaration),
    members: isRecord ? members : [],
  }
}

/** Whether a property is written in this project, in a record or as an export: not in a type that the record has. */
const isWritten = (root: string, { valueDeclaration }: ts.Symbol): boolean => {
  if (valueDeclaration === undefined || ts.isPropertySignature(valueDeclaration)) return false
  const file = valueDeclaration.getSourceFile().fileName
  return file.startsWith(root) && !file.includes('node_modules')
}

/** Everything that entry points export: from the names of modules to their files, from the root. */
export const readFaces = (root: string, modules: Readonly<Record<string, string>>): readonly Face[] => {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'))
      },
    },
  )
  if (config === undefined) throw new Error(`there is no tsconfig.json in ${root}`)
  const program = ts.createProgram(
    Object.values(modules).map((file) => join(root, file)),
    config.options,
  )
  const checker = program.getTypeChecker()
  return Object.entries(modules).map(([module, file]) => {
    const source = program.getSourceFile(join(root, file))
    const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source)
    if (symbol === undefined) throw new Error(`${file} is no module`)
    return {
      module,
      entries: checker.getExportsOfModule(symbol).map((each) => entryOf(checker, root, each, each.name)),
    }
  })
}
