import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cotangent, settled } from '../cli/gradcheck/process.js'
import { root } from '../support/sources.js'

/**
 * A page of the docs holds what programs print. Each such block follows a comment that says what it is:
 *
 * * `<!-- file: examples/ci/logistic.ts -->` the text of a file of the project;
 * * `<!-- shows -->` what the block of code before it makes of its last check;
 * * `<!-- run: gradcheck src/x.grad.ts -->` what the command prints where the examples of `examples/ci` are in `src`;
 *   with `, without: div(…) -> …` before the arrow's end, where one piece of `src/logistic.ts` is another.
 */
const marked = /<!-- (file|shows|run)(?:: (.*?))? -->\n```(\w*)\n(?:[\s\S]*?\n)??```\n/g

const codeBlock = /```ts\n([\s\S]*?)\n```\n/g

/** The last check of a block, whose answer the page shows. */
const lastCheck = /^(?=(?:gradcheck|jacobiancheck|hessiancheck|gradcheckOpaque)\()/gm

/** A block of code as a module that exports what its last check answers. */
export const moduleOf = (code: string): string => {
  const at = [...code.matchAll(lastCheck)].at(-1)?.index
  if (at === undefined) throw new Error(`there is no check in\n${code}`)
  return `${code.slice(0, at)}export const answer = ${code.slice(at)}\n`
}

const show = `
import { createJiti } from 'jiti'
const load = createJiti(import.meta.url)
const texts = []
for (const file of process.argv.slice(2)) {
  const { answer } = await load.import(file)
  texts.push(String(answer._tag === 'Left' ? answer.left : answer.right))
}
console.log(JSON.stringify(texts))
`

const fill = (folder: string, files: { readonly [path: string]: string }): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** What blocks of code show, in a folder where the package is installed; the folder is left out of their texts. */
const shownBy = (blocks: readonly string[], folder: string): readonly string[] => {
  const paths = blocks.map((_, index) => `page${index}/model.ts`)
  fill(folder, { 'show.mjs': show, ...Object.fromEntries(blocks.map((code, index) => [paths[index], moduleOf(code)])) })
  const args = ['show.mjs', ...paths.map((path) => join(folder, path))]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return (JSON.parse(stdout) as readonly string[]).map((text) =>
    text.replaceAll(/[^\s(]*\/page\d+\/(?=model\.ts)/g, ''),
  )
}

/** What a command prints, the examples of continuous integration being there, changed or not. */
const printedBy = (line: string, folder: string): string => {
  const [command, change] = line.split(', with: ')
  const model = readFileSync(join(root, 'examples/ci/logistic.ts'), 'utf8')
  const [from, to] = change?.split(' -> ') ?? ['', '']
  if (!model.includes(from)) throw new Error(`there is no ${from} in examples/ci/logistic.ts`)
  fill(folder, {
    'src/logistic.ts': model.replace(from, () => to),
    'src/logistic.grad.ts': readFileSync(join(root, 'examples/ci/logistic.grad.ts'), 'utf8'),
  })
  const { out, err } = cotangent(folder, command.split(' '))
  return settled(out + err)
}

/** A page with all that its programs print made anew. */
export const madeAnew = (page: string, folder: string): string => {
  const blocks = [...page.matchAll(marked)]
  const codes = [...page.matchAll(codeBlock)]
  const before = (index: number): string => codes.filter((code) => code.index < index).at(-1)?.[1] ?? ''
  const shows = blocks.filter(([, kind]) => kind === 'shows').map(({ index }) => before(index))
  const shown = shows.length === 0 ? [] : [...shownBy(shows, folder)]
  return page.replace(marked, (_, kind: string, what: string | undefined, language: string) => {
    const text =
      kind === 'file'
        ? readFileSync(join(root, what ?? ''), 'utf8')
        : kind === 'shows'
          ? (shown.shift() ?? '')
          : printedBy(what ?? '', folder)
    const comment = what === undefined ? kind : `${kind}: ${what}`
    return `<!-- ${comment} -->\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`
  })
}

/** The pages that hold what programs print. */
export const pages = ['docs/gradcheck.md', 'docs/gradcheck-in-ci.md'] as const
