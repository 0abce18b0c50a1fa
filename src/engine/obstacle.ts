import { hasVectors } from '../compile/index.js'
import { hasMemory } from './memory.js'

/** What keeps graphs from being compiled here, so that they are interpreted instead; undefined where nothing does. */
export const obstacle = (): string | undefined => {
  if (!hasVectors()) return 'there is no WebAssembly with vectors here'
  return hasMemory() ? undefined : 'the process has no addresses left for a memory of WebAssembly'
}
