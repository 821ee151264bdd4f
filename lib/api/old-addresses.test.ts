import { expect, test } from 'vitest'
import { isMachinePath, machineFace } from './app.ts'

const ask = async (path: string, method = 'GET') => {
  const answer = await machineFace.request(path, { method })
  return [answer.status, answer.headers.get('location')]
}

test.each([
  ['/pypi?:action=rss', '/rss/updates.xml'], ['/pypi/?:action=packages_rss', '/rss/packages.xml'], ['/pypi?:action=browse', '/search/'],
  ['/pypi?:action=search&term=a%26b', '/search/?q=a%26b'], ['/pypi?:action=display&name=six', '/project/six/'],
  ['/pypi?:action=display&name=//evil.example&version=1.0', '/project/%2F%2Fevil.example/1.0/'], ['/pypi?:action=files&name=six', '/project/six/#files'],
  ['/p/six', '/project/six/'], ['/p/six/', '/project/six/'], ['/u/mira/', '/user/mira/'],
])('%s leads to %s', async (path, to) => {
  expect(isMachinePath(path.split('?')[0] ?? '')).toBe(true)
  expect(await ask(path)).toEqual([301, to])
})

test.each(['file_upload', 'submit', 'doc_upload', 'doap'])('%s is gone, for whoever reads and for whoever sends', async (action) => {
  expect(await ask(`/pypi?:action=${action}`)).toEqual([410, null])
  expect(await ask(`/pypi?:action=${action}`, 'POST')).toEqual([410, null])
})

test.each(['/RPC2', '/pypi', '/pypi/'])('a client of XML-RPC is told at %s, in XML-RPC, that there is none', async (path) => {
  expect(isMachinePath(path)).toBe(true)
  const asked = await machineFace.request(path, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<methodCall><methodName>search</methodName></methodCall>' })
  expect([asked.status, asked.headers.get('content-type')]).toEqual([200, 'text/xml; charset=UTF-8'])
  expect(await asked.text()).toMatch(/<int>-32500<\/int>.*<string>RuntimeError: There is no XML-RPC here\. Search at http:\/\/localhost:3000\/search\/;/)
})

test('what never was is not there', async () => {
  for (const path of ['/pypi', '/pypi?:action=', '/pypi?:action=toString', '/pypi?:action=display']) expect(await ask(path)).toEqual([404, null])
  expect(await ask('/pypi?:action=rss', 'POST')).toEqual([404, null])
})

test('the classifiers are listed one a line, none that is deprecated', async () => {
  const lines = (await (await machineFace.request('/pypi?:action=list_classifiers')).text()).trimEnd().split('\n')
  expect(lines).toContain('Programming Language :: Python :: 3')
  expect(lines).not.toContain('Natural Language :: Ukranian')
})
