/** Numbers objects as they come, so that keys can tell them apart without keeping them. */
export const numbering = <T extends object>(): ((each: T) => number) => {
  const numbers = new WeakMap<T, number>()
  let last = 0
  return (each) => {
    const known = numbers.get(each)
    if (known !== undefined) return known
    numbers.set(each, ++last)
    return last
  }
}
