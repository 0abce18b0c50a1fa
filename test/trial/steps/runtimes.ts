import { join } from 'node:path'
import {
  emptyFolder,
  type Finding,
  install,
  must,
  printed,
  program,
  programNames,
  run,
  type Step,
  subpaths,
  type Trial,
  versionOf,
  write,
} from '../kit.js'

/** The names of our modules that a program may load without a test runner around it. */
const loadable = subpaths.filter((name) => name !== 'cotangent/vitest')

const files = {
  'esm.mjs': `
import ${programNames} from 'cotangent'
${program}
for (const name of ${JSON.stringify(loadable)})
  if (Object.keys(await import(name)).length === 0) throw new Error(name + ' exports nothing')
console.log(loadable(await Promise.all(${JSON.stringify(loadable)}.map((name) => import(name)))))
function loadable(modules) { return modules.length + ' modules' }
`,
  'cjs.cjs': `
const ${programNames} = require('cotangent')
${program}
const names = ${JSON.stringify(loadable)}
const required = names.map((name) => require(name))
Promise.all(names.map((name) => import(name))).then((imported) => {
  names.forEach((name, index) => {
    for (const key of Object.keys(imported[index]))
      if (imported[index][key] !== required[index][key]) throw new Error(name + ' is there twice: ' + key)
  })
  console.log(names.length + ' modules')
})
`,
  'display.mjs': `
import { tensor } from 'cotangent'
import { lines } from 'cotangent/plot'
const shown = (value) => value[Symbol.for('Jupyter.display')]()
console.log(tensor([[1, 2]]))
console.log(Object.keys(shown(tensor([1, 2]))).join(), Object.keys(shown(lines({ y: [1] }))).join())
`,
}

const counted = `${printed}\n${loadable.length} modules\n`
const displayed = '[[1. 2.]]\ntext/plain,text/html application/vnd.vegalite.v5+json,text/plain\n'

/** The program by `import` and by `require`, all our modules, and that both give one and the same library. */
const tried = (folder: string, by: string, command: string, ...args: readonly string[]): readonly Finding[] => {
  write(folder, files)
  const outputOf = (file: string): string => run(folder, command, ...args, join(folder, file))
  const expected = { 'esm.mjs': counted, 'cjs.cjs': counted, 'display.mjs': displayed }
  for (const [file, text] of Object.entries(expected)) {
    const output = outputOf(file)
    must(output === text, `${by} prints of ${file}:\n${output}in place of:\n${text}`)
  }
  return [
    { what: 'import, and require of the same modules', by, found: `${printed}, ${loadable.length} modules, each once` },
    { what: 'tensors and figures show themselves', by, found: 'yes' },
  ]
}

export const thisNode: Step = {
  name: 'this Node',
  run: ({ user }) => tried(user, `Node ${process.versions.node}`, process.execPath),
}

/** Majors of Node with long-term support, beside the one that runs. */
const majors = ['20', '22', '24'].filter((major) => major !== process.versions.node.split('.')[0])

export const nodes: Step = {
  name: 'other Nodes',
  run: ({ user }: Trial) =>
    majors.flatMap((major) => {
      const folder = emptyFolder(`node${major}`)
      // The package of npm has the program itself put beside it by its script; this is what that would fetch.
      const name = `node-${process.platform}-${process.arch}`
      install(folder, `${name}@${major}`)
      return tried(user, `Node ${versionOf(folder, name)}`, join(folder, 'node_modules', name, 'bin/node'))
    }),
}

export const runtimes: Step = {
  name: 'Deno and Bun',
  run: ({ user }: Trial) => {
    const folder = emptyFolder('runtimes')
    install(folder, 'deno', 'bun')
    // What its script would do where it is installed.
    run(join(folder, 'node_modules/bun'), process.execPath, 'install.js')
    const inDeno = ['run', '--no-prompt', '--allow-read', '--allow-env', '--allow-sys', '--allow-ffi']
    const programAt = (name: string): string => join(folder, 'node_modules/.bin', name)
    // Gradients and programs need nothing that Deno asks leave for.
    write(user, { 'alone.mjs': `import ${programNames} from 'cotangent'\n${program}` })
    const alone = run(user, programAt('deno'), 'run', '--no-prompt', join(user, 'alone.mjs'))
    must(alone === `${printed}\n`, `Deno prints without permissions:\n${alone}`)
    return [
      ...tried(user, `Deno ${versionOf(folder, 'deno')}`, programAt('deno'), ...inDeno),
      ...tried(user, `Bun ${versionOf(folder, 'bun')}`, programAt('bun')),
    ]
  },
}
