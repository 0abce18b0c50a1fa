import * as laws from '../../laws/index.js'
import { equivalences, equivalentNames, mutantsOf } from '../../laws/mutants/index.js'
import { type Primitive, primitives } from '../../src/graph/index.js'
import { type Source, sourcesUnder } from '../support/sources.js'
import { type Entry, entries, namespaces, tolerances } from './lawFormulas.js'

/** A module of laws: what `cotangent/laws` calls it, its file, and what it is about. */
interface Module {
  readonly namespace: string
  readonly source: Source
  readonly about: string
}

const lawFiles = sourcesUnder('laws')
const faceOf = (path: string): Source => {
  const found = lawFiles.find((source) => source.path === path)
  if (found === undefined) throw new Error(`there is no ${path}`)
  return found
}
const face = faceOf('laws/index.ts').text

/** A docstring in one line of Markdown: its first paragraph, and those that end it, where it goes on in a formula. */
const paragraph = (docstring: string): string => {
  const [first, ...rest] = docstring
    .replaceAll(/^[ \t]*\* ?/gm, '')
    .replace(/\n@[\s\S]*/, '')
    .trim()
    .split(/\n\s*\n/)
  const goesOn = rest.length > 0 && rest[0].startsWith('  ')
  return [first, ...(goesOn ? rest : [])]
    .map((each) => [each.startsWith('  '), each.trim().replaceAll(/\s*\n\s*/g, ' ')] as const)
    .map(([isFormula, text]) => (isFormula ? `\`${text}\`` : text.replaceAll('<', '&lt;').replaceAll('*', '\\*')))
    .join(' ')
}

type Declaration = readonly [name: string, about: string, code: string]

/** What a file says in front of each constant that it exports, and the text of its declaration. */
const own = ({ text }: Source): readonly Declaration[] =>
  [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const (\w+)([\s\S]*?)(?=\n\n\/\*\*|\n*$(?![\s\S]))/g)].map(
    ([, docstring, name, code]) => [name, paragraph(docstring), code] as const,
  )

/** The same, and of what it hands on from its neighbours. */
const declarations = (source: Source): readonly Declaration[] => [
  ...own(source),
  ...[...source.text.matchAll(/^export \{([^}]*)\} from '\.\/(\w+)\.js'/gm)].flatMap(([, list, file]) => {
    const names = list.split(',').map((each) => each.trim())
    return own(faceOf(`laws/${file}.ts`)).filter(([name]) => names.includes(name))
  }),
]

/** The modules that the face gives names, in its order; that of tolerances has no laws. */
export const modules: readonly Module[] = [
  ...face.matchAll(/\/\*\* ((?:(?!\*\/)[\s\S])*?) \*\/\nexport const (\w+) = (\w+)/g),
].flatMap(([, about, namespace, alias]) => {
  const [, file] = new RegExp(`import \\* as ${alias} from '\\./(\\w+)\\.js'`).exec(face) ?? []
  return file === undefined || namespace === 'tolerance'
    ? []
    : [{ namespace, about: paragraph(about), source: faceOf(`laws/${file}.ts`) }]
})

const isLaw = (code: string): boolean => /\bLaw<|= ofRecord\(/.test(code)

/** Every law that is exported under the name of a module, as `derivative.adjoint`, or by itself. */
export const lawNames: readonly string[] = [
  ...modules.flatMap(({ namespace, source }) =>
    declarations(source).flatMap(([name, , code]) => (isLaw(code) ? [`${namespace}.${name}`] : [])),
  ),
  'conventions',
  'lawfulGradient',
]

/** Every constant that is exported under the name of a module, law or not, as the modules themselves say. */
export const exportedNames: readonly string[] = Object.entries<object>(laws)
  .filter(([name]) => modules.some(({ namespace }) => namespace === name))
  .flatMap(([namespace, module]) => Object.keys(module).map((name) => `${namespace}.${name}`))

const tests = sourcesUnder('test').filter(
  ({ path, text }) => !/^test\/(reports|docs|types)\//.test(path) && /'cotangent\/laws'|laws\/index\.js'/.test(text),
)

/** The tests that try a law: those that name it, by its module or taken out of that. */
export const testsOf = (law: string): readonly string[] => {
  const [namespace, name] = law.split('.')
  const named = new RegExp(name === undefined ? `\\b${law}\\(` : `\\b${namespace}\\.${name}\\b`)
  const taken = new RegExp(`const \\{[^}]*\\b${name}\\b[^}]*\\} = ${namespace}\\b`)
  return tests
    .filter(({ text }) => named.test(text) || (name !== undefined && taken.test(text)))
    .map(({ path }) => path)
}

const entryLines = (name: string, about: string, { formula, drawn, tolerance }: Entry): readonly string[] => [
  `### ${name}`,
  '',
  ...[formula].flat().map((each) => `$${each}$\n`),
  about,
  '',
  `* Drawn: ${drawn}.`,
  `* Tolerance: ${tolerance ?? 'none: equal to the bit'}.`,
  `* Tried by: ${testsOf(name)
    .map((path) => `\`${path}\``)
    .join(', ')}.`,
  '',
]

const entryOf = (name: string): Entry => {
  const entry = entries[name]
  if (entry === undefined) throw new Error(`test/reports/lawFormulas.ts has no formula of the law ${name}`)
  return entry
}

const lawsOf = (namespace: string, source: Source): readonly string[] =>
  declarations(source)
    .filter(([, , code]) => isLaw(code))
    .flatMap(([name, about]) => entryLines(`${namespace}.${name}`, about, entryOf(`${namespace}.${name}`)))

/** What else a module has, that its laws are used with. */
const toolsOf = (namespace: string, source: Source): readonly string[] => {
  const tools = declarations(source).filter(([, , code]) => !isLaw(code))
  return tools.length === 0
    ? []
    : [
        'Beside its laws the module has:',
        '',
        ...tools.map(([name, about]) => `* \`${namespace}.${name}\`: ${about}`),
        '',
      ]
}

const moduleLines = ({ namespace, about, source }: Module): readonly string[] => [
  `## ${namespace}`,
  '',
  about,
  '',
  ...(namespaces[namespace] === undefined ? [] : [namespaces[namespace], '']),
  ...lawsOf(namespace, source),
  ...toolsOf(namespace, source),
]

const single = (name: string, file: string): readonly string[] =>
  declarations(faceOf(file))
    .filter(([found]) => found === name)
    .flatMap(([, about]) => entryLines(name, about, entryOf(name)))

/** What the face has by itself of some files, but for laws, with what they say of it. */
const faceLines = (isOfFile: (file: string) => boolean): readonly string[] =>
  [...face.matchAll(/export \{([^}]*)\} from '\.\/([\w/]+)\.js'/g)]
    .filter(([, , file]) => isOfFile(file))
    .flatMap(([, list, file]) => {
      const known = declarations(faceOf(`laws/${file}.ts`))
      return list
        .split(',')
        .map((each) => each.trim())
        .filter((name) => /^\w+$/.test(name) && name in laws && !lawNames.includes(name))
        .map((name) => `* \`${name}\`: ${known.find(([found]) => found === name)?.[1] ?? ''}`)
    })

const isGenerator = (file: string): boolean => file.startsWith('arbitraries/')

const toleranceLines = (): readonly string[] =>
  declarations(faceOf('laws/tolerance.ts'))
    .filter(([name]) => Object.hasOwn(laws.tolerance, name))
    .flatMap(([name, about]) => {
      const formula = tolerances[name]
      if (formula === undefined) throw new Error(`test/reports/lawFormulas.ts has no formula of the tolerance ${name}`)
      return [`### tolerance.${name}`, '', `$${formula}$`, '', about, '']
    })

const opening = `# Laws

Made anew by \`npm run laws:page\`, from the laws themselves. \`cotangent/laws\` publishes what must hold, as pure predicates with
generators of fast-check. Our tests run them over every primitive, every operation and random programs; you may run them over
functions of your own.

A law has a \`name\`, a \`statement\`, \`holds(...at)\`, and \`violations(...at)\`, which says what was found where what was expected.
\`check(law, places)\` tries it at drawn places, and throws with the smallest that fails. \`property\` is the same for \`fc.assert\`.

\`\`\`ts
import { cos, customJvp, mul, sin, type Tensor } from 'cotangent'
import { check, derivative, differentialsOf, tensorsBetween } from 'cotangent/laws'
import fc from 'fast-check'

type Vector = Tensor<[2], 'float64'>
const vector = { shape: [2], dtype: 'float64' } as const
const direction = fc.tuple(differentialsOf(vector))
const places = fc.tuple(fc.tuple(tensorsBetween(vector, -3, 3)), direction, direction)

const right = ([x]: readonly Tensor[]) => [mul(x, sin(x))]
check(derivative.forwardDifference(right), places, { numRuns: 50 })

const sine = customJvp((x: Vector): Vector => sin(x), ([x], [dx]) => mul(dx, mul(cos(x), 1.0001)))
const wrong = derivative.forwardDifference(([x]) => [sine(x as Vector)])
wrong.statement // => '(f(x + h v) - f(x)) / h = J(x) v'
try {
  check(wrong, places, { seed: 1 })
} catch (error) {
  const [, what] = String((error as Error).cause).split('J(x) v: ')
  what // => 'the derivative along the direction is -0.015470179622657898, not -0.015468632569536567 (tolerance 2.1069595415853085e-9)'
}
\`\`\`

In the formulas $J$ is the Jacobian of $f$ at $x$, $v$ a tangent, $w$ a cotangent, which weighs the results, and $u$ the unit roundoff,
$2^{-53}$ of float64 and $2^{-24}$ of float32. $N_w(f)(x)$ bounds the rounding error of $\\langle w, f(x)\\rangle$ as it is
computed: see [Tolerances](#tolerances). None of them is tuned.

How often: \`npm test\` tries each law some tens to hundreds of times, with fast-check's own seeds. \`npm run laws:exhaustive\` tries
random programs up to 10,000 times and all else a hundred times as often.
`

/** How many faults there are to plant, how many of them laws find, and why the others change nothing. */
export interface FaultCounts {
  readonly all: number
  readonly found: number
  /** The rule does not look at what is wrong. */
  readonly overlooked: number
  readonly proved: number
}

/** The faults as they are now; that those are found which should be, test/laws/mutants.test.ts holds. */
export const faultCounts = (): FaultCounts => {
  const listed = new Set(equivalences.flatMap(equivalentNames))
  const faults = (Object.values(primitives) as readonly Primitive[]).flatMap(mutantsOf)
  const overlooked = faults.filter((fault) => fault.isOverlooked()).length
  const proved = listed.size
  return { all: faults.length, found: faults.length - overlooked - proved, overlooked, proved }
}

/** A number with commas between its thousands. */
export const withCommas = (count: number): string => count.toLocaleString('en')

const faultLines = ({ all, found, overlooked, proved }: FaultCounts): string => `## Planted faults

A law that cannot fail is none. \`laws/mutants\` plants faults into the rules of every primitive: a factor is left out, a sign
turned, an operand exchanged, an axis is another one, an attribute is off by one, a kink has another slope; in \`jvp\`, \`vjp\` and
\`batch\`, in first and in second order. \`test/laws/mutants.test.ts\` demands that the laws find each of them. Of ${withCommas(all)} faults they
find ${withCommas(found)}. The other ${withCommas(overlooked + proved)} change nothing: of ${withCommas(overlooked)} the rule is, traced, the same graph as without
the fault, and ${withCommas(proved)} have a proof in \`laws/mutants/equivalent.ts\`. An entry there that is found after all, or was never
generated, fails the test too. The same laws, over rules that are right and only written differently, find nothing.
`

/** The page of laws. */
export const lawsDocument = (counts: FaultCounts): string =>
  [
    opening,
    ...modules.flatMap(moduleLines),
    '## Laws by themselves',
    '',
    ...single('conventions', 'laws/conventions.ts'),
    ...single('lawfulGradient', 'laws/gradients.ts'),
    '## Generators',
    '',
    ...faceLines(isGenerator),
    '',
    '## Beside them',
    '',
    '* `primitives`: the records of all primitives, which the laws of `primitive` take.',
    ...faceLines((file) => !isGenerator(file)),
    '',
    '## Tolerances',
    '',
    namespaces.tolerance ?? '',
    '',
    ...toleranceLines(),
    faultLines(counts),
  ].join('\n')
