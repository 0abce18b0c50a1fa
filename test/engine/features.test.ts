import { expect, it, vi } from 'vitest'

it('interprets graphs, with the same results, where WebAssembly has no vectors', async () => {
  vi.resetModules()
  const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false)
  const compiled = vi.spyOn(WebAssembly, 'Module')
  const { exp, jit, tensor } = await import('../../src/index.js')
  const f = jit((x: ReturnType<typeof tensor>) => exp(x as never))
  expect(String(f(tensor([0, 1]) as never))).toBe(String(exp(tensor([0, 1]))))
  expect(validate).toHaveBeenCalled()
  expect(compiled).not.toHaveBeenCalled()
  vi.restoreAllMocks()
})
