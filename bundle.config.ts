import { defineConfig } from 'vite'

/** The folders that are entry points of their own. */
const subpaths = ['random', 'nn', 'optim', 'data', 'plot', 'cli', 'vitest']

// The library in few files, for Node, which takes longer to find hundreds of modules than to run them. Bundlers are given
// the modules themselves, of which they leave out what is not used.
export default defineConfig({
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
      // Every package: they are installed beside this one.
      external: /^(?![./]|\0|virtual:)(?!.*\/(src|laws)\/)/,
      // What entries share is in chunks of its own, so that an entry exports what its module does and no more.
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
  logLevel: 'warn',
})
