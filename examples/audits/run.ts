import * as lessons from './lessons.js'
import * as peers from './peers.js'

// Checks derivatives that are known to be wrong or right, the lessons' own and those of two other libraries, and says
// whether each is found what it is.

const ofLessons = lessons.auditLessons()
console.log(`The gradients that the lessons write by hand:\n${lessons.showLessons(ofLessons)}\n`)
const ofPeers = await peers.auditPeers()
console.log(`Derivatives of other libraries:\n${peers.showPeers(ofPeers)}\n`)

const problems = [...lessons.surprises(ofLessons), ...peers.surprises(ofPeers)]
console.log(problems.length === 0 ? 'Each is found what it is.' : `NOT WELL:\n${problems.join('\n')}`)
process.exitCode = problems.length === 0 ? 0 : 1
