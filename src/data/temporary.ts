import { lazily } from '../tensor/index.js'
import { builtin, fileSystem } from './platform.js'

/** Part of the names of temporary files: a process of another machine cannot be asked whether it still runs. */
const host = lazily((): string => {
  const name = builtin<typeof import('node:os')>('node:os')?.hostname() ?? ''
  return name.replace(/[^A-Za-z0-9-]/g, '-')
})

const randomHex = (): string =>
  Array.from(globalThis.crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )

/** `.model.npy.machine.1234.0a1b2c3d.partial`: hidden, beside the file it becomes. */
export const temporaryName = (name: string, ending: string): string =>
  `.${name}.${host()}.${process.pid}.${randomHex()}.${ending}`

/** Where a temporary file comes from. */
export interface Origin {
  /** The file it was to become. */
  readonly name: string
  /** The process that wrote it. */
  readonly writer: number
}

/** What the name of a temporary file says, if this machine made it. */
export const originOf = (entry: string, ending: string): Origin | undefined => {
  const match = /^\.(.+)\.([A-Za-z0-9-]+)\.(\d+)\.[0-9a-f]{16}\.(\w+)$/s.exec(entry)
  return match?.[2] === host() && match[4] === ending ? { name: match[1], writer: Number(match[3]) } : undefined
}

const runs = (process_: number): boolean => {
  try {
    process.kill(process_, 0)
    return true
  } catch (cause) {
    // EPERM: it runs, but belongs to somebody else.
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a temporary file was left behind: its writer is gone, or had this process's number before it began. */
export const isAbandoned = async (path: string, writer: number): Promise<boolean> => {
  if (writer !== process.pid) return !runs(writer)
  const began = Date.now() - 1000 * process.uptime()
  return fileSystem()
    .stat(path)
    .then(
      ({ mtimeMs }) => mtimeMs < began,
      () => false,
    )
}
