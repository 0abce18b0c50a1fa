import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const compiler = join(root, 'node_modules/@typescript/native/lib/tsc.js')

/** What the compiler says at a line, with its explanation. */
export interface Diagnostic {
  readonly line: number
  readonly message: string
}

export interface Compilation {
  readonly diagnostics: readonly Diagnostic[]
  /** Seconds spent on checking types. */
  readonly checkTime: number
  /** How many types were made of generic ones: the amount of work, the same on every machine. */
  readonly instantiations: number
}

/** A number of the compiler's own statistics. */
const statistic = (output: string, name: string): number => {
  const [, value] = new RegExp(`^${name}: +([0-9.]+)`, 'm').exec(output) ?? []
  if (value === undefined) throw new Error(`the compiler does not say "${name}":\n${output}`)
  return Number(value)
}

/** Diagnostics start with the file's name and a place; what explains them follows, indented. */
const diagnosticsOf = (output: string, name: string): readonly Diagnostic[] => {
  const found: Diagnostic[] = []
  let open = false
  for (const text of output.split('\n')) {
    const [, file, line, message] = /^(\S+)\((\d+),\d+\): error TS\d+: (.*)$/.exec(text) ?? []
    if (file !== undefined) {
      open = file.endsWith(`/${name}`)
      if (open) found.push({ line: Number(line), message })
    } else if (open && text.startsWith('  ')) {
      const last = found[found.length - 1]
      found[found.length - 1] = { ...last, message: `${last.message}\n${text}` }
    }
  }
  return found
}

/** What the compiler says of sources by their names, with settings beside the project's own. */
const said = async (sources: ReadonlyMap<string, string>, others: object = {}): Promise<string> => {
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true })
  const folder = await mkdtemp(join(root, 'node_modules/.cache/types-'))
  try {
    const place = join(folder, 'test/types/fixtures')
    await mkdir(place, { recursive: true })
    for (const [name, source] of sources) await writeFile(join(place, name), source)
    const settings = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { rootDir: root, rootDirs: [root, folder], types: [], ...others },
      include: [],
      files: [...sources.keys()].map((name) => join(place, name)),
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings))
    const flags = ['--pretty', 'false', '--noErrorTruncation', '--extendedDiagnostics']
    return await new Promise<string>((resolve) => {
      execFile(process.execPath, [compiler, '-p', folder, ...flags], { maxBuffer: 2 ** 26 }, (_, stdout) => {
        resolve(stdout)
      })
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Compiles one source as though it stood at `test/types/fixtures/<name>`, with the project's own settings. The source
 * lies elsewhere meanwhile, where no other check of the project sees it.
 */
export const compile = async (name: string, source: string): Promise<Compilation> => {
  const output = await said(new Map([[name, source]]))
  return {
    diagnostics: diagnosticsOf(output, name),
    checkTime: statistic(output, 'Check time'),
    instantiations: statistic(output, 'Instantiations'),
  }
}

/** Compiles sources as one program: what is said of each, by name. */
export const compileAll = async (
  sources: ReadonlyMap<string, string>,
  others: object = {},
): Promise<ReadonlyMap<string, readonly Diagnostic[]>> => {
  const output = await said(sources, others)
  // The compiler has come to its end.
  statistic(output, 'Check time')
  return new Map([...sources.keys()].map((name) => [name, diagnosticsOf(output, name)]))
}
