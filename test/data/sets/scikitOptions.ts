/** Options under their names in camel case, as scikit-learn's arguments in a file of reference figures have them. */
export const camelCased = (given: { readonly [name: string]: unknown }): object =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
