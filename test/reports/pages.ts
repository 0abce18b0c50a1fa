import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cotangent, settled } from '../cli/gradcheck/process.js'
import { root } from '../support/sources.js'

/**
 * A page of the docs holds what programs print. Each such block follows a comment that says what it is:
 *
 * * `<!-- file: examples/ci/logistic.ts -->` the text of a file of the project;
 * * `<!-- shows -->` what the block of code before it makes of its last check; `<!-- shows: transposed -->` that this is its
 *   reason or one of the likely mistakes, `<!-- likely: transposed -->` of that the first line and what is likely alone;
 * * `<!-- each: malformed -->` the first line of what it makes of each check, one a line, all for one reason;
 * * `<!-- throws: ArgumentError -->` the first line of what each throws;
 * * `<!-- fails -->` what vitest says of its tests that fail;
 * * `<!-- run: gradcheck src/x.grad.ts -->` what the command prints where the examples of `examples/ci` are in `src`; of several,
 *   with ` && ` between them, each after its prompt;
 *   with `, without: div(…) -> …` before the arrow's end, where one piece of `src/logistic.ts` is another.
 */
const marked = /<!-- (file|shows|likely|each|throws|fails|run)(?:: (.*?))? -->\n```(\w*)\n(?:[\s\S]*?\n)??```\n/g

const codeBlock = /```ts\n([\s\S]*?)\n```\n/g

/** Where a check begins in a block. */
const check =
  /^(?=(?:gradcheck|jacobiancheck|hessiancheck|gradcheckOpaque|gradientCheck|derivative|numericalGradient|ulp)\()/gm

/** What the mark of a block wants of it, and the name it gives. */
interface Wanted {
  readonly kind: string
  readonly name: string | undefined
}

const isOfEach = ({ kind }: Wanted): boolean => kind === 'each' || kind === 'throws'

/** A block of code as a module that exports what its last check comes to, or each of those on a line of their own. */
export const moduleOf = (code: string, wanted: Wanted = { kind: 'shows', name: undefined }): string => {
  const at = [...code.matchAll(check)].map(({ index }) => index)
  if (at.length === 0) throw new Error(`there is no check in\n${code}`)
  const [last] = at.slice(-1)
  const made = isOfEach(wanted)
    ? code.replace(new RegExp(`${check.source}(.*)$`, 'gm'), 'attempt(() => $1)')
    : `${code.slice(0, last)}attempt(() => ${code.slice(last)})`
  return `${made}\nexport const found = attempt.found\nfunction attempt(f) {\n${attempt}}\n`
}

const attempt = `
  attempt.found ??= []
  try {
    const answer = f()
    const { reason, diagnosis } = answer.left ?? {}
    const mistakes = diagnosis === undefined ? [] : [...diagnosis.mistakes, ...diagnosis.alternatives.flat()]
    const names = [reason, ...mistakes.map(({ cause }) => cause)]
    attempt.found.push({ throws: false, names, text: String(answer.left ?? answer.right) })
  } catch (error) {
    attempt.found.push({ throws: true, names: [error.name], text: String(error) })
  }
`

const show = `
import { createJiti } from 'jiti'
const load = createJiti(import.meta.url)
const all = []
for (const file of process.argv.slice(2)) all.push((await load.import(file)).found)
console.log(JSON.stringify(all))
`

const fill = (folder: string, files: { readonly [path: string]: string }): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** What a check came to: whether it throws, the names of that, and its text. */
interface Shown {
  readonly throws: boolean
  readonly names: readonly string[]
  readonly text: string
}

/** What blocks of code show, in a folder where the package is installed; the folder is left out of their texts. */
const shownBy = (
  blocks: readonly (readonly [code: string, wanted: Wanted])[],
  folder: string,
): readonly (readonly Shown[])[] => {
  const paths = blocks.map((_, index) => `page${index}/model.ts`)
  const modules = blocks.map(([code, wanted], index) => [paths[index], moduleOf(code, wanted)])
  fill(folder, { 'show.mjs': show, ...Object.fromEntries(modules) })
  const args = ['show.mjs', ...paths.map((path) => join(folder, path))]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return (JSON.parse(stdout) as readonly (readonly Shown[])[]).map((found) =>
    found.map((shown) => ({ ...shown, text: shown.text.replaceAll(/[^\s(]*\/page\d+\/(?=model\.ts)/g, '') })),
  )
}

/** The text of a check as its mark wants it. */
const told = ({ kind }: Wanted, text: string): string => {
  const [first, ...lines] = text.split('\n')
  if (kind === 'shows') return text
  return kind === 'likely' ? [first, '    …', ...lines.filter((line) => /^ {4}likely /.test(line))].join('\n') : first
}

/** What a block shows; an error where it does not come to what the page says. */
export const shownAs = (wanted: Wanted, found: readonly Shown[]): string =>
  found
    .map(({ throws, names, text }) => {
      if (throws !== (wanted.kind === 'throws') || (wanted.name !== undefined && !names.includes(wanted.name)))
        throw new Error(`${wanted.kind}: ${wanted.name} in fact is ${names.join(', ')}: ${text}`)
      return told(wanted, text)
    })
    .join('\n')

/** What vitest says of the tests of a block that fail, without the places in its own code. */
const failedIn = (code: string, folder: string): string => {
  fill(folder, { 'tests/model.test.ts': code })
  const args = ['node_modules/vitest/vitest.mjs', 'run', 'tests', '--root', '.', '--reporter', 'json']
  const env = { ...process.env, NO_COLOR: '1', VITEST: undefined }
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env })
  const begin = stdout.indexOf('{')
  if (begin < 0) throw new Error(stdout + stderr)
  const { testResults } = JSON.parse(stdout.slice(begin)) as { readonly testResults: readonly TestFile[] }
  const failures = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .flatMap((each) => each.failureMessages)
  if (failures.length === 0) throw new Error(`no test fails: ${stdout}`)
  return failures
    .map((each) =>
      each.replace(/^AssertionError: |^Error: /, '').replace(/\n {4}(in your code )?at [^\n]*[:/][\s\S]*$/, ''),
    )
    .join('\n\n')
}

/** Of vitest's report what is of interest here. */
interface TestFile {
  readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[]
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
  const commands = command.split(' && ')
  const printed = commands.map((each) => {
    const { out, err } = cotangent(folder, each.split(' '))
    return `${commands.length > 1 ? `$ npx cotangent ${each}\n` : ''}${settled(out + err).replaceAll(`${folder}/`, '')}`
  })
  return printed.join('\n')
}

/** A page with all that its programs print made anew. */
export const madeAnew = (page: string, folder: string): string => {
  const blocks = [...page.matchAll(marked)]
  const codes = [...page.matchAll(codeBlock)]
  const before = (index: number): string => codes.filter((code) => code.index < index).at(-1)?.[1] ?? ''
  const shows = blocks
    .filter(([, kind]) => !['file', 'run', 'fails'].includes(kind))
    .map(({ index, 1: kind, 2: name }) => [before(index), { kind, name }] as const)
  const shown = shows.length === 0 ? [] : [...shownBy(shows, folder)]
  return page.replace(marked, (_, kind: string, what: string | undefined, language: string, at: number) => {
    const text =
      kind === 'file'
        ? readFileSync(join(root, what ?? ''), 'utf8')
        : kind === 'run'
          ? printedBy(what ?? '', folder)
          : kind === 'fails'
            ? failedIn(before(at), folder)
            : shownAs({ kind, name: what }, shown.shift() ?? [])
    const comment = what === undefined ? kind : `${kind}: ${what}`
    return `<!-- ${comment} -->\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`
  })
}

/** The pages that hold what programs print. */
export const pages = [
  'docs/gradcheck.md',
  'docs/gradcheck-in-ci.md',
  'docs/guides/errors.md',
  'docs/kinks.md',
  'docs/tutorial/1-derivative.md',
  'docs/tutorial/2-chain-rule.md',
  'docs/tutorial/3-neuron.md',
  'docs/tutorial/4-two-layers.md',
  'docs/tutorial/5-softmax.md',
  'docs/tutorial/6-digits.md',
  'docs/tutorial/7-deep.md',
] as const
