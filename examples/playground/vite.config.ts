import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import manifest from '../../package.json' with { type: 'json' }
import { offline } from './offline/plugin.js'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The sources behind what the package shows to browsers: of files of data, for one, what needs no file system. */
const faces = Object.entries(manifest.exports).flatMap(([subpath, face]) =>
  typeof face === 'string'
    ? []
    : [
        {
          find: new RegExp(`^cotangent${subpath.slice(1)}$`),
          replacement: here(face.default.replace(/^\.\/dist\/(.*)\.js$/, '../../$1.ts')),
        },
      ],
)

// The playground as files for any static host and any folder of it: every address in them is relative.
export default defineConfig({
  root: here('.'),
  plugins: [offline],
  base: './',
  resolve: {
    alias: [
      ...faces,
      // Graphs as models of ONNX are a sixteenth of the library, and nothing here could run them.
      { find: /^\.\/onnx\/index\.js$/, replacement: here('program/onnx.ts') },
      // The same modules of fp-ts in the form of which a bundler can leave out what is not used.
      { find: /^fp-ts\/lib\/(\w+)\.js$/, replacement: 'fp-ts/es6/$1.js' },
    ],
  },
  worker: { format: 'es' },
  build: {
    outDir: here('../../dist/playground'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1000,
  },
  // With the headers that let threads share memory; hosts without them are served as well, by one thread.
  preview: {
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
})
