import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Koffi } from '../../../src/distributed/mpi/koffi.js'
import type { Launch } from '../../../src/distributed/mpi/launch.js'
import { findLibrary, placesOf } from '../../../src/distributed/mpi/library.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

const by = 'mpirun of Open MPI'
const openMpi: Launch = { by, families: ['Open MPI'] }
const either: Launch = { by: 'srun', families: ['MPICH', 'Open MPI'] }

/** Libraries that say something of themselves, by their names, and what else they export. */
const machine = (
  libraries: Readonly<Record<string, readonly [version: string, ...symbols: string[]]>>,
): Pick<Koffi, 'load'> => ({
  load: (name) => {
    const library = libraries[name ?? '']
    if (library === undefined) throw new Error(`${name}: cannot open shared object file`)
    const [version, ...symbols] = library
    return {
      func: () => (text, length) => {
        ;(length as Int32Array)[0] = new TextEncoder().encodeInto(version, text as Uint8Array).written
        return 0
      },
      symbol: (symbol) => {
        if (!symbols.includes(symbol)) throw new Error(`no ${symbol}`)
        return symbol
      },
    }
  },
})

const open = ['Open MPI v4.1.4, package: Debian', 'ompi_mpi_comm_world'] as const
const mpich = ['MPICH Version:\t4.0.2\nMPICH Release date: 2022'] as const

describe("MPI's library", () => {
  it.each([
    ['by its name', { 'libmpi.so.40': open }, openMpi, 'Open MPI', 'Open MPI v4.1.4, package: Debian'],
    ['by an older name', { 'libmpi.so.20': open }, openMpi, 'Open MPI', 'Open MPI v4.1.4, package: Debian'],
    [
      'of the likelier family',
      { 'libmpi.so.40': open, 'libmpich.so.12': mpich },
      either,
      'MPICH',
      'MPICH Version:\t4.0.2',
    ],
    ['of the other family', { 'libmpi.so.40': open }, either, 'Open MPI', 'Open MPI v4.1.4, package: Debian'],
    ['under a name that both have', { 'libmpi.so.12': mpich }, either, 'MPICH', 'MPICH Version:\t4.0.2'],
  ] as const)('is found %s', (_, libraries, launch, family, version) => {
    expect(findLibrary(machine(libraries), launch, undefined)).toMatchObject(E.right({ family, version }))
  })

  it('of the other family is not taken for the launcher’s', () => {
    const found = findLibrary(machine({ 'libmpi.so.12': mpich }), openMpi, undefined)
    expect(found).toMatchObject(E.left({ _tag: 'MissingError', what: "MPI's library" }))
  })

  it('that is absent is named, with what was tried, and what to install', () => {
    vi.stubEnv('PATH', '')
    const found = findLibrary(machine({}), openMpi, undefined)
    expect(found).toMatchObject(
      E.left({
        _tag: 'MissingError',
        problem: expect.stringMatching(/^mpirun of Open MPI started this .* there is none of .*libmpi/),
        remedy: expect.stringContaining('openmpi-bin libopenmpi3'),
      }),
    )
  })

  it('is the one given, of whatever family', () => {
    expect(findLibrary(machine({ here: mpich, 'libmpi.so.40': open }), openMpi, 'here')).toMatchObject(
      E.right({ family: 'MPICH' }),
    )
  })

  it.each([
    ['is not there', {}, 'here: here: cannot open shared object file'],
    ['is another one', { here: ['Acme 1'] }, 'here: it is neither of Open MPI nor of MPICH, but says: Acme 1'],
  ] as const)('that is given is refused where it %s', (_, libraries, problem) => {
    expect(findLibrary(machine(libraries), openMpi, 'here')).toEqual(
      E.left({ _tag: 'MissingError', what: "MPI's library", problem }),
    )
  })

  it('is looked for by name, and beside mpirun', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cotangent-mpirun-'))
    try {
      mkdirSync(join(folder, 'bin'))
      writeFileSync(join(folder, 'bin/mpirun'), '')
      chmodSync(join(folder, 'bin/mpirun'), 0o755)
      const places = placesOf('linux', ['MPICH'], `/nowhere:${join(folder, 'bin')}`).map(([place]) => place)
      expect(places.slice(0, 3)).toEqual([
        'libmpich.so.12',
        `${folder}/lib/libmpich.so.12`,
        `${folder}/lib64/libmpich.so.12`,
      ])
      expect(placesOf('darwin', ['Open MPI'], '')[0]).toEqual(['libmpi.40.dylib', 'Open MPI'])
      expect(placesOf('darwin', ['Open MPI'], '')).toContainEqual(['/opt/homebrew/lib/libmpi.dylib', 'Open MPI'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
