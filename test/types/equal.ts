/** Whether two types are the very same: neither assignable alone nor `any` will do. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles only where the value's type is exactly `Expected`. */
export declare const typeOf: <Actual>(value: Actual) => {
  readonly is: <Expected>(
    ...proof: Equal<Actual, Expected> extends true ? [] : [expected: Expected, actual: Actual]
  ) => void
}
