interface Process {
  getBuiltinModule?(name: string): unknown
}

/**
 * A module that Node, Deno and Bun have built in, asked for where it is needed; undefined in browsers. What decodes bytes
 * uses no other way, so that it loads there too.
 */
export const builtin = <Module>(name: string): Module | undefined =>
  (globalThis as { readonly process?: Process }).process?.getBuiltinModule?.(name) as Module | undefined

const needed = <Module>(name: string): Module => {
  const found = builtin<Module>(name)
  if (found === undefined) throw Object.assign(new Error('there are no files here'), { code: 'ENOSYS' })
  return found
}

/** The system's files; where there are none, as in browsers, it throws a refusal like those of the system. */
export const fileSystem = (): typeof import('node:fs/promises') => needed('node:fs/promises')

/** How files are named, where there are some. */
export const filePaths = (): typeof import('node:path') => needed('node:path')
