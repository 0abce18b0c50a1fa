import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Diagnostic, diagnosticsIn } from '../support/diagnostics.js'
import { write } from '../support/package.js'
import { root } from '../support/sources.js'

const compiler = join(root, 'node_modules/@typescript/native/lib/tsc.js')

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

const place = 'test/types/fixtures'

/** Does something with sources as though they stood at `test/types/fixtures`, in a folder where no other check sees them. */
const elsewhere = async <A>(
  sources: ReadonlyMap<string, string>,
  use: (folder: string, paths: readonly string[]) => A | Promise<A>,
): Promise<A> => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, 'node_modules/.cache/types-'))
  try {
    write(folder, Object.fromEntries([...sources].map(([name, source]) => [`${place}/${name}`, source])))
    return await use(
      folder,
      [...sources.keys()].map((name) => `${place}/${name}`),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const flags = ['--pretty', 'false', '--noErrorTruncation', '--extendedDiagnostics']

/** Compiles one source with the project's own settings, and measures. */
export const compile = (name: string, source: string): Promise<Compilation> =>
  elsewhere(new Map([[name, source]]), async (folder, files) => {
    const compilerOptions = { rootDir: root, rootDirs: [root, folder], types: [] }
    const settings = { extends: join(root, 'tsconfig.json'), compilerOptions, include: [], files }
    write(folder, { 'tsconfig.json': JSON.stringify(settings) })
    const output = await new Promise<string>((resolve) => {
      execFile(process.execPath, [compiler, '-p', folder, ...flags], { maxBuffer: 2 ** 26 }, (_, stdout) => {
        resolve(stdout)
      })
    })
    return {
      diagnostics: diagnosticsOf(output, name),
      checkTime: statistic(output, 'Check time'),
      instantiations: statistic(output, 'Instantiations'),
    }
  })

/** Compiles sources as one program: what is said of each, by name. */
export const compileAll = (
  sources: ReadonlyMap<string, string>,
  others: object = {},
): Promise<ReadonlyMap<string, readonly Diagnostic[]>> =>
  elsewhere(sources, (folder, paths) => {
    const options = {
      rootDirs: [root, folder],
      types: [],
      noUnusedLocals: true,
      noUnusedParameters: true,
      ...others,
    }
    const found = diagnosticsIn(folder, paths, { options })
    return new Map([...found].map(([path, said]) => [basename(path), said]))
  })
