import ts from 'typescript'

const { NodeBuilderFlags, factory } = ts

const flags =
  NodeBuilderFlags.NoTruncation |
  NodeBuilderFlags.UseAliasDefinedOutsideCurrentScope |
  NodeBuilderFlags.UseSingleQuotesForStringLiteralType |
  NodeBuilderFlags.OmitThisParameter |
  NodeBuilderFlags.IgnoreErrors

const isGuard = (node: ts.TypeNode): boolean => {
  if (ts.isParenthesizedTypeNode(node)) return isGuard(node.type)
  return ts.isTypeReferenceNode(node) && nameOf(node.typeName) === 'Guard'
}

const nameOf = (name: ts.EntityName): string => (ts.isIdentifier(name) ? String(name.escapedText) : nameOf(name.right))

/** What to write for a type that is named in a signature, where its name says nothing to a reader. */
type Meaning = (reference: ts.TypeReferenceNode) => ts.TypeNode | undefined

/** A type without what a compiler's complaint travels in: `X & Guard<...>` is X to its reader. */
const readable = <N extends ts.Node>(node: N, meaning: Meaning): N => {
  const visitor =
    (context: ts.TransformationContext) =>
    (root: N): N => {
      const visit = (each: ts.Node): ts.Node => {
        const meant = ts.isTypeReferenceNode(each) ? meaning(each) : undefined
        if (meant !== undefined) return meant.pos < 0 ? meant : visit(meant)
        const seen = ts.visitEachChild(each, visit, context)
        if (ts.isImportTypeNode(seen) && seen.qualifier !== undefined)
          return factory.createTypeReferenceNode(nameOf(seen.qualifier), seen.typeArguments)
        if (ts.isQualifiedName(seen)) return seen.right
        if (ts.isParenthesizedTypeNode(seen) && ts.isTypeReferenceNode(seen.type)) return seen.type
        if (!ts.isIntersectionTypeNode(seen)) return seen
        const kept = seen.types.filter((type) => !isGuard(type))
        if (kept.length === 0) return seen
        return kept.length === 1 ? kept[0] : factory.createIntersectionTypeNode(kept)
      }
      return ts.visitNode(root, visit) as N
    }
  return ts.transform(node, [visitor]).transformed[0]
}

/** `X | undefined` of what may be left out is X. */
const given = (node: ts.TypeNode): ts.TypeNode => {
  if (!ts.isUnionTypeNode(node)) return node
  const kept = node.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword)
  return kept.length === 1 ? kept[0] : factory.createUnionTypeNode(kept)
}

const printer = ts.createPrinter({ removeComments: true })
const blank = ts.createSourceFile('signature.ts', '', ts.ScriptTarget.ESNext)

type Parameters = ReadonlyMap<string, ts.TypeNode>

/** The generic types around a signature: their parameters are none of the signature's own. */
const outerParameters = (node: ts.Node | undefined): readonly ts.TypeParameterDeclaration[] => {
  if (node === undefined || ts.isSourceFile(node)) return []
  const own =
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isFunctionLike(node)
      ? (node.typeParameters ?? [])
      : []
  return [...own.filter(ts.isTypeParameterDeclaration), ...outerParameters(node.parent)]
}

const substituted = (node: ts.TypeNode, known: Parameters): ts.TypeNode =>
  readable(node, ({ typeName }) => (ts.isIdentifier(typeName) ? known.get(typeName.text) : undefined))

/** A generic type without its arguments, where they are what it has of itself. */
const shortened = (node: ts.TypeNode, type: ts.Type): ts.TypeNode => {
  const declaration = (type.aliasSymbol ?? type.symbol)?.declarations?.[0]
  if (!ts.isTypeReferenceNode(node) || node.typeArguments === undefined || declaration === undefined) return node
  if (!ts.isTypeAliasDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) return node
  const written = node.typeArguments.map((each) => printer.printNode(ts.EmitHint.Unspecified, each, blank))
  const own = declaration.typeParameters?.map((each) => each.default?.getText())
  return written.every((each, at) => each === own?.[at]) ? factory.createTypeReferenceNode(node.typeName) : node
}

/** What the parameters of the generic type that a value is declared to have are here, through all aliases of it. */
const argumentsOf = (checker: ts.TypeChecker, annotation: ts.TypeNode | undefined, outer: Parameters): Parameters => {
  if (annotation === undefined || !ts.isTypeReferenceNode(annotation)) return outer
  const symbol = checker.getSymbolAtLocation(annotation.typeName)
  const declaration =
    symbol && (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol).declarations?.[0]
  if (declaration === undefined || !(ts.isTypeAliasDeclaration(declaration) || ts.isInterfaceDeclaration(declaration)))
    return outer
  const known = new Map<string, ts.TypeNode>()
  for (const [at, { name, default: otherwise }] of (declaration.typeParameters ?? []).entries()) {
    const written = annotation.typeArguments?.[at]
    const meant = written ?? otherwise
    const type = meant && checker.getTypeFromTypeNode(meant)
    const node = type && checker.typeToTypeNode(type, declaration, flags)
    if (type !== undefined && node !== undefined)
      known.set(name.text, shortened(substituted(node, written === undefined ? known : outer), type))
  }
  return argumentsOf(checker, ts.isTypeAliasDeclaration(declaration) ? declaration.type : undefined, known)
}

/** A name that its file keeps to itself and that only stands for another type. */
const abbreviated = (checker: ts.TypeChecker, reference: ts.TypeReferenceNode): ts.TypeNode | undefined => {
  if (reference.pos < 0 || reference.typeArguments !== undefined) return undefined
  const declaration = checker.getSymbolAtLocation(reference.typeName)?.declarations?.[0]
  return declaration !== undefined &&
    ts.isTypeAliasDeclaration(declaration) &&
    declaration.typeParameters === undefined &&
    !declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) &&
    ts.isTypeReferenceNode(declaration.type)
    ? declaration.type
    : undefined
}

/**
 * One call of a function, written as the declaration of a function of this name. It is in the author's own words, unless
 * these have left out a type, or stand in a generic one of which nobody knows any more what its parameters are here: then
 * in those of the compiler.
 */
const signatureText = (checker: ts.TypeChecker, name: string, signature: ts.Signature, known: Parameters): string => {
  const { declaration } = signature
  const written =
    declaration?.type !== undefined &&
    declaration.parameters.every((each) => 'type' in each && each.type !== undefined) &&
    outerParameters(declaration.parent).every((each) => known.has(each.name.text))
  const node = written
    ? declaration
    : checker.signatureToSignatureDeclaration(signature, ts.SyntaxKind.CallSignature, declaration, flags)
  if (node === undefined) throw new Error(`${name}: the compiler prints no signature`)
  const source = written ? declaration.getSourceFile() : blank
  const meaning: Meaning = (reference) =>
    (ts.isIdentifier(reference.typeName) && written ? known.get(reference.typeName.text) : undefined) ??
    abbreviated(checker, reference)
  const text = (each: ts.Node): string => printer.printNode(ts.EmitHint.Unspecified, readable(each, meaning), source)
  const { type, typeParameters = [] } = node
  const parameters = node.parameters.map((each) => {
    const parameter = each as ts.ParameterDeclaration
    const optional = parameter.questionToken !== undefined || parameter.initializer !== undefined
    const label = ts.isIdentifier(parameter.name) ? text(parameter.name) : 'options'
    const of = parameter.type === undefined ? 'unknown' : text(optional ? given(parameter.type) : parameter.type)
    return `${parameter.dotDotDotToken ? '...' : ''}${label}${optional ? '?' : ''}: ${of}`
  })
  const generic = typeParameters.length === 0 ? '' : `<${typeParameters.map(text).join(', ')}>`
  return `function ${name}${generic}(${parameters.join(', ')}): ${type === undefined ? 'void' : text(type)}`
}

/** All calls of a function. */
export const functionText = (
  checker: ts.TypeChecker,
  name: string,
  type: ts.Type,
  declaration: ts.Declaration,
): string => {
  const annotation = ts.isVariableDeclaration(declaration) ? declaration.type : undefined
  const known = argumentsOf(checker, annotation, new Map())
  return type
    .getCallSignatures()
    .map((signature) => signatureText(checker, name.replace(/^.*\./, ''), signature, known))
    .join('\n')
}

/** A value that is no function, by its type. */
export const valueText = (checker: ts.TypeChecker, name: string, type: ts.Type, at: ts.Node): string => {
  const node = checker.typeToTypeNode(type, at, flags)
  if (node === undefined) throw new Error(`${name}: the compiler prints no type`)
  return `const ${name.replace(/^.*\./, '')}: ${printer.printNode(
    ts.EmitHint.Unspecified,
    readable(node, () => undefined),
    blank,
  )}`
}

interface Cut {
  readonly start: number
  readonly end: number
  readonly insert: string
}

const hidden = (node: ts.ClassElement | ts.TypeElement): boolean =>
  (node.name !== undefined && (ts.isComputedPropertyName(node.name) || ts.isPrivateIdentifier(node.name))) ||
  (ts.canHaveModifiers(node) &&
    (ts
      .getModifiers(node)
      ?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword) ??
      false))

/** What to leave out of a declaration: members that are not for readers, and the bodies of methods. */
const cutsOf = (checker: ts.TypeChecker, node: ts.Declaration): readonly Cut[] => {
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node))
    return node.members.flatMap((member: ts.ClassElement | ts.TypeElement): readonly Cut[] => {
      if (hidden(member)) return [{ start: member.getFullStart(), end: member.end, insert: '' }]
      if (
        (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member) || ts.isAccessor(member)) &&
        member.body
      )
        return [{ start: member.body.pos, end: member.body.end, insert: inferred(checker, member) }]
      if (ts.isPropertyDeclaration(member) && member.initializer !== undefined)
        return [
          {
            start: member.type?.end ?? member.name.end,
            end: member.end,
            insert: member.type === undefined ? `: ${checker.typeToString(checker.getTypeAtLocation(member))}` : '',
          },
        ]
      return []
    })
  return []
}

const inferred = (
  checker: ts.TypeChecker,
  member: ts.MethodDeclaration | ts.ConstructorDeclaration | ts.AccessorDeclaration,
) => {
  if (member.type !== undefined || ts.isConstructorDeclaration(member) || ts.isSetAccessor(member)) return ''
  const signature = checker.getSignatureFromDeclaration(member)
  return signature === undefined ? '' : `: ${checker.typeToString(checker.getReturnTypeOfSignature(signature))}`
}

/** Cuts that leave of `X & Guard<...>` X alone. */
const guardsIn = (node: ts.Node): readonly Cut[] => {
  const kept = ts.isIntersectionTypeNode(node) ? node.types.filter((type) => !isGuard(type)) : []
  if (ts.isIntersectionTypeNode(node) && kept.length > 0 && kept.length < node.types.length)
    return [{ start: node.getStart(), end: node.end, insert: kept.map((type) => type.getText()).join(' & ') }]
  const found: Cut[] = []
  node.forEachChild((child) => {
    found.push(...guardsIn(child))
  })
  return found
}

/** The declaration of a type or class as it is written, with what is said of its members. */
export const declarationText = (checker: ts.TypeChecker, node: ts.Declaration): string => {
  const source = node.getSourceFile()
  const start = node.getStart(source)
  const members = cutsOf(checker, node)
  const guards = guardsIn(node).filter((cut) => !members.some((each) => each.start <= cut.start && cut.end <= each.end))
  const text = [...members, ...guards]
    .toSorted((one, other) => one.start - other.start)
    .reduceRight(
      (kept, cut) => kept.slice(0, cut.start - start) + cut.insert + kept.slice(cut.end - start),
      source.text.slice(start, node.end),
    )
  return text.replace(/^export\s+/, '')
}
