import { exportsName, type Koffi } from './koffi.js'

/** Parameters of mallopt, from glibc's malloc.h. */
const trimThreshold = -1
const mmapThreshold = -3

/** The most that glibc lets arrays have of its heap rather than of the system, and how much of the heap it is to keep. */
const greatestArray = 2 ** 25
const kept = 2 ** 30

/**
 * Has glibc keep the memory of arrays that are no longer used, for the next ones. As it is, it gives the system back what
 * was freed at the end of its heap, and new arrays take from the system, which hands memory out in pages of zeros: of a
 * step's gradients that costs several times what it takes to exchange them. Other libraries are left as they are, and
 * so is all where one of glibc's own variables says something.
 */
export const keepMemory = (
  koffi: Pick<Koffi, 'load'>,
  environment: Readonly<Record<string, string | undefined>>,
): void => {
  const { MALLOC_TRIM_THRESHOLD_, MALLOC_MMAP_THRESHOLD_, GLIBC_TUNABLES } = environment
  if ((MALLOC_TRIM_THRESHOLD_ ?? MALLOC_MMAP_THRESHOLD_ ?? GLIBC_TUNABLES) !== undefined) return
  const own = koffi.load(null)
  if (!exportsName(own, 'mallopt')) return
  const mallopt = own.func('mallopt', 'int', ['int', 'int'])
  mallopt(mmapThreshold, greatestArray)
  mallopt(trimThreshold, kept)
}
