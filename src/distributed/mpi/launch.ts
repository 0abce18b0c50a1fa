/** The two families of MPI libraries, whose handles differ; to MPICH's belong Intel MPI, MVAPICH and Cray MPICH. */
export type Family = 'Open MPI' | 'MPICH'

/** What started this process as one of several. */
export interface Launch {
  readonly by: string
  /** How many processes it started, where it says so. */
  readonly size?: number
  /** The families that it may have started it for, the likelier first. */
  readonly families: readonly Family[]
}

type Environment = Readonly<Record<string, string | undefined>>

const countIn = (text: string | undefined): { readonly size?: number } => {
  const count = Number(text ?? '')
  return Number.isSafeInteger(count) && count > 0 ? { size: count } : {}
}

/**
 * What started this process as one of several, by the variables that it sets; undefined of a process that was started by
 * itself, as by the script of a job of Slurm that does not call srun, or by one that calls it for one process.
 */
export const launchOf = (environment: Environment): Launch | undefined => {
  const { OMPI_COMM_WORLD_SIZE, PMI_SIZE, PMIX_RANK, SLURM_STEP_ID, SLURM_STEP_NUM_TASKS } = environment
  if (OMPI_COMM_WORLD_SIZE !== undefined)
    return { by: 'mpirun of Open MPI', ...countIn(OMPI_COMM_WORLD_SIZE), families: ['Open MPI'] }
  const isSlurm = SLURM_STEP_ID !== undefined
  // Either srun, which speaks PMI with both, or MPICH's mpirun inside of a job.
  if (PMI_SIZE !== undefined && isSlurm) return { by: 'srun', ...countIn(PMI_SIZE), families: ['MPICH', 'Open MPI'] }
  if (PMI_SIZE !== undefined) return { by: 'mpirun of MPICH', ...countIn(PMI_SIZE), families: ['MPICH'] }
  if (isSlurm && (PMIX_RANK !== undefined || Number(SLURM_STEP_NUM_TASKS) > 1))
    return { by: 'srun', ...countIn(SLURM_STEP_NUM_TASKS), families: ['Open MPI', 'MPICH'] }
  return PMIX_RANK === undefined ? undefined : { by: 'a launcher that speaks PMIx', families: ['Open MPI', 'MPICH'] }
}
