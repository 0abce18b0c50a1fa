import { join } from 'node:path'
import {
  emptyFolder,
  type Finding,
  install,
  must,
  ownProgram,
  run,
  type Step,
  subpaths,
  type Trial,
  tryRun,
  versionOf,
  write,
} from '../kit.js'

/** A file that imports all that we have, and uses some of it. */
const importing = (names: readonly string[]): string =>
  [
    ...names.map((name, index) => `import * as m${index} from '${name}'`),
    `export const all = [${names.map((_, index) => `m${index}`).join(', ')}]`,
    `export const three: m0.Tensor<[3], 'float64'> = m0.mul(m0.tensor([1, 2, 3]), 2)`,
  ].join('\n')

/** What knows nothing of Node: all but `cotangent/vitest`, which needs those of Vite. */
const withoutNode = subpaths.filter((name) => !name.endsWith('/vitest'))

const later = `export const shape = import('cotangent').then(({ tensor }) => tensor([1]).shape)\n`

interface Setting {
  readonly name: string
  readonly file: string
  readonly text: string
  readonly module: string
  readonly moduleResolution: string
  readonly types: readonly string[]
}

const all = importing(subpaths)
const settings: readonly Setting[] = [
  { name: 'nodenext', file: 'a.mts', text: all, module: 'nodenext', moduleResolution: 'nodenext', types: ['node'] },
  {
    name: 'nodenext, from CommonJS',
    file: 'b.cts',
    text: all,
    module: 'nodenext',
    moduleResolution: 'nodenext',
    types: ['node'],
  },
  {
    name: 'bundler, without types of Node',
    file: 'c.ts',
    text: importing(withoutNode),
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
  },
  { name: 'node16', file: 'd.mts', text: all, module: 'node16', moduleResolution: 'node16', types: ['node'] },
  // By `import()` alone: this is of a Node in which nothing requires an ES module.
  {
    name: 'node16, from CommonJS',
    file: 'e.cts',
    text: later,
    module: 'node16',
    moduleResolution: 'node16',
    types: ['node'],
  },
]

/** Checks a file as a user does who leaves nothing out: not the declarations of packages, either. */
const checked = (user: string, tsc: string, { name, file, text, types, ...resolution }: Setting): string => {
  const folder = join('types', file)
  const compilerOptions = {
    ...resolution,
    types,
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    target: 'es2022',
    lib: ['es2023', 'dom'],
  }
  write(user, {
    [join(folder, file)]: text,
    [join(folder, 'tsconfig.json')]: JSON.stringify({ compilerOptions, files: [file] }),
  })
  run(user, process.execPath, tsc, '-p', folder)
  return name
}

const found = (user: string, tsc: string, version: string, chosen: readonly Setting[]): readonly Finding[] =>
  chosen.map((setting) => ({
    what: 'types of every module',
    by: `TypeScript ${version}`,
    found: checked(user, tsc, setting),
  }))

export const ownTypes: Step = {
  name: 'types',
  run: ({ user }: Trial) => {
    const tsc = ownProgram('@typescript/native', 'bin/tsc')
    const version = run(user, process.execPath, tsc, '-v')
      .replace(/^Version\s+/, '')
      .trim()
    return found(user, tsc, version, settings.slice(0, 3))
  },
}

export const types: Step = {
  name: 'types for every TypeScript',
  run: ({ user }: Trial) =>
    ['5.9', '6', '7'].flatMap((major) => {
      const folder = emptyFolder(`typescript${major}`)
      install(folder, `typescript@${major}`)
      const tsc = join(folder, 'node_modules/typescript/bin/tsc')
      return found(user, tsc, versionOf(folder, 'typescript'), settings)
    }),
}

/** What others look for in packages. */
export const checkers: Step = {
  name: 'checkers of packages',
  run: ({ user, tarball }: Trial) => {
    const folder = emptyFolder('checkers')
    install(folder, '@arethetypeswrong/cli')
    // `require` of an ES module is no error of types any more where Node does it: https://nodejs.org/api/modules.html
    const { status, output } = tryRun(
      user,
      process.execPath,
      join(folder, 'node_modules/@arethetypeswrong/cli/dist/index.js'),
      tarball,
      '--profile',
      'esm-only',
    )
    must(status === 0, output)
    return [
      { what: 'types beside modules', by: `attw ${versionOf(folder, '@arethetypeswrong/cli')}`, found: 'no problem' },
    ]
  },
}
