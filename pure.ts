import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

// Bundlers leave out a constant that nothing uses, if they know that what it is made of does nothing else. Some find that
// out (Rolldown); others must be told (esbuild). Nothing that stands at the top of our modules and is given a name does
// anything else: what does is a statement of its own.

const note = '/* @__PURE__ */ '

/** Where the calls begin that are made as a module is loaded, to give a constant its value. */
const callsOf = (path: string, text: string): readonly number[] => {
  const places = new Set<number>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) {
      node.forEach(visit)
      return
    }
    const { type, start, ...parts } = node as { readonly type?: string; readonly start?: number }
    // What is in those is not run yet.
    if (type !== undefined && /Function|ClassBody/.test(type)) return
    if ((type === 'CallExpression' || type === 'NewExpression') && start !== undefined) places.add(start)
    Object.values(parts).forEach(visit)
  }
  for (const statement of parseSync(path, text).program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declared?.type === 'VariableDeclaration') for (const { init } of declared.declarations) visit(init)
  }
  return [...places].sort((a, b) => a - b)
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The first number of a segment of a source map, and the text of the others: base 64 by 5 bits, the least first, then a sign. */
const firstOf = (segment: string): readonly [first: number, rest: string] => {
  let value = 0
  for (let at = 0; ; at++) {
    const digit = digits.indexOf(segment[at])
    value += (digit & 31) * 32 ** at
    if (digit < 32) return [value % 2 === 0 ? value / 2 : -(value - 1) / 2, segment.slice(at + 1)]
  }
}

/** A number as maps have it. */
export const encoded = (value: number): string => {
  let rest = value < 0 ? -2 * value + 1 : 2 * value
  let text = ''
  do {
    text += digits[(rest % 32) + (rest >= 32 ? 32 : 0)]
    rest = Math.floor(rest / 32)
  } while (rest > 0)
  return text
}

/** A line of mappings after insertions at some columns: each moves what begins there or later. Segments count from the last. */
const movedLine = (line: string, columns: readonly number[]): string => {
  let [before, added] = [0, 0]
  return line
    .split(',')
    .map((segment) => {
      if (segment === '') return segment
      const [step, rest] = firstOf(segment)
      before += step
      const due = note.length * columns.filter((column) => column <= before).length
      const moved = encoded(step + due - added) + rest
      added = due
      return moved
    })
    .join(',')
}

/** A module with a note before each of the calls that give its constants their values, and its map moved along. */
export const annotated = (
  path: string,
  text: string,
  mappings: string,
): { readonly text: string; readonly mappings: string } => {
  const calls = callsOf(path, text)
  const columns = new Map<number, number[]>()
  for (const call of calls) {
    const before = text.slice(0, call).split('\n')
    const line = before.length - 1
    columns.set(line, [...(columns.get(line) ?? []), before[line].length])
  }
  const pieces = [0, ...calls].map((start, index) => text.slice(start, calls[index]))
  return {
    text: pieces.join(note),
    mappings: mappings
      .split(';')
      .map((line, index) => movedLine(line, columns.get(index) ?? []))
      .join(';'),
  }
}

/** Annotates all modules in a folder but those of the bundle for Node. */
export const annotate = (folder: string): void => {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const path of paths.filter((each) => each.endsWith('.js') && !/^node[\\/]/.test(each))) {
    const file = join(folder, path)
    const map = JSON.parse(readFileSync(`${file}.map`, 'utf8'))
    const { text, mappings } = annotated(path, readFileSync(file, 'utf8'), map.mappings)
    writeFileSync(file, text)
    writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings }))
  }
}
