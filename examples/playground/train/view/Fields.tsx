import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

/** What every control has: its name on the page. */
interface Named {
  readonly label: string
}

/** A control beneath its name. */
export const Field = ({ label, id, value, children }: Named & FieldParts) => (
  <div class="field">
    <label for={id}>{label}</label>
    {value !== undefined && (
      <output class="value" for={id}>
        {value}
      </output>
    )}
    {children}
  </div>
)

interface FieldParts {
  readonly id: string
  readonly value?: string
  readonly children: ComponentChildren
}

interface SliderProps extends Named {
  readonly value: number
  readonly range: readonly [from: number, to: number]
  readonly step: number
  readonly text: (value: number) => string
  readonly onValue: (value: number) => void
}

/** A slider, with its value in words beside its name. */
export const Slider = ({ label, value, range: [from, to], step, text, onValue }: SliderProps) => {
  const id = useId()
  return (
    <Field label={label} id={id} value={text(value)}>
      <input
        id={id}
        type="range"
        min={from}
        max={to}
        step={step}
        value={value}
        aria-valuetext={text(value)}
        onInput={({ currentTarget }) => onValue(currentTarget.valueAsNumber)}
      />
    </Field>
  )
}

interface StopsProps extends Named {
  readonly value: number
  /** The values that the slider stops at, ascending. */
  readonly stops: readonly number[]
  readonly text: (value: number) => string
  readonly onValue: (value: number) => void
}

const nearestStop = (stops: readonly number[], value: number): number =>
  stops.reduce((best, stop, index) => (Math.abs(stop - value) < Math.abs(stops[best] - value) ? index : best), 0)

/** A slider over values that are not evenly spaced; a value from elsewhere is shown as it is, its knob at the nearest stop. */
export const Stops = ({ label, value, stops, text, onValue }: StopsProps) => (
  <Slider
    label={label}
    value={nearestStop(stops, value)}
    range={[0, stops.length - 1]}
    step={1}
    text={() => text(value)}
    onValue={(stop) => onValue(stops[stop])}
  />
)

interface TickProps extends Named {
  readonly checked: boolean
  readonly onChecked: (checked: boolean) => void
}

/** A box to be ticked, before its name. */
export const Tick = ({ label, checked, onChecked }: TickProps) => (
  <label class="tick">
    <input type="checkbox" checked={checked} onChange={({ currentTarget }) => onChecked(currentTarget.checked)} />
    {label}
  </label>
)

interface ChoiceProps<Name extends string> extends Named {
  readonly value: Name
  readonly names: readonly Name[]
  readonly text: (name: Name) => string
  readonly onValue: (name: Name) => void
}

/** One of several, in a list that opens. */
export const Choice = <Name extends string>({ label, value, names, text, onValue }: ChoiceProps<Name>) => {
  const id = useId()
  return (
    <Field label={label} id={id}>
      <select
        id={id}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = names.find((name) => name === currentTarget.value)
          if (chosen !== undefined) onValue(chosen)
        }}
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {text(name)}
          </option>
        ))}
      </select>
    </Field>
  )
}

interface WholeProps {
  readonly value: number
  readonly range: readonly [from: number, to: number]
  /** The name, where no visible label has it. */
  readonly name?: string
  readonly id?: string
  readonly onValue: (value: number) => void
}

/** A field for a whole number: what is typed counts as soon as it is one of the range, and goes when the field is left. */
export const Whole = ({ value, range: [from, to], name, id, onValue }: WholeProps) => (
  <input
    id={id}
    type="number"
    min={from}
    max={to}
    step={1}
    value={value}
    aria-label={name}
    onInput={({ currentTarget: { valueAsNumber } }) => {
      if (Number.isInteger(valueAsNumber) && valueAsNumber >= from && valueAsNumber <= to) onValue(valueAsNumber)
    }}
    onBlur={({ currentTarget }) => {
      currentTarget.value = String(value)
    }}
  />
)
