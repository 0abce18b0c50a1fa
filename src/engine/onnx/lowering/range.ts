/** The whole numbers from one up to another. */
export const range = (start: number, end: number): readonly number[] =>
  Array.from({ length: end - start }, (_, index) => start + index)
