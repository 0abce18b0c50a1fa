import { useRef } from 'preact/hooks'
import { figure, percent, time, whole } from './numbers.js'
import { type Scene, type Stage, useScene } from './stage.js'

interface Row {
  readonly name: string
  readonly text: (frame: NonNullable<Scene['frame']>, ready: Scene['ready']) => string
}

const rows: readonly Row[] = [
  { name: 'Step', text: ({ figures }) => whole(figures.step) },
  { name: 'Loss', text: ({ figures }) => figure(figures.trainLoss) },
  { name: 'Accuracy', text: ({ figures }) => percent(figures.trainAccuracy) },
  { name: 'Time a step', text: ({ stepTime }) => (stepTime > 0 ? time(stepTime) : '–') },
  { name: 'Epoch', text: ({ epoch }) => whole(epoch) },
  { name: 'Test loss', text: ({ figures }) => figure(figures.testLoss) },
  { name: 'Test accuracy', text: ({ figures }) => percent(figures.testAccuracy) },
  { name: 'Threads', text: (_, ready) => String(ready?.threads ?? '–') },
]

/** The newest figures, written into the page without rendering it. */
export const FigureList = ({ stage }: { readonly stage: Stage }) => {
  const list = useRef<HTMLDListElement>(null)
  useScene(
    stage,
    ({ frame, ready }) => {
      const cells = list.current?.querySelectorAll('dd') ?? []
      for (const [index, cell] of cells.entries()) {
        const text = frame === undefined ? '–' : rows[index].text(frame, ready)
        if (cell.textContent !== text) cell.textContent = text
      }
    },
    [],
  )
  return (
    <dl ref={list} class="figures">
      {rows.map(({ name }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>–</dd>
        </div>
      ))}
    </dl>
  )
}

/** The figures in a sentence, to be read out. */
export const told = ({ frame }: Scene): string => {
  if (frame === undefined) return ''
  const { step, trainLoss, testLoss, trainAccuracy, testAccuracy } = frame.figures
  const test = Number.isNaN(testLoss) ? '' : `; test: loss ${figure(testLoss)}, accuracy ${percent(testAccuracy)}`
  return `Step ${step}. Training: loss ${figure(trainLoss)}, accuracy ${percent(trainAccuracy)}${test}.`
}
