import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const entry = 'bundled.js'

/** The bytes of a module with all that it imports, as a browser gets them: made small, and packed. */
export const bundleProbe = async ({ code }: { readonly code: string }) => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'entry',
        enforce: 'pre',
        resolveId: (id: string) => (id.endsWith(entry) ? entry : undefined),
        load: (id: string) => (id === entry ? code : undefined),
      },
    ],
    resolve: { alias: { cotangent: new URL('src/index.ts', `file://${process.cwd()}/`).pathname } },
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' },
    },
  })
  const chunks = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
  const text = chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('')
  return { minified: Buffer.byteLength(text), gzip: gzipSync(text, { level: 9 }).byteLength }
}
