import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CaveatContext, caveatObjections, encodeCaveat, parseCaveat } from '#lib/protocol/caveats.ts'

const now = new Date('2026-11-24T12:00:00Z')
const seconds = now.getTime() / 1000
const grail = { id: 'p-1', normalizedName: 'holy-grail' }
const asking: CaveatContext = { now, userId: 'u-1', publisherId: null, action: 'upload', project: grail }
const objections = (text: string, change: Partial<CaveatContext> = {}) => caveatObjections([text], { ...asking, ...change })

test('a token holds from not_before up to, but not at, expires_at', () => {
  expect(objections(`[0,${seconds + 1},${seconds}]`)).toEqual([])
  expect(objections(`[0,${seconds},0]`)).toEqual(['token is expired'])
  expect(objections(`[0,${seconds + 9},${seconds + 1}]`)).toEqual(['token is not yet valid'])
})

test('project names and ids allow those listed and nothing else', () => {
  expect(objections('[1,["holy-grail","ni"]]')).toEqual([])
  expect(objections('[1,["ni"]]')).toEqual(["project-scoped token is not valid for project: 'holy-grail'"])
  expect(objections('[1,[]]')).toHaveLength(1)
  expect(objections('[2,["p-1"]]')).toEqual([])
  expect(objections('[2,["p-2"]]')).toEqual(["project-scoped token is not valid for project: 'holy-grail'"])
})

test('a project-scoped token cannot make a new project', () => {
  expect(objections('[1,["holy-grail"]]', { project: null })).toEqual(['project-scoped token used outside of a project context'])
  expect(objections('[2,["p-1"]]', { project: null })).toEqual(['project-scoped token used outside of a project context'])
})

test('a user caveat holds for that user alone', () => {
  expect(objections('[3,"u-1"]')).toEqual([])
  expect(objections('[3,"u-2"]')).toEqual(['current user does not match user restriction in token'])
  expect(objections('[3,"u-1"]', { userId: null })).toEqual(['token with user restriction without a user'])
})

test('a publisher caveat holds for that publisher and the projects it is registered to', () => {
  const published = { userId: null, publisherId: 'pub', project: { ...grail, publisherIds: ['pub'] } }
  expect(objections('[4,"pub"]', published)).toEqual([])
  expect(objections('[4,"pub",{"sha":"x"}]', published)).toEqual([])
  expect(objections('[4,"pub"]')).toEqual(['OIDC scoped token used outside of an OIDC identified request'])
  expect(objections('[4,"other"]', published)).toEqual(['current OIDC publisher does not match publisher restriction in token'])
  expect(objections('[4,"pub"]', { ...published, project: null })).toEqual(['OIDC scoped token used outside of a project context'])
  expect(objections('[4,"pub"]', { ...published, project: grail })).toEqual(["OIDC scoped token is not valid for project 'holy-grail'"])
})

test('our own tag 100 names the kinds of action', () => {
  expect(objections('[100,["read"]]', { action: 'read' })).toEqual([])
  expect(objections('[100,["read"]]')).toEqual(['token is not valid for: upload'])
})

test("PyPI's older objects are understood", () => {
  expect(objections('{"version": 1, "permissions": "user"}')).toEqual([])
  expect(objections('{"version": 1, "permissions": "user"}', { userId: null })).toHaveLength(1)
  expect(objections('{"version": 1, "permissions": {"projects": ["holy-grail"]}}')).toEqual([])
  expect(objections('{"version": 1, "permissions": {"projects": ["ni"]}}')).toHaveLength(1)
  expect(objections(`{"nbf": 0, "exp": ${seconds}}`)).toEqual(['token is expired'])
  expect(objections('{"project_ids": ["p-1"]}')).toEqual([])
})

test('every caveat must hold, so a second one only narrows', () => {
  expect(caveatObjections(['[3,"u-1"]', '[0,1,0]', '[1,["ni"]]'], asking)).toEqual([
    'token is expired',
    "project-scoped token is not valid for project: 'holy-grail'",
  ])
})

test.each([
  '', 'x', '[]', '{}', 'null', '3', '"u"', '[[]]', '[5]', '[99,"x"]', '[-1]', '["3","u-1"]', '[3.5,"u-1"]', '[true,"u-1"]',
  '[3]', '[3,1]', '[3,null]', '[3,["u-1"]]', '[3,"u-1","more"]',
  '[0]', '[0,9999999999]', '[0,"9999999999",0]', '[0,9999999999.5,0]', '[0,9999999999,0,1]', '[0,1e400,0]', '[0,true,false]',
  '[1]', '[1,"holy-grail"]', '[1,[1]]', '[1,["holy-grail"],1]', '[1,{"0":"holy-grail"}]', '[2]', '[2,"p-1"]', '[2,[null]]', '[2,["p-1"],1]',
  '[4]', '[4,1]', '[4,"pub","claims"]', '[4,"pub",{},1]', '[100]', '[100,"upload"]', '[100,["upload"],1]',
  '{"version":2,"permissions":"user"}', '{"version":1}', '{"version":1,"permissions":"user","more":1}', '{"permissions":"user"}',
  '{"version":1,"permissions":{"projects":["holy-grail"],"x":1}}', '{"version":1,"permissions":{"projects":"holy-grail"}}',
  '{"version":true,"permissions":"user"}', '{"nbf":0}', '{"exp":9999999999}', '{"nbf":"0","exp":9999999999}', '{"project_ids":"p-1"}',
])('what is not understood denies: %s', (text) => {
  expect(objections(text)).toEqual(['caveat is invalid'])
})

test('every caveat is read back as it was written', () => {
  for (const text of [`[0,${seconds},0]`, '[1,["a"]]', '[2,["b"]]', '[3,"u"]', '[4,"p"]', '[100,["read"]]', '{"version":1,"permissions":"user"}']) {
    const read = parseCaveat(text)
    expect(read.ok && encodeCaveat(read.value)).toBe(text)
  }
})

test('no JSON makes the reader throw', () => {
  fc.assert(fc.property(fc.json(), (text) => void parseCaveat(text)))
})
