import { full } from 'cotangent'
import { loadCheckpoint, saveCheckpoint } from 'cotangent/data'

/** What every number of a checkpoint is, and how many there are: enough that most kills come while one is written. */
export const treeOf = (step: number) => ({ params: [full([2 ** 19], step)], state: { step: full([], step) } }) as const

/** Saves checkpoints in a folder, from where the last one left off, until it is killed; tells when each is there. */
const save = async (folder: string): Promise<void> => {
  const last = await loadCheckpoint(folder)()
  for (let step = last._tag === 'Right' ? last.right.step + 1 : 0; ; step++) {
    const saved = await saveCheckpoint(folder, step, treeOf(step), { metadata: { step: String(step) } })()
    if (saved._tag === 'Left') throw new Error(JSON.stringify(saved.left))
    process.send?.(step)
  }
}

if (process.send !== undefined && process.argv[2] !== undefined) await save(process.argv[2])
