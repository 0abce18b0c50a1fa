/** Puts the same gradients to our checks and to PyTorch's and writes docs/gradcheck-beside-pytorch.md: `npm run side`. */
import { writeFileSync } from 'node:fs'
import { delicate } from './cases/delicate.js'
import { faults } from './cases/faults.js'
import { byGradcheck, byGradcheckOpaque, byTorch } from './compare.js'
import { sideDocument } from './document.js'

const cases = [...faults, ...delicate]
const torch = byTorch(cases)
if (torch === undefined) {
  console.error('/usr/bin/python3 has no PyTorch here: there is nothing to compare with')
  process.exitCode = 2
} else {
  const verdicts = { gradcheck: cases.map(byGradcheck), opaque: cases.map(byGradcheckOpaque), torch: torch.verdicts }
  const part = (from: number, to: number) => ({
    gradcheck: verdicts.gradcheck.slice(from, to),
    opaque: verdicts.opaque.slice(from, to),
    torch: verdicts.torch.slice(from, to),
  })
  const [ofFaults, ofDelicate] = [part(0, faults.length), part(faults.length, cases.length)]
  const file = 'docs/gradcheck-beside-pytorch.md'
  writeFileSync(file, sideDocument(faults, ofFaults, delicate, ofDelicate, torch))
  console.log(`${file} is written`)
}
