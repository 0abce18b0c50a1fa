import { Tick } from './Fields.js'
import { Mark } from './Mark.js'
import type { Look } from './state.js'

interface LegendProps {
  readonly classes: readonly string[]
  readonly look: Look
  readonly onLook: (change: Partial<Look>) => void
}

/** Which shape is which class, and what is shown of the test and of the probabilities. */
export const Legend = ({ classes, look, onLook }: LegendProps) => (
  <div class="below">
    <ul class="legend">
      {classes.map((name, label) => (
        <li key={name}>
          <Mark label={label} /> {name}
        </li>
      ))}
      <li>
        <Mark label={0} hollow /> hollow: for the test
      </li>
    </ul>
    <Tick label="Show test points" checked={look.showTest} onChecked={(showTest) => onLook({ showTest })} />
    <Tick label="Likeliest class only" checked={look.sharp} onChecked={(sharp) => onLook({ sharp })} />
  </div>
)
