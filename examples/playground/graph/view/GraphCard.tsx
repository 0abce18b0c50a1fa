import { memo } from 'preact/compat'
import { Details } from './Details.js'
import { GraphDrawing } from './GraphDrawing.js'
import { Program } from './Program.js'
import { Stepper, Tables } from './Stepper.js'
import type { Event, State } from './state.js'

interface Props {
  readonly state: State
  readonly happen: (event: Event) => void
  /** The link to what the view shows. */
  readonly link: () => string
}

/** A function and its derivative as graphs, with the reverse sweep. */
export const GraphCard = memo(({ state, happen, link }: Props) => (
  <section class="card graph-card" aria-labelledby="graph-title">
    <h2 id="graph-title">A function and its derivative as graphs</h2>
    <Program state={state} happen={happen} link={link} />
    <Stepper state={state} happen={happen} />
    <GraphDrawing state={state} happen={happen} />
    <Details state={state} />
    <Tables state={state} happen={happen} />
  </section>
))
