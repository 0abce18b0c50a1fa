import type { Drawing } from '../protocol.js'

/** What a step of the sweep makes of a node. */
export interface Mark {
  /** Whether it hands on its cotangent in this step, is handed something, has handed on what it had, or is to come. */
  readonly role: 'active' | 'receiving' | 'done' | 'later' | 'none'
  /** What it has been handed by then, in a few letters; empty where nothing. */
  readonly collected: string
}

/** What a node is at a step: of the function by what it was handed, of the derivative by whether it is made. */
export const marksAt = ({ nodes, output, steps }: Drawing, step: number): readonly Mark[] => {
  const collected = new Map<number, string>(output === undefined ? [] : [[output, '1']])
  for (const { receipts } of steps.slice(0, step))
    for (const { node, shortSum } of receipts) collected.set(node, shortSum === '' ? '…' : shortSum)
  const current = steps[step - 1]
  const receiving = new Set(current?.receipts.map(({ node }) => node))
  return nodes.map(({ part, step: own }, index) => {
    const later = part === 'backward' ? own > step : false
    const role: Mark['role'] =
      step === 0
        ? 'none'
        : part === 'backward'
          ? own === step
            ? 'active'
            : later
              ? 'later'
              : 'done'
          : current?.node === index
            ? 'active'
            : receiving.has(index)
              ? 'receiving'
              : own !== 0 && own < step
                ? 'done'
                : 'none'
    return { role, collected: collected.get(index) ?? '' }
  })
}

/** As many letters of a value as are said in a sentence. */
const longest = 48

/** A value in one line. */
export const inLine = (text: string): string => {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= longest ? line : `${line.slice(0, longest)} ...`
}

/** What a step does, in a sentence for each operand. */
export const sayStep = ({ nodes, output, steps }: Drawing, step: number): string => {
  if (steps.length === 0) return 'The value does not depend on what is given: nothing is handed back.'
  if (step === 0) {
    const name = output === undefined ? 'the value' : nodes[output].label
    return `The sweep begins at ${name}, whose cotangent is 1, and has ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}.`
  }
  const { node, cotangent, receipts } = steps[step - 1]
  const handed = receipts.map(({ node: to, contribution, sum, isSum }) =>
    isSum
      ? `${nodes[to].label} receives ${inLine(contribution)} more, ${inLine(sum)} in all.`
      : `${nodes[to].label} receives ${inLine(contribution)}.`,
  )
  const nothing = receipts.length === 0 ? ['Nothing goes further back from it.'] : []
  return [
    `Step ${step} of ${steps.length}: ${nodes[node].label} hands on its cotangent ${inLine(cotangent)}.`,
    ...handed,
    ...nothing,
  ].join(' ')
}
