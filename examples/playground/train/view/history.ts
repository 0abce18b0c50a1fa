import type { Figures } from '../protocol.js'

/** The figures of a run from its first step to the last, thinned where it is long: what is kept is evenly spread. */
export interface History {
  readonly kept: readonly Figures[]
  /** The newest, whether it is kept or not. */
  readonly last: Figures | undefined
  /** Steps between two that are kept, at least. */
  readonly gap: number
}

/** More points than this a curve of some 300 pixels does not show. */
export const historyLimit = 300

/** Before the first figures. */
export const noHistory: History = { kept: [], last: undefined, gap: 1 }

const thinned = (history: History): History =>
  history.kept.length <= historyLimit
    ? history
    : { ...history, kept: history.kept.filter((_, index) => index % 2 === 0), gap: history.gap * 2 }

/** With the figures after some more steps. */
export const recorded = (history: History, figures: Figures): History => {
  const before = history.kept.at(-1)
  const keeps = before === undefined || figures.step - before.step >= history.gap
  return thinned({ ...history, last: figures, kept: keeps ? [...history.kept, figures] : history.kept })
}

/** What a curve is drawn through: what is kept, and the newest. */
export const shownOf = ({ kept, last }: History): readonly Figures[] =>
  last === undefined || last === kept.at(-1) ? kept : [...kept, last]
