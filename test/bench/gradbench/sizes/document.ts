import { type Row, tableLines } from '../../../reports/markdown.js'
import { type Machine, showMachine } from '../../machine.js'
import { showNumber } from '../../text.js'
import { entries } from '../entries/index.js'
import type { Answer, Result } from './answers.js'
import type { Repeats } from './questions.js'

const shownResult = (result: Result): string => {
  switch (result._tag) {
    case 'Success':
      return 'success'
    case 'Invalid':
      return `invalid: off by ${result.deviation.toExponential(0)}`
    case 'Failure':
      return `failure: ${result.error}`
    case 'Undefined':
      return 'undefined'
    case 'ProtocolError':
      return `error: ${result.problem}`
    case 'Timeout':
      return 'timeout'
    case 'Ended':
      return `error: ${result.problem}`
  }
}

const milliseconds = (seconds: number): string => showNumber(seconds * 1e3)

/** A row: what was asked and what came of it. */
export const rowOf = ({ description, function: name, result, bound, memory }: Answer): Row => {
  const held = memory === undefined ? '' : String(Math.round(memory / 2 ** 20))
  if (result._tag !== 'Success') return [description, name, shownResult(result), '', '', '', '', held]
  const { compile, seconds, deviation } = result
  const [found, allowed] = [deviation, bound].map((each) => each.toExponential(0))
  return [description, name, 'success', milliseconds(compile), milliseconds(seconds), found, allowed, held]
}

const head = ['workload', 'function', 'outcome', 'compile, ms', 'evaluate, ms', 'deviation', 'bound', 'memory, MiB']

/** The page of all sizes. */
export const sizesDocument = (
  answers: readonly Answer[],
  machine: Machine,
  threads: number,
  repeats: Repeats,
): string => {
  const successes = answers.filter(({ result }) => result._tag === 'Success').length
  return [
    '# GradBench at its own sizes',
    '',
    `Made anew by \`npm run gradbench:sizes -- --threads ${threads} --seconds ${repeats.seconds}\`, which starts the built tool`,
    '(`examples/gradbench`) as a process of its own for each evaluation and plays the part of GradBench: all workloads that',
    'it asks for unless told otherwise, in its order, by its protocol, with its limit of 600 s for an answer. Inputs are drawn',
    'from seeds as GradBench draws them; hands and cameras are as many and as large as those of its files. Of ode there are',
    'two workloads more, since by those of the benchmark all gradients are zero.',
    '',
    'A success has passed two rules. One is that of GradBench, |a - b| / max(1, |a| + |b|) ≤ 1e-4 for each number, and the same',
    'structure. As zeros would pass that in places, the other one holds each output, as a whole, against loops written by',
    'hand (`test/bench/gradbench/loops`): its deviation max|got - want| / max|want| is at most the bound beside it, which is',
    'derived from the roundings of both programs (`test/bench/gradbench/sizes/bounds.ts`). `compile` is tracing, compiling',
    `and a first run, reported apart; \`evaluate\` is the mean of at least ${repeats.runs} ${repeats.runs === 1 ? 'run' : 'runs'} and ${repeats.seconds} s. A single run is timed where the`,
    'machine happens to be: `docs/benchmarks.md` has times that are to be compared. `memory` is the most that the process held',
    'resident in between, which has the text of the messages in it, what is in memory from workloads before, and the',
    'JavaScript engine itself.',
    '',
    'Memory is not short for any of these. Beyond them, the largest file of ba (9,125,125 observations, which GradBench takes by',
    'an option) has a Jacobian whose program would need 4.76 GiB at once, more than the 4 GiB that WebAssembly addresses: its',
    'objective is answered, its Jacobian by a failure that says so. One of 2,500,000 observations is answered, in 4.6 GiB.',
    '',
    `${showMachine(machine)}, ${threads} ${threads === 1 ? 'thread' : 'threads'}: ${successes} of ${answers.length} are successes.`,
    '',
    ...entries.flatMap(({ name }) => {
      const rows = answers.filter(({ evaluation }) => evaluation === name).map(rowOf)
      return [`## ${name}`, '', ...tableLines(head, rows), '']
    }),
  ].join('\n')
}
