import { describe, expect, it } from 'vitest'
import { escaped, frontText, pageText, placesOf, unfolded } from '../../docs/.vitepress/reference/pages.js'
import { readFaces } from '../../docs/.vitepress/reference/read.js'
import { subpaths } from '../../docs/.vitepress/reference/subpaths.js'
import { unplaced } from '../../docs/.vitepress/reference/topics.js'
import { entryPoints, madePages } from '../../docs/.vitepress/reference/write.js'
import { exportsOf, publicModules } from '../support/documentation.js'
import { root } from '../support/sources.js'

const pages = madePages(root)
const texts = new Map(pages.map((page) => [page.path, pageText(page)]))
const exported = exportsOf('tsconfig.json', publicModules())
const moduleOf = new Map(Object.entries(entryPoints(root)).map(([module, file]) => [file, module]))

const headings = (text: string): readonly string[] =>
  [...text.matchAll(/^#{1,4} .* \{#(.+)\}$/gm)].map(([, anchor]) => anchor)

describe('the reference', () => {
  it('has every public name once, and nothing else', () => {
    const shown = pages.flatMap(({ path, module }) =>
      headings(texts.get(path) ?? '')
        .filter((name) => !name.includes('.'))
        .map((name) => `${module}: ${name}`),
    )
    const expected = exported.map(({ module, name }) => `${moduleOf.get(module)}: ${name}`)
    expect(shown.toSorted()).toEqual(expected.toSorted())
  })

  it('says of each what its docstring says, and loses no example', () => {
    const lost = exported.filter(({ module, name, summary, example }) => {
      const page = pages.find(
        (each) => each.module === moduleOf.get(module) && each.entries.some((entry) => entry.name === name),
      )
      const text = texts.get(page?.path ?? '') ?? ''
      const inText = (part: string): boolean => text.includes(part.trim())
      return !inText(escaped(summary)) || (example !== undefined && !inText(example))
    })
    expect(lost.map(({ module, name }) => `${module}: ${name}`)).toEqual([])
  })

  it('declares each, and each member of a record of functions', () => {
    const entries = pages.flatMap((page) => page.entries.flatMap(unfolded))
    expect(entries.filter(({ declaration, members }) => declaration === '' && members.length === 0)).toEqual([])
    const { declaration } = entries.find(({ name }) => name === 'matmul') ?? { declaration: '' }
    expect(declaration).toContain('b: B,\n): Tensor<Matmul<ShapeOf<A>, ShapeOf<B>>, CommonDType<A, B>>')
    expect(entries.filter((entry) => entry.declaration.includes('Guard<'))).toEqual([])
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['keyed.normal', 'algebra.ring']))
  })

  it.each([
    ['cotangent', 'sum', 'x: X,\n  options?: O,'],
    ['cotangent', 'sum', "X extends ReductionOptions\n  ? ReductionWith<X, DType, 'own'>"],
    ['cotangent', 'argmax', 'Partial<ReductionOptions<number>>'],
    ['cotangent', 'std', 'const O extends Partial<VarianceOptions> = NoOptions'],
    ['cotangent', 'jit', 'function jit<F extends AnyFunction>(f: F, options?: JitOptions): F'],
    ['cotangent', 'gradcheck', 'options?: GradcheckOptions,\n): Either<GradientFailure<T>, GradientReport>'],
    ['cotangent/nn', 'conv2d', 'K extends PerAxis<2>'],
    ['cotangent', 'Tensor', 'readonly shape: S\n  readonly dtype: D\n}'],
    ['cotangent', 'GradientReport', '  get kinks(): readonly EntryCheck[]\n'],
    ['cotangent/nn', 'MakePool', 'kernelSize: K,\n'],
    ['cotangent/random', 'Key', "type Key = Tensor<[2], 'int32'>"],
  ])('%s: %s is declared in the words of its author, types of its own put in', (module, name, part) => {
    const entries = pages.filter((page) => page.module === module).flatMap((page) => page.entries)
    expect(entries.find((entry) => entry.name === name)?.declaration).toContain(part)
  })

  it('knows the place of every name', () => {
    const places = placesOf(pages)
    expect(places.cotangent.matmul).toBe('api/cotangent/products.html#matmul')
    expect(places['cotangent/random'].key).toBe('api/random.html#key')
    for (const { path, entries } of pages)
      for (const { kind, name } of entries.filter((entry) => entry.members.length === 0 && entry.kind !== 'type'))
        expect(frontText(pages), `${kind} ${name}`).toContain(`](./${path.slice('api/'.length)}#${name})`)
  })

  it('is told which exports it has no page for', () => {
    const [{ topics }] = subpaths
    const [entry] = pages[0].entries
    expect(unplaced(topics, [entry, { ...entry, name: 'lost', file: 'src/lost.ts' }])).toEqual(['lost of src/lost.ts'])
  })

  it('refuses a tag of docstrings that it would not show', () =>
    expect(() => readFaces(root, { sample: 'test/docs/tagged.sample.ts' })).toThrow('@deprecated'))
})

describe('a docstring as Markdown', () => {
  it.each([
    [
      'tags, templates and formulas mean themselves',
      'a < b, {{ c }}, $d$',
      'a &#60; b, &#123;&#123; c &#125;&#125;, &#36;d&#36;',
    ],
    ['so do stars and lines below', '2 * x*y, s_i', '2 &#42; x&#42;y, s&#95;i'],
    ['code stays', '`a < b` and\n```ts\nx<y>()\n```', '`a < b` and\n```ts\nx<y>()\n```'],
    ['lists stay', 'These:\n* one\n* two * three', 'These:\n* one\n* two &#42; three'],
  ])('%s', (_, text, expected) => expect(escaped(text)).toBe(expected))
})
