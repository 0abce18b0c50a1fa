import { vi } from 'vitest'

/** Counts the modules that are compiled while a body runs. */
export const modulesIn = (body: () => void): number => {
  const compile = vi.spyOn(WebAssembly, 'Module')
  body()
  const count = compile.mock.calls.length
  compile.mockRestore()
  return count
}
