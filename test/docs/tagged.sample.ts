/**
 * Twice a number.
 *
 * @deprecated
 */
export const twice = (x: number): number => 2 * x
