import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { API, SignatureKind, SymbolFlags } from '@typescript/native/unstable/sync'
import { resolved, root } from './sources.js'

/** What a module exports under one name, and what is said of it. */
export interface Documented {
  readonly module: string
  readonly name: string
  readonly callable: boolean
  readonly summary: string
  readonly example: string | undefined
}

/** The sources behind the package's own entry points, as far as they are written. */
export const publicModules = (): readonly string[] => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: object }
  return Object.keys(exports)
    .filter((subpath) => !subpath.endsWith('.json'))
    .map((subpath) => resolved('package.json', posix.join('cotangent', subpath)) ?? subpath)
    .filter((path) => existsSync(join(root, path)))
}

/** Everything that modules export, under its own name or another's, as the compiler understands it. */
export const exportsOf = (project: string, modules: readonly string[]): readonly Documented[] => {
  const compiler = new API({ cwd: root })
  try {
    const config = join(root, project)
    const opened = compiler.updateSnapshot({ openProjects: [config] }).getProject(config)
    if (opened === undefined) throw new Error(`the compiler does not open ${project}`)
    const { program, checker } = opened
    return modules.flatMap((module) => {
      const file = program.getSourceFile(join(root, module))
      const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file)
      if (symbol === undefined) throw new Error(`${module} is no module of ${project}`)
      return checker.getExportsOfModule(symbol).map((exported) => {
        const meant = exported.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
        const type = meant.flags & SymbolFlags.Value ? checker.getTypeOfSymbol(meant) : undefined
        return {
          module,
          name: exported.name,
          callable: type !== undefined && checker.getSignaturesOfType(type, SignatureKind.Call).length > 0,
          summary: checker
            .getDocumentationCommentOfSymbol(meant)
            .split(/\n\s*\n/)[0]
            .trim(),
          example: checker.getJsDocTagsOfSymbol(meant).find((tag) => tag.name === 'example')?.text,
        }
      })
    })
  } finally {
    compiler.close()
  }
}

/** What is missing of one sentence for every name and one example for every function. */
export const documentationFault = ({ module, name, callable, summary, example }: Documented): string | undefined => {
  if (summary === '') return `${module}: ${name} has no docstring`
  if (!/\.(\s|$)/.test(summary)) return `${module}: the docstring of ${name} opens with no sentence`
  if (callable && !/^```ts$/m.test(example ?? '')) return `${module}: the function ${name} has no example`
  return undefined
}
