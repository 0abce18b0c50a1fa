/** What a peer gives; or, where the running Node lacks what it asks for, that it is absent. */
export const orAbsent = async <A>(measured: Promise<A>): Promise<A | string> => {
  try {
    return await measured
  } catch (error) {
    const missing = error instanceof Error && error.message.match(/\w+ is not defined/)
    if (missing) return `absent: ${missing[0]}`
    throw error
  }
}
