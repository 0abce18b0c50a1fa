/** No options at all. */
export type NoOptions = Record<never, never>

/** The value of an option; `Absent` where it is not given. */
export type Option<O, K extends string, Absent = undefined> = K extends keyof O ? O[K] : Absent

/** Options that an operation does not have, as a message: a misspelled one would be ignored in silence. */
export type UnknownOption<O, Known> =
  Exclude<keyof O, keyof Known> extends infer K extends string ? `there is no option ${K}` : never
