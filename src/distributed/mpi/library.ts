import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { messageOf } from '../../tensor/index.js'
import type { DistributedError } from '../error.js'
import { exportsName, type Koffi, type NativeLibrary } from './koffi.js'
import type { Family, Launch } from './launch.js'

/** MPI's library, and whose it is. */
export interface Library {
  readonly native: NativeLibrary
  readonly family: Family
  /** What it says of itself, as a line. */
  readonly version: string
}

/** The names under which each family's library is found; both have had a libmpi.so.12. */
const names: Readonly<Record<string, Readonly<Record<Family, readonly string[]>>>> = {
  linux: {
    'Open MPI': ['libmpi.so.40', 'libmpi.so.20', 'libmpi.so.12', 'libmpi.so'],
    MPICH: ['libmpich.so.12', 'libmpi.so.12', 'libmpich.so', 'libmpi.so'],
  },
  darwin: {
    'Open MPI': ['libmpi.40.dylib', 'libmpi.dylib'],
    MPICH: ['libmpi.12.dylib', 'libmpi.dylib'],
  },
}

const usualFolders: Readonly<Record<string, readonly string[]>> = { darwin: ['/opt/homebrew/lib', '/usr/local/lib'] }

/** Folders beside those in which mpirun stands, for installations of which the linker does not know. */
const foldersBeside = (path: string): readonly string[] =>
  path
    .split(delimiter)
    .filter((folder) => folder !== '' && existsSync(join(folder, 'mpirun')))
    .flatMap((folder) => ['lib', 'lib64'].map((each) => join(folder, '..', each)))

/** Where the library may be, in the order in which it is looked for: by name first, as the linker finds it. */
export const placesOf = (
  platform: string,
  families: readonly Family[],
  path: string,
): readonly (readonly [place: string, family: Family])[] => {
  const known = names[platform] ?? names.linux
  const folders = [...(usualFolders[platform] ?? []), ...foldersBeside(path)]
  return families.flatMap((family) =>
    known[family].flatMap((name) =>
      [name, ...folders.map((folder) => join(folder, name))].map((place) => [place, family] as const),
    ),
  )
}

/** What a library says of itself may be so long. */
const longestVersion = 8192

const versionOf = (native: NativeLibrary): string => {
  const text = new Uint8Array(longestVersion)
  const length = new Int32Array(1)
  native.func('MPI_Get_library_version', 'int', ['void *', 'void *'])(text, length)
  const [line] = new TextDecoder().decode(text.subarray(0, length[0])).split(/[\n\0]/)
  return line.trim()
}

const ofMpich = /MPICH|MVAPICH|Intel(\(R\))? MPI/i

/** Whose library it is: Open MPI exports what its handles point to; MPICH's are numbers, and it says its name. */
const familyOf = (native: NativeLibrary, version: string): Family | undefined => {
  if (exportsName(native, 'ompi_mpi_comm_world')) return 'Open MPI'
  return ofMpich.test(version) ? 'MPICH' : undefined
}

const opened = (koffi: Pick<Koffi, 'load'>, place: string): E.Either<string, Library> => {
  try {
    const native = koffi.load(place)
    const version = versionOf(native)
    const family = familyOf(native, version)
    return family === undefined
      ? E.left(`it is neither of Open MPI nor of MPICH, but says: ${version}`)
      : E.right({ native, family, version })
  } catch (thrown) {
    return E.left(messageOf(thrown))
  }
}

const what = "MPI's library"

const packages =
  'Install Open MPI (Debian and Ubuntu: openmpi-bin libopenmpi3; Fedora: openmpi; macOS: brew install open-mpi) or MPICH ' +
  '(mpich libmpich12; mpich; brew install mpich), whichever has the mpirun that starts your program, or say where its ' +
  'library is with the environment variable COTANGENT_MPI'

/** Opens the library at a path that was given. */
const openedAt = (koffi: Pick<Koffi, 'load'>, place: string): E.Either<DistributedError, Library> =>
  E.mapLeft((problem: string): DistributedError => ({ _tag: 'MissingError', what, problem: `${place}: ${problem}` }))(
    opened(koffi, place),
  )

/** Finds and opens MPI's library: that at the path given, or the one that belongs to what started this process. */
export const findLibrary = (
  koffi: Pick<Koffi, 'load'>,
  launch: Launch,
  given: string | undefined,
): E.Either<DistributedError, Library> => {
  if (given !== undefined) return openedAt(koffi, given)
  const places = placesOf(process.platform, launch.families, process.env.PATH ?? '')
  for (const [place, family] of places) {
    const library = opened(koffi, place)
    if (E.isRight(library) && library.right.family === family) return library
  }
  const tried = [...new Set(places.map(([place]) => place))].join(', ')
  return E.left({
    _tag: 'MissingError',
    what,
    problem: `${launch.by} started this process as one of several, and there is none of ${tried}`,
    remedy: packages,
  })
}
