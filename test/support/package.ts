import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'vite'
import { root } from './sources.js'

/** A folder of a user who has installed the package: what it is built to, beside all that it depends on. */
export const installed = async (name: string): Promise<string> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `cotangent-${name}-`)))
  const modules = join(folder, 'node_modules')
  const own = join(modules, 'cotangent')
  mkdirSync(own, { recursive: true })
  for (const each of readdirSync(join(root, 'node_modules')))
    if (!each.startsWith('.')) symlinkSync(join(root, 'node_modules', each), join(modules, each))
  cpSync(join(root, 'package.json'), join(own, 'package.json'))
  const outDir = join(own, 'dist/src/node')
  await build({ configFile: join(root, 'bundle.config.ts'), root, build: { outDir, emptyOutDir: false } })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  return folder
}

/** Writes files, with the folders they lie in. */
export const write = (folder: string, files: { readonly [path: string]: string }): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
