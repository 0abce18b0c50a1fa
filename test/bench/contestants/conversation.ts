import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export const server = 'test/bench/peers/serve.py'

/** A process that answers a line by a line, until it is told to end. */
export interface Conversation {
  readonly ask: <Answer>(request: unknown) => Promise<Answer>
  readonly end: () => void
}

export const converse = (executable: string): Conversation => {
  const { stdin, stdout } = spawn(executable, [server], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  return {
    ask: async (request) => {
      stdin.write(`${JSON.stringify(request)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${executable} ${server} ended at ${JSON.stringify(request)}`)
      return JSON.parse(value)
    },
    end: () => stdin.end(),
  }
}
