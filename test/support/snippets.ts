import { parseSync } from 'vite'
import { lineAt, type Source } from './sources.js'

/** A program shown in the documentation: the file it stands in, the line its code starts on, its code. */
export interface Snippet {
  readonly path: string
  readonly line: number
  readonly code: string
}

/** A comment `// => value`: what it says the statement before it shows, and where it says so. */
export interface Claim {
  readonly expected: string
  readonly line: number
}

/** A snippet made to check its own claims; every line is where it was, after `preamble` on the first. */
export interface Checked {
  readonly code: string
  readonly claims: readonly Claim[]
}

const fence = /^```ts[ \t]*\n(.*?)^```[ \t]*$/gms

const blocksOf = (path: string, text: string, firstLine: number): readonly Snippet[] =>
  [...text.matchAll(fence)].map((match) => ({
    path,
    line: firstLine + lineAt(text, match.index),
    code: match[1] ?? '',
  }))

const examplesOf = ({ path, text }: Source): readonly Snippet[] =>
  parseSync(path, text).comments.flatMap(({ type, value, start }) => {
    const prose = value.replace(/^[ \t]*\* ?/gm, '')
    const example = prose.indexOf('@example')
    return type === 'Block' && value.startsWith('*') && example >= 0
      ? blocksOf(path, prose.slice(example), lineAt(text, start) + lineAt(prose, example) - 1)
      : []
  })

/** The `ts` blocks of a Markdown file, or those of the `@example`s in a TypeScript file. */
export const snippetsOf = (source: Source): readonly Snippet[] =>
  source.path.endsWith('.md') ? blocksOf(source.path, source.text, 1) : examplesOf(source)

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
}

interface ExpressionStatement extends Node {
  readonly expression: Node & { readonly callee?: Node }
}

interface VariableDeclaration extends Node {
  readonly declarations: readonly { readonly id: Node & { readonly typeAnnotation?: Node | null } }[]
}

const isNode = (value: object): value is Node => 'type' in value && 'start' in value && 'end' in value

const statementsWithin = (value: unknown): readonly Node[] => {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(statementsWithin)
  return isNode(value) && /^(ExpressionStatement|VariableDeclaration)$/.test(value.type) ? [value, ...inner] : inner
}

interface Edit {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

const apply = (text: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((a, b) => b.at - a.at)
    .reduce((code, { at, remove, insert }) => code.slice(0, at) + insert + code.slice(at + remove), text)

/** Puts a check around the value of an expression, around what `console.log` prints, or behind a declaration. */
const checkOf = (text: string, statement: Node, claim: string): readonly Edit[] => {
  if (statement.type === 'VariableDeclaration') {
    const { id } = (statement as VariableDeclaration).declarations[0]
    const target = text.slice(id.start, id.typeAnnotation?.start ?? id.end)
    return [{ at: statement.end, remove: 0, insert: `;${claim}.is(${target});` }]
  }
  const { expression } = statement as ExpressionStatement
  const { callee } = expression
  if (callee !== undefined && text.slice(callee.start, callee.end) === 'console.log') {
    return [{ at: callee.start, remove: callee.end - callee.start, insert: `${claim}.prints` }]
  }
  return [
    { at: expression.start, remove: 0, insert: `${claim}.is(` },
    { at: expression.end, remove: 0, insert: ')' },
  ]
}

type Comments = ReturnType<typeof parseSync>['comments']

/** The text of the claim that begins with a comment, and goes on in those below it that are indented as far. */
const expectedBy = (text: string, comments: Comments): string => {
  const goesOn = (at: number): boolean =>
    /^\n[ \t]*$/.test(text.slice(comments[at - 1].end, comments[at].start)) && /^( {4}|$)/.test(comments[at].value)
  const end = comments.findIndex((_, at) => at > 0 && !goesOn(at))
  return comments
    .slice(0, end < 0 ? undefined : end)
    .map(({ value }) => value.slice(' => '.length))
    .join('\n')
}

/**
 * Turns each `// => value` into a check of the statement it follows, on the same line or the next one.
 * A value of several lines goes on in comments whose text is indented as far as the value is.
 */
export const checked = ({ path, line, code }: Snippet, preamble: string): Checked => {
  const { program, comments, errors } = parseSync(path.replace(/\.md$/, '.ts'), code)
  if (errors.length > 0) throw new Error(`${path}:${line}: ${errors.map((error) => error.message).join('; ')}`)
  const statements = statementsWithin(program)
  const checks = comments.flatMap(({ type, value, start }, at) => {
    if (type !== 'Line' || !value.startsWith(' => ')) return []
    const claim = { expected: expectedBy(code, comments.slice(at)), line: line + lineAt(code, start) - 1 }
    const place = `${path}:${claim.line}`
    const statement = statements.find(({ end }) => end <= start && /^;?[ \t]*\n?[ \t]*$/.test(code.slice(end, start)))
    if (statement === undefined) throw new Error(`${place}: this comment follows no statement, so it claims nothing`)
    const call = `claim(${JSON.stringify(claim.expected)}, ${JSON.stringify(place)})`
    return [{ claim, edits: checkOf(code, statement, call) }]
  })
  const edited = apply(
    code,
    checks.flatMap(({ edits }) => edits),
  )
  return { code: preamble + '\n'.repeat(line - 1) + edited, claims: checks.map(({ claim }) => claim) }
}
