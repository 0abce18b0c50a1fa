import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Either } from 'fp-ts/lib/Either.js'
import hdf5Files from '../golden/hdf5_files.json' with { type: 'json' }
import numpyFiles from '../golden/numpy_files.json' with { type: 'json' }

/**
 * The path of a real data file, where the environment variable COTANGENT_DATA names the folder that has it: such files
 * are not ours to keep here, and tests that need them are skipped where there are none.
 */
export const realFile = (name: string): string | undefined => {
  const folder = process.env.COTANGENT_DATA
  const path = folder === undefined ? undefined : join(folder, name)
  return path !== undefined && existsSync(path) ? path : undefined
}

const { files } = numpyFiles
const isName = (name: string): name is keyof typeof files => name in files

/** The bytes of a file that NumPy 2.4 wrote. */
export const numpyFile = (name: string): Uint8Array => {
  if (!isName(name)) throw new Error(`there is no file ${name}`)
  return new Uint8Array(Buffer.from(files[name], 'base64'))
}

/**
 * The bytes of a file that h5py wrote: `filter` has a dataset packed by lzf, which is a plug-in, and a plain one;
 * `virtual` one put together from the file itself and another file, and one from the file itself alone.
 */
export const h5pyFile = (name: keyof typeof hdf5Files.files): Uint8Array =>
  new Uint8Array(gunzipSync(Buffer.from(hdf5Files.files[name], 'base64')))

/** What is on the right; what is on the left is thrown. */
export const right = <A>(either: Either<unknown, A>): A => {
  if (either._tag === 'Left') throw new Error(JSON.stringify(either.left))
  return either.right
}
