/** Runs a probe, given by its name and its argument as JSON, for the process that started this one. */
import { here, type ProbeName } from './probes/index.js'

const [name, argument] = process.argv.slice(2)
const result = await here(name as ProbeName, JSON.parse(argument))
process.send?.(result, () => process.disconnect())
