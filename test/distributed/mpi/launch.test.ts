import { describe, expect, it } from 'vitest'
import { launchOf } from '../../../src/distributed/mpi/launch.js'

describe('what started this process', () => {
  it.each([
    ['nothing', {}],
    ['nothing, in the script of a job', { SLURM_JOB_ID: '7', SLURM_PROCID: '0', SLURM_NTASKS: '4' }],
    ['srun, for one process', { SLURM_STEP_ID: '0', SLURM_STEP_NUM_TASKS: '1', SLURM_PROCID: '0' }],
  ])('is %s', (_, environment) => {
    expect(launchOf(environment)).toBeUndefined()
  })

  it.each([
    ['mpirun of Open MPI', { OMPI_COMM_WORLD_SIZE: '4', PMIX_RANK: '1' }, 4, ['Open MPI']],
    [
      'mpirun of Open MPI',
      { OMPI_COMM_WORLD_SIZE: '4', SLURM_STEP_ID: '0', SLURM_STEP_NUM_TASKS: '2', PMIX_RANK: '1' },
      4,
      ['Open MPI'],
    ],
    ['mpirun of MPICH', { PMI_SIZE: '3', PMI_RANK: '0' }, 3, ['MPICH']],
    ['srun', { PMI_SIZE: '3', SLURM_STEP_ID: '0', SLURM_STEP_NUM_TASKS: '3' }, 3, ['MPICH', 'Open MPI']],
    ['srun', { PMIX_RANK: '0', SLURM_STEP_ID: '0', SLURM_STEP_NUM_TASKS: '8' }, 8, ['Open MPI', 'MPICH']],
    ['srun', { SLURM_STEP_ID: '3', SLURM_STEP_NUM_TASKS: '8' }, 8, ['Open MPI', 'MPICH']],
    ['a launcher that speaks PMIx', { PMIX_RANK: '0' }, undefined, ['Open MPI', 'MPICH']],
    ['mpirun of Open MPI', { OMPI_COMM_WORLD_SIZE: 'many' }, undefined, ['Open MPI']],
  ])('is %s by %o', (by, environment, size, families) => {
    expect(launchOf(environment)).toEqual({ by, ...(size === undefined ? {} : { size }), families })
  })
})
