import { mkdirSync, readdirSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { alone, mpi } from 'cotangent/distributed'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Environment, ended, hasRanks, programs, unlessSkipped } from '../../support/ranks.js'
import { root } from '../../support/sources.js'

let folder = ''

beforeAll(async () => {
  folder = await programs('test/distributed/mpi/programs/joining.ts')
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true }))

/** What a process finds that was started with these variables. */
const found = async (environment: Environment): Promise<unknown> => {
  const ending = await ended(process.execPath, [join(folder, 'joining.mjs')], environment)
  expect(ending).toMatchObject({ code: 0 })
  return JSON.parse(ending.output)
}

describe('mpi', () => {
  it('gives one process by itself, where nothing started more', async () => {
    expect(await mpi()()).toEqual(E.right(alone))
    expect(await mpi()()).toBe(await mpi()())
    expect(await found({})).toEqual({ rank: 0, size: 1 })
  })

  it('says that the library is not where it was said to be', async () => {
    expect(await found({ OMPI_COMM_WORLD_SIZE: '2', COTANGENT_MPI: '/nowhere/libmpi.so' })).toEqual({
      _tag: 'MissingError',
      what: "MPI's library",
      problem: expect.stringMatching(/^\/nowhere\/libmpi\.so: .*No such file|cannot open/),
    })
  })

  it.skipIf(!hasRanks)(`refuses a library that knows of none of the others${unlessSkipped}`, async () => {
    // As of another family's mpirun.
    const refusal = await found({ PMI_SIZE: '2', PMI_RANK: '0', COTANGENT_MPI: 'libmpi.so.40' })
    expect(refusal).toMatchObject({
      _tag: 'RefusalError',
      what: 'MPI',
      problem: expect.stringMatching(/^mpirun of MPICH started 2 processes, but the library \(.+\) knows of 1: /),
    })
  })

  it('says that koffi is not installed, and what needs it', async () => {
    const modules = join(folder, 'node_modules')
    unlinkSync(modules)
    mkdirSync(modules)
    for (const each of readdirSync(join(root, 'node_modules')))
      if (each !== 'koffi') symlinkSync(join(root, 'node_modules', each), join(modules, each))
    expect(await found({ OMPI_COMM_WORLD_SIZE: '2' })).toEqual({
      _tag: 'MissingError',
      what: 'koffi',
      problem:
        "mpirun of Open MPI started this process as one of several, and the package that calls MPI's library is not installed",
      remedy: 'Run npm install koffi',
    })
  })
})
