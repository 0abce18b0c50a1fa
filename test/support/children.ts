import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'

/** Hands every process that this one starts from now on to `handle`; gives what puts an end to that. */
export const children = (handle: (child: ChildProcess) => void): (() => void) => {
  const listen = (message: unknown): void => {
    const { process: child } = message as { readonly process: ChildProcess }
    child.once('spawn', () => handle(child))
  }
  subscribe('child_process', listen)
  return () => unsubscribe('child_process', listen)
}

/** Whether a process is there, and not only its number, which is kept until its parent has asked for its end. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
