import { readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'

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
    sourcemap: true,
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
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
  logLevel: 'warn',
})
