import { useEffect, useState } from 'preact/hooks'
import { told } from './Figures.js'
import type { Stage } from './stage.js'

/** How often the figures are read out while the training runs, in milliseconds. */
const pace = 6000

interface ToldProps {
  readonly stage: Stage
  readonly running: boolean
}

/** Reads the figures out now and then while the training runs, and when it pauses. */
export const Told = ({ stage, running }: ToldProps) => {
  const [text, say] = useState('')
  useEffect(() => {
    if (!running) return
    const saying = setInterval(() => say(told(stage.scene())), pace)
    return () => {
      clearInterval(saying)
      say(told(stage.scene()))
    }
  }, [running, stage])
  return (
    <p class="hidden" aria-live="polite">
      {text}
    </p>
  )
}
