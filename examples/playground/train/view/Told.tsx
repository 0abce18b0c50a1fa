import { useEffect, useState } from 'preact/hooks'
import { told } from './Figures.js'
import type { Stage } from './stage.js'

/** How often the figures are read out while the training runs, in milliseconds. */
const pace = 6000

/** How long a picture has to stay for its figures to be read out while it does not. */
const rest = 700

interface ToldProps {
  readonly stage: Stage
  readonly running: boolean
}

/** Reads the figures out now and then while the training runs, and else those of a picture that stays. */
export const Told = ({ stage, running }: ToldProps) => {
  const [text, say] = useState('')
  useEffect(() => {
    const now = () => say(told(stage.scene()))
    if (running) {
      const saying = setInterval(now, pace)
      return () => clearInterval(saying)
    }
    let later = setTimeout(now, rest)
    const end = stage.watch(() => {
      clearTimeout(later)
      later = setTimeout(now, rest)
    })
    return () => {
      clearTimeout(later)
      end()
    }
  }, [running, stage])
  return (
    <p class="hidden" aria-live="polite">
      {text}
    </p>
  )
}
