import { findPython } from './contestants/index.js'
import { canLimitCores } from './elsewhere.js'
import { inTurn } from './inTurn.js'
import { type Machine, showMachine } from './machine.js'
import type { Options } from './options.js'
import type { Measure } from './probes/index.js'
import type { Finding, Report } from './report.js'
import { sections } from './sections/index.js'
import { showFinding } from './text.js'

/** 1, 2, 4 and so on, and all of them; only these where a process cannot be kept to some. */
const coresToTry = ({ cores }: Machine): readonly number[] => {
  const doubled = Array.from({ length: Math.ceil(Math.log2(cores)) }, (_, power) => 2 ** power)
  return [...(canLimitCores() ? doubled : []), cores]
}

/** Runs the chosen sections on one Node, and tells what they find as they find it. */
export const bench = async (
  { only, quick, python: executable }: Options,
  measure: Measure,
  tell: (text: string) => void,
): Promise<Report> => {
  const machine = await measure('machine', null)
  tell(showMachine(machine))
  const python = findPython(executable === undefined ? undefined : [executable])
  tell(
    python === undefined
      ? 'No Python with NumPy was found: NumPy and PyTorch are left out.'
      : `Python ${python.python} (${python.executable}), NumPy ${python.numpy} (${python.blas.join(', ')}), ${python.torch === undefined ? 'no PyTorch' : `PyTorch ${python.torch}`}`,
  )
  const chosen = sections.filter(({ name }) => only.length === 0 || only.includes(name))
  const setting = { measure, machine, python, quick, cores: coresToTry(machine) }
  const findings = await inTurn(chosen, async ({ name, title, run }): Promise<Finding> => {
    const finding = { name, title, ...(await run(setting)) }
    tell(showFinding(finding))
    return finding
  })
  return { machine, python, quick, findings }
}
