import { importsOf, resolved, type Source } from './sources.js'

/** From the foundation up; a folder may import those of earlier rows only, so those of one row know nothing of each other. */
export const order: readonly (readonly string[])[] = [
  ['src/tensor'],
  ['src/graph'],
  ['src/autodiff'],
  ['src/compile'],
  ['src/engine'],
  ['src/check', 'src/random'],
  ['src/nn', 'src/optim'],
  ['src/data', 'src/plot'],
  ['src/distributed', 'src/onnx'],
  ['src/cli'],
  ['src/index.ts'],
  ['laws'],
  ['src/vitest'],
]

/** The faces that nested folders have of their own: of what few need, so that the folder's own face does not load it. */
const nestedFaces: readonly string[] = ['src/engine/onnx/index.ts']

/** The list of all public names, which is as long as it has to be. */
const publicFace = 'src/index.ts'

/** Longest file that still tells one story. */
export const lineLimit = 320

/** The row of `order` a path belongs to, and the name there; a nested folder counts to its top folder. */
const placeOf = (path: string): { readonly row: number; readonly name: string } | undefined => {
  for (const [row, names] of order.entries()) {
    const name = names.find((each) => path === each || path.startsWith(`${each}/`))
    if (name !== undefined) return { row, name }
  }
  return undefined
}

const packages: readonly { readonly within: RegExp; readonly allowed: RegExp; readonly which: string }[] = [
  {
    within: /^src\/data\//,
    allowed: /^(fp-ts\/lib\/\w+\.js|node:.+|fast-png|fflate|h5wasm\/node|jpeg-js)$/,
    which: 'fp-ts/lib/*.js, node:* and the readers of file formats',
  },
  {
    within: /^src\/plot\//,
    allowed: /^(fp-ts\/lib\/\w+\.js|vega|vega-lite|fast-png|@resvg\/resvg-wasm)$/,
    which: 'fp-ts/lib/*.js and the grammar of graphics',
  },
  {
    within: /^src\/cli\//,
    allowed: /^(fp-ts\/lib\/\w+\.js|node:.+|cli-progress|jiti|tinyglobby)$/,
    which: 'fp-ts/lib/*.js, node:*, cli-progress, and what finds and loads the modules of users',
  },
  {
    within: /^src\/vitest\//,
    allowed: /^(fp-ts\/lib\/\w+\.js|fast-check|vitest)$/,
    which: 'fp-ts/lib/*.js, fast-check and vitest',
  },
  {
    within: /^src\/check\//,
    allowed: /^(fp-ts\/lib\/\w+\.js|fast-check|pure-rand\/\w+\/\w+)$/,
    which: 'fp-ts/lib/*.js, the types of fast-check and what it draws from',
  },
  {
    within: /^src\/engine\/onnx\//,
    allowed: /^(fp-ts\/lib\/\w+\.js|@bufbuild\/protobuf\/wire|onnxruntime-common|onnxruntime-node)$/,
    which: 'fp-ts/lib/*.js, the wire format of protocol buffers and ONNX Runtime',
  },
  {
    within: /^src\/distributed\//,
    allowed: /^(fp-ts\/lib\/\w+\.js|node:.+|koffi)$/,
    which: 'fp-ts/lib/*.js, node:* and what calls libraries of the system',
  },
  {
    within: /^src\/onnx\//,
    allowed: /^(fp-ts\/lib\/\w+\.js|node:.+)$/,
    which: 'fp-ts/lib/*.js and node:*',
  },
  { within: /^src\//, allowed: /^fp-ts\/lib\/\w+\.js$/, which: 'fp-ts/lib/*.js' },
  { within: /^laws\//, allowed: /^(fp-ts\/lib\/\w+\.js|fast-check)$/, which: 'fp-ts/lib/*.js and fast-check' },
]

const faultOfImport = (from: string, specifier: string): string | undefined => {
  const target = resolved(from, specifier)
  if (target === undefined) {
    const rule = packages.find(({ within }) => within.test(from))
    return rule === undefined || rule.allowed.test(specifier) ? undefined : `may import only ${rule.which}`
  }
  const here = placeOf(from)
  const there = placeOf(target)
  if (here === undefined) return 'stands outside the layers'
  if (there === undefined) return 'reaches outside the layers'
  if (here.name === there.name) return undefined
  if (there.row >= here.row) return `${here.name} may not know ${there.name}: imports run downward only`
  const face = there.name.endsWith('.ts') ? there.name : `${there.name}/index.ts`
  return target === face || nestedFaces.includes(target) ? undefined : `reaches past ${face}`
}

/** The imports that break the order of the layers, pass by a folder's index or name a package not meant for their place. */
export const layerFaults = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap((source) =>
    importsOf(source).flatMap(({ specifier, line }) => {
      const fault = faultOfImport(source.path, specifier)
      return fault === undefined ? [] : [`${source.path}:${line} imports ${specifier}: ${fault}`]
    }),
  )

/** Each group of files that import each other in a circle, as one printed circle. */
export const importCycles = (sources: readonly Source[]): readonly string[] => {
  const targets = new Map(
    sources.map((source) => [
      source.path,
      importsOf(source).flatMap(({ specifier }) => resolved(source.path, specifier) ?? []),
    ]),
  )
  const finished = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      return
    }
    if (finished.has(path)) return
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path])
    finished.add(path)
  }
  for (const path of targets.keys()) visit(path, [])
  return cycles
}

/** The files that are longer than the limit. */
export const lengthFaults = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - 1
    return lines > lineLimit && path !== publicFace ? [`${path} has ${lines} lines, more than ${lineLimit}`] : []
  })
