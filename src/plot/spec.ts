/** What a figure is made of: values that JSON can write. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** A part of a figure's description: a JSON object. */
export type Spec = { readonly [key: string]: Json | undefined }

/**
 * A figure: a Vega-Lite specification that carries its data. It is a pure value, which `JSON.stringify` writes and any
 * Vega-Lite tool reads; renderers such as `toSvg` make pictures of it. Notebooks draw one that is the value of a cell; a
 * copy by `{ ...figure }` is a specification like any other, which `figure(copy)` makes one again.
 */
export interface Figure extends Spec {
  readonly $schema: string
}
