import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where a lesson's files are: in a folder of the lesson's name, or where that is not, in the folder given itself. */
export const folderOf = (data: string, lesson: string): string => {
  const own = join(data, lesson)
  return existsSync(own) ? own : data
}

/** A file by its name, which may end in .gz: the one that is there, or the packed one. */
export const plainOrPacked = (folder: string, name: string): string => {
  const plain = join(folder, name.replace(/\.gz$/, ''))
  return existsSync(plain) ? plain : `${plain}.gz`
}
