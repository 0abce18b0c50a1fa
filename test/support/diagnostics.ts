import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { API, type Diagnostic } from '@typescript/native/unstable/sync'
import { root } from './sources.js'

/** What the compiler says, with its explanation below it. */
const lines = ({ text, messageChain = [] }: Diagnostic): readonly string[] => [text, ...messageChain.flatMap(lines)]

/**
 * What the compiler says of files in a folder that use the package, by their names. It looks at these alone, and takes the
 * package's types from its sources; `settings` is the configuration that is extended, in the same folder or by its path.
 */
export const compiledIn = (
  folder: string,
  names: readonly string[],
  settings = join(root, 'tsconfig.json'),
): Readonly<Record<string, string>> => {
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
  }
  const config = join(folder, 'compiled.json')
  writeFileSync(config, JSON.stringify({ extends: settings, compilerOptions, files: names }))
  const compiler = new API({ cwd: folder })
  try {
    const project = compiler.updateSnapshot({ openProjects: [config] }).getProject(config)
    if (project === undefined) throw new Error(`the compiler does not open ${config}`)
    const { program } = project
    return Object.fromEntries(
      names.map((name) => {
        const file = join(folder, name)
        const said = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
        return [name, said.flatMap(lines).join('\n')]
      }),
    )
  } finally {
    compiler.close()
  }
}
