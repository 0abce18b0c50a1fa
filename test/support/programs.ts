import { mkdtempSync, realpathSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { build } from 'vite'
import { root } from './sources.js'

/** Builds programs from the sources, one file each, in a new folder beside all that they need. */
export const programs = async (...paths: readonly string[]): Promise<string> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cotangent-programs-')))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  await build({
    configFile: join(root, 'vitest.config.ts'),
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: {
        input: Object.fromEntries(paths.map((path) => [basename(path, '.ts'), join(root, path)])),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs', format: 'es' },
      },
    },
  })
  return folder
}
