/** Visitors may have their browser keep nothing, which it then refuses: what there would be to keep holds until they leave. */
export const ifKept = <A>(where: 'localStorage' | 'sessionStorage', use: (storage: Storage) => A): A | undefined => {
  try {
    return use(globalThis[where])
  } catch {
    return undefined
  }
}
