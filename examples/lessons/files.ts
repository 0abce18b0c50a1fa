import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where a lesson's files are: in a folder of the lesson's name, or where that is not, in the folder given itself. */
export const folderOf = (data: string, lesson: string): string => {
  const own = join(data, lesson)
  return existsSync(own) ? own : data
}
