/** Measures Cotangent side by side with its peers: `npm run bench`, `npm run bench -- --only xor --json FILE`. */
import { writeFileSync } from 'node:fs'
import { contestantsOf, findPython } from './contestants/index.js'
import { showMachine, thisMachine } from './machine.js'
import { optionsOf } from './options.js'
import { race } from './race.js'
import { workloads } from './workloads/index.js'

const options = optionsOf(process.argv.slice(2))
const machine = thisMachine()
const versions = options.python === undefined ? findPython() : findPython([options.python])
console.log(showMachine(machine))
console.log(versions === undefined ? 'no Python with NumPy' : JSON.stringify(versions))
const effort = options.quick ? { rounds: 2, budget: 0.1 } : { rounds: 5, budget: 3 }
const results: Record<string, unknown> = {}
for (const workload of workloads) {
  if (options.only.length > 0 && !options.only.includes(workload.name)) continue
  console.log(`\n${workload.title}`)
  const problem = workload.problem(options.quick ? 40 : undefined)
  const { training, compared } = workload
  const found = await race(contestantsOf(workload, versions), { problem, compared, training, effort })
  results[workload.name] = found
  const ours = found[0]
  for (const each of found) {
    if (each._tag === 'Absent') console.log(`  ${each.name} ${each.dtype}: ${each.reason}`)
    else {
      const ratio = ours._tag === 'Timed' ? each.step.median / ours.step.median : Number.NaN
      console.log(
        `  ${each.name.padEnd(28)} ${each.dtype} min ${(each.step.min * 1e6).toFixed(2).padStart(12)} median ${(each.step.median * 1e6).toFixed(2).padStart(12)} us, ours is ${ratio.toPrecision(3)} times as fast; ${each.steps} steps, ${each.step.count} times; deviation ${each.deviation.toExponential(1)}${each.agrees ? '' : ' DISAGREES'}`,
      )
    }
  }
}
if (options.json !== undefined)
  writeFileSync(options.json, `${JSON.stringify({ machine, versions, results }, null, 2)}\n`)
