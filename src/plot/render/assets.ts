import { messageOf } from '../../tensor/index.js'
import type { PlotError } from '../error.js'

/** What pictures are made with: the program of `@resvg/resvg-wasm`, and the fonts that texts are set in (TTF, OTF, WOFF2). */
export interface PictureAssets {
  /** The file `@resvg/resvg-wasm/index_bg.wasm`. */
  readonly wasm: Uint8Array | Promise<Response> | URL
  readonly fonts: readonly Uint8Array[]
}

interface Files {
  readFile(path: string): Promise<Uint8Array>
}

interface Modules {
  createRequire(from: string): { resolve(specifier: string): string }
}

// Nothing is imported: Node hands its own modules out where they are asked for, and browsers are given the assets.
const nodeModule = (name: string): unknown =>
  (globalThis as { readonly process?: { getBuiltinModule?(name: string): unknown } }).process?.getBuiltinModule?.(name)

const fromPackage = async (specifier: string): Promise<Uint8Array> => {
  const files = nodeModule('node:fs/promises') as Files | undefined
  const modules = nodeModule('node:module') as Modules | undefined
  if (files === undefined || modules === undefined)
    throw new Error('outside of Node it has to be given, as { assets: { wasm, fonts } }')
  return files.readFile(modules.createRequire(import.meta.url).resolve(specifier))
}

const font = (weight: 400 | 700): Promise<Uint8Array> =>
  fromPackage(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff2`)

/** The assets of the packages that this one depends on. */
export const installedAssets = async (): Promise<PictureAssets> => {
  const [wasm, ...fonts] = await Promise.all([fromPackage('@resvg/resvg-wasm/index_bg.wasm'), font(400), font(700)])
  return { wasm, fonts }
}

/** An asset that is missing. */
export const missing = (asset: string, thrown: unknown): PlotError => ({
  _tag: 'AssetError',
  asset,
  problem: messageOf(thrown),
})
