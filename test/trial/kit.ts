import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { write } from '../support/package.js'
import { root } from '../support/sources.js'

export { write }

/** What was found of one thing that was tried: by what, in which version, and a figure or word of the result. */
export interface Finding {
  readonly what: string
  readonly by: string
  readonly found: string
}

/** Something to be tried: it gives what it found, or throws an Error that says what is wrong. */
export interface Step {
  readonly name: string
  readonly run: (trial: Trial) => Promise<readonly Finding[]> | readonly Finding[]
}

/** What is tried, and where. */
export interface Trial {
  /** The packed package, and what `npm pack` says of it. */
  readonly tarball: string
  readonly packed: Packed
  /** A folder in which the package is installed, with all that it depends on. */
  readonly user: string
}

/** What `npm pack --json` says. */
export interface Packed {
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string; readonly size: number }[]
}

/** The description that a package has of itself. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

export const json = <A>(path: string): A => JSON.parse(readFileSync(path, 'utf8'))

export const ours: Manifest = json(join(root, 'package.json'))

/** The names by which a user imports our modules: `cotangent`, `cotangent/nn` and so on. */
export const subpaths: readonly string[] = Object.keys(ours.exports)
  .filter((path) => path !== './package.json')
  .map((path) => `${ours.name}${path.slice(1)}`)

/** Throws unless something holds. */
export function must(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new Error(problem)
}

/** What a program wrote, and how it ended. */
export interface Ran {
  readonly status: number | null
  readonly output: string
}

/** Runs a program to its end, in a folder. */
export const tryRun = (folder: string, command: string, ...args: readonly string[]): Ran => {
  // What the script that runs us was given by npm is not for the programs of a user.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(?!config_registry)/i.test(name)),
  )
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    env: { ...env, NO_COLOR: '1' },
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 2 ** 28,
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (error !== undefined) throw error
  return { status, output: `${stdout}${stderr}` }
}

/** What a program writes that is to end well. */
export const run = (folder: string, command: string, ...args: readonly string[]): string => {
  const { status, output } = tryRun(folder, command, ...args)
  must(status === 0, `${[command, ...args].join(' ')} ended with ${status}:\n${output.slice(-3000)}`)
  return output
}

const made: string[] = []

/** Folders that were made, to be removed in the end. */
export const madeFolders = (): readonly string[] => made

/** An empty folder with a package.json, as a user begins with. */
export const emptyFolder = (name: string): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `cotangent-trial-${name}-`)))
  made.push(folder)
  write(folder, { 'package.json': JSON.stringify({ private: true, type: 'module' }) })
  return folder
}

/** Installs packages into a folder, from the registry alone, and runs none of their scripts. */
export const install = (folder: string, ...packages: readonly string[]): void => {
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', ...packages)
}

/** The version of a package that is installed in a folder. */
export const versionOf = (folder: string, name: string): string =>
  json<Manifest>(join(folder, 'node_modules', name, 'package.json')).version

/** A program of a package that this repository has, to be run by Node. */
export const ownProgram = (name: string, path: string): string =>
  join(dirname(createRequire(join(root, 'package.json')).resolve(`${name}/package.json`)), path)

/** What all that run programs are given: the gradient of a sum of squares, compiled, and what it prints. */
export const program = `
const gradient = jit(grad((x) => sum(square(x))))
console.log(String(gradient(tensor([1, 2, 3]))))
`
export const printed = '[2. 4. 6.]'
export const programNames = '{ grad, jit, square, sum, tensor }'
