import { useEffect, useReducer } from 'preact/hooks'
import type { ViewProps } from '../app/App.js'
import { isKnown, remember } from '../program/ran.js'
import type { Response } from './protocol.js'
import { readSettings } from './settings.js'
import { GraphCard } from './view/GraphCard.js'
import { useAddressOf, useWorker } from './view/hooks.js'
import { Slopes, useSlopes } from './view/Slopes.js'
import { nextSlope } from './view/slopeState.js'
import { next, opened } from './view/state.js'

/** A program that has not come to an end by then, in milliseconds, is stopped. */
const patience = 5000

/** The graph view: a function and its derivative as graphs, the reverse sweep step by step, and slopes beside differences. */
export const GraphView = ({ visit }: ViewProps) => {
  const [state, happen] = useReducer(next, undefined, () => {
    const { graph } = readSettings(visit.state)
    return opened(graph, isKnown('graph', graph.code))
  })
  const [slope, slide] = useReducer(nextSlope, undefined, () => readSettings(visit.state).slope)
  const { draft, isPlaying, isWaiting, run, settings } = state
  const link = useAddressOf(settings, slope, visit.replace)

  const worker = useWorker(
    (response) => receive(response),
    (reason) => {
      worker.restart()
      happen({ kind: 'failed', run, trouble: { text: reason, at: undefined } })
    },
  )
  const slopes = useSlopes(slope, worker)
  const receive = (response: Response): void => {
    if (response.kind === 'graph') happen({ kind: 'drawn', run: response.run, drawing: response.drawing })
    else if (response.kind === 'problem')
      happen({ kind: 'failed', run: response.run, trouble: { text: response.text, at: response.at } })
    else slopes.receive(response)
  }

  // What is asked is the text as it was when it was asked for.
  useEffect(() => {
    if (run === 0) return
    remember('graph', draft)
    worker.send({ kind: 'graph', run, source: draft })
  }, [run])

  useEffect(() => {
    if (!isWaiting) return
    const timer = setTimeout(() => {
      worker.restart()
      slopes.again()
      const text = `The program had not ended after ${patience / 1000} seconds, and was stopped.`
      happen({ kind: 'failed', run, trouble: { text, at: undefined } })
    }, patience)
    return () => clearTimeout(timer)
  }, [isWaiting, run])

  useEffect(() => {
    if (!isPlaying) return
    const timer = setInterval(() => happen({ kind: 'ticked' }), 1200)
    return () => clearInterval(timer)
  }, [isPlaying])

  return (
    <div class="graph-view">
      <GraphCard state={state} happen={happen} link={link} />
      <Slopes settings={slope} happen={slide} curve={slopes.curve} slope={slopes.slope} />
    </div>
  )
}
