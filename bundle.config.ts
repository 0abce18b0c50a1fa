import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin, type Rolldown } from 'vite'

/** The folders that are entry points of their own. */
const subpaths = ['random', 'nn', 'optim', 'data', 'plot', 'onnx', 'distributed', 'cli', 'vitest']

/**
 * Packages of which the library uses a little of much, and which work as well in two copies: what they make is plain data.
 * What is used of them is in the bundle. Node takes 40 ms to find and read the modules that fp-ts has in one another.
 */
const included = ['fp-ts', 'pure-rand']

/** Their licences, which go with copies of them. */
const licences: Plugin = {
  name: 'licences',
  generateBundle() {
    for (const name of included)
      this.emitFile({
        type: 'asset',
        fileName: `LICENSE-${name}.txt`,
        source: readFileSync(new URL(`node_modules/${name}/LICENSE`, import.meta.url)),
      })
  },
}

/** A module and all that it loads before it runs. */
const loadedBy = (id: string, context: Rolldown.ChunkingContext, loaded = new Set<string>()): Set<string> => {
  if (loaded.has(id)) return loaded
  loaded.add(id)
  for (const each of context.getModuleInfo(id)?.importedIds ?? []) loadedBy(each, context, loaded)
  return loaded
}

/**
 * A file for all that a module loads, unless a file of a higher priority has it. Otherwise what entries have in common is
 * divided by who has it, into some thirty files, of which `cotangent` alone would load most.
 */
const fileFor = (path: string, name: string, priority: number): Rolldown.CodeSplittingGroup => {
  const start = fileURLToPath(new URL(path, import.meta.url))
  let loaded: ReadonlySet<string> | undefined
  return {
    name(id, context) {
      loaded ??= loadedBy(start, context)
      return loaded.has(id) ? name : null
    },
    debugName: name,
    priority,
  }
}

// The library in few files, for Node, which takes longer to find hundreds of modules than to run them. Bundlers are given
// the modules themselves, of which they leave out what is not used.
export default defineConfig({
  plugins: [licences],
  // The same modules of fp-ts in the form of which a bundler can leave out what is not used.
  resolve: { alias: [{ find: /^fp-ts\/lib\/(\w+)\.js$/, replacement: 'fp-ts/es6/$1.js' }] },
  ssr: { noExternal: included },
  build: {
    ssr: true,
    outDir: 'dist/src/node',
    // For tests, and not in the package: the files are as readable as their sources.
    sourcemap: 'hidden',
    minify: false,
    target: 'es2022',
    rollupOptions: {
      input: {
        index: 'src/index.ts',
        ...Object.fromEntries(subpaths.map((name) => [name, `src/${name}/index.ts`])),
        laws: 'laws/index.ts',
        // The command line, and the threads that it starts.
        cotangent: 'src/cli/cotangent.ts',
        gradcheckWorker: 'src/cli/gradcheck/gradcheckWorker.ts',
      },
      // Every other package: they are installed beside this one.
      external: new RegExp(`^(?![./]|\\0|virtual:|(${included.join('|')})/)(?!.*/(src|laws)/)`),
      // What entries share is in chunks of its own, so that an entry exports what its module does and no more.
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        codeSplitting: {
          groups: [
            { name: 'packages', test: new RegExp(`/node_modules/(${included.join('|')})/`), priority: 3 },
            fileFor('src/graph/index.ts', 'graph', 2),
            fileFor('src/index.ts', 'core', 1),
          ],
        },
      },
    },
  },
  logLevel: 'warn',
})
