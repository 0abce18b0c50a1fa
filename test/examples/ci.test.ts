import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readSource } from '../support/sources.js'
// The example's own tests, beside those here.
import '../../examples/ci/logistic.test.js'

/** A workflow as data, by the YAML reader of Python, which the machines of most services have. */
const python = '/usr/bin/python3'
const reads = (): boolean => {
  if (!existsSync(python)) return false
  try {
    execFileSync(python, ['-c', 'import yaml'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const { text } = readSource('examples/ci/gradcheck.yml')

it('the workflow has a fixed seed on pull requests and a drawn one at night', () => {
  const commands = [...text.matchAll(/if: (.*)\n +run: npx cotangent (.*)/g)].map(([, when, command]) => [
    when,
    command,
  ])
  expect(commands.map(([when]) => when)).toEqual(["github.event_name != 'schedule'", "github.event_name == 'schedule'"])
  expect(commands[0][1]).not.toContain('--seed')
  expect(commands[1][1]).toContain('--seed random')
})

it.runIf(reads())('the workflow is YAML with the parts that a workflow has', () => {
  const program = 'import json, sys, yaml; print(json.dumps(yaml.load(sys.stdin, Loader=yaml.BaseLoader)))'
  const workflow = JSON.parse(execFileSync(python, ['-c', program], { input: text, encoding: 'utf8' }))
  expect(Object.keys(workflow)).toEqual(['name', 'on', 'permissions', 'jobs'])
  expect(Object.keys(workflow.on)).toEqual(['pull_request', 'push', 'schedule', 'workflow_dispatch'])
  for (const step of workflow.jobs.gradcheck.steps) expect(Object.keys(step)).toContain('uses' in step ? 'uses' : 'run')
})
