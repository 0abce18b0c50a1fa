import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { API, type Diagnostic as Said } from '@typescript/native/unstable/sync'
import { lineAt, root } from './sources.js'

/** What the compiler says at a line, with its explanation below it. */
export interface Diagnostic {
  readonly line: number
  readonly message: string
}

const lines = ({ text, messageChain = [] }: Said): readonly string[] => [text, ...messageChain.flatMap(lines)]

const messageOf = (said: Said): string => lines(said).join('\n')

interface Settings {
  /** The configuration that is extended: the project's own, or one in the same folder or by its path. */
  readonly settings?: string
  /** Options beside those. */
  readonly options?: object
}

/**
 * What the compiler says of files in a folder that use the package, by their names. It looks at these alone, and takes the
 * package's types from its sources.
 */
export const diagnosticsIn = (
  folder: string,
  names: readonly string[],
  { settings = join(root, 'tsconfig.json'), options = {} }: Settings = {},
): ReadonlyMap<string, readonly Diagnostic[]> => {
  const compilerOptions = {
    paths: {
      cotangent: [join(root, 'src/index.ts')],
      'cotangent/laws': [join(root, 'laws/index.ts')],
      'cotangent/*': [join(root, 'src/*/index.ts')],
    },
    rootDir: '/',
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    noUnusedLocals: false,
    noUnusedParameters: false,
    noErrorTruncation: true,
    ...options,
  }
  const config = join(folder, 'compiled.json')
  writeFileSync(config, JSON.stringify({ extends: settings, compilerOptions, files: names }))
  const compiler = new API({ cwd: folder })
  try {
    const project = compiler.updateSnapshot({ openProjects: [config] }).getProject(config)
    if (project === undefined) throw new Error(`the compiler does not open ${config}`)
    const { program } = project
    const ofAll = [...program.getConfigFileParsingDiagnostics(), ...program.getProgramDiagnostics()]
    if (ofAll.length > 0) throw new Error(`the compiler refuses ${config}: ${ofAll.map(messageOf).join('; ')}`)
    return new Map(
      names.map((name) => {
        const file = join(folder, name)
        const text = readFileSync(file, 'utf8')
        const said = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
        return [name, said.map((each) => ({ line: lineAt(text, each.pos), message: messageOf(each) }))]
      }),
    )
  } finally {
    compiler.close()
  }
}

/** The same as one text for each file. */
export const compiledIn = (
  folder: string,
  names: readonly string[],
  settings?: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...diagnosticsIn(folder, names, { settings })].map(([name, said]) => [
      name,
      said.map(({ message }) => message).join('\n'),
    ]),
  )
