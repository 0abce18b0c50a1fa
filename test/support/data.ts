import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The path of a real data file, where the environment variable COTANGENT_DATA names the folder that has it: such files
 * are not ours to keep here, and tests that need them are skipped where there are none.
 */
export const realFile = (name: string): string | undefined => {
  const folder = process.env.COTANGENT_DATA
  const path = folder === undefined ? undefined : join(folder, name)
  return path !== undefined && existsSync(path) ? path : undefined
}
