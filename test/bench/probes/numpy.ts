import { converse } from '../contestants/conversation.js'
import type { Float } from '../contestants/index.js'

export type NumpyArgument = { readonly executable: string } & (
  | { readonly measure: 'matmul'; readonly argument: { size: number; dtype: Float; seconds: number } }
  | { readonly measure: 'chains'; readonly argument: { count: number; dtype: Float } }
)

/** What NumPy gives for a sweep: one number, or one for each chain. */
export const numpyProbe = async ({ executable, ...request }: NumpyArgument): Promise<readonly number[]> => {
  const { ask, end } = converse(executable)
  const answer = await ask<number | readonly number[]>(request)
  end()
  return [answer].flat()
}
