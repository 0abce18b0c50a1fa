/** Writes docs/laws.md, the laws with their formulas, generators and tolerances: `npm run laws:page`. */
import { writeFileSync } from 'node:fs'
import { faultCounts, lawsDocument } from './laws.js'

writeFileSync('docs/laws.md', lawsDocument(faultCounts()))
