/** What a function gives for each item, one after the other: what is measured must not run side by side. */
export const inTurn = async <A, B>(
  items: readonly A[],
  f: (item: A, index: number) => Promise<B>,
): Promise<readonly B[]> => {
  const results: B[] = []
  for (const [index, item] of items.entries()) results.push(await f(item, index))
  return results
}
