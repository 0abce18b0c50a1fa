/** A number as the shortest text that is read as the same number, the sign of zero included: equal for equal bits alone. */
export const showNumber = (value: number | bigint): string => (Object.is(value, -0) ? '-0' : String(value))
