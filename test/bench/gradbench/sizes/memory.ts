import { readFileSync, writeFileSync } from 'node:fs'
import { platform } from 'node:os'

/** The most memory that a process held since that was last asked, in bytes, where the system tells; it then starts anew. */
export const peakOf = (pid: number): number | undefined => {
  if (platform() !== 'linux') return undefined
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}
