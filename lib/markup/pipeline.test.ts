import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { markdownToHtml } from '#lib/markup/pipeline.ts'

const REL = 'rel="nofollow ugc noopener noreferrer"'

test('Markdown with tables, tasks, code and strikethrough becomes HTML', () => {
  expect(markdownToHtml('# Grail\n\nA *quest* for ~~gold~~ **it**.\n')).toBe(
    '<h2 id="user-content-grail">Grail</h2>\n<p>A <em>quest</em> for <del>gold</del> <strong>it</strong>.</p>',
  )
  expect(markdownToHtml('```python\nprint("<ni>")\n```')).toBe('<pre tabindex="0"><code class="language-python">print("&#x3C;ni>")\n</code></pre>')
  expect(markdownToHtml('| a | b |\n|---|--:|\n| 1 | 2 |')).toContain('<td align="right">2</td>')
  expect(markdownToHtml('- [x] found\n- [ ] lost')).toContain('☑')
})

test('headings begin below the h1 of the page, with ids that tables of contents know', () => {
  expect(markdownToHtml('# One\n## What is it?\n## What is it?\n###### Six\n\n[to](#what-is-it)')).toBe(
    '<h2 id="user-content-one">One</h2>\n<h3 id="user-content-what-is-it">What is it?</h3>\n<h3 id="user-content-what-is-it-1">What is it?</h3>\n' +
      '<h6 id="user-content-six">Six</h6>\n<p><a href="#user-content-what-is-it">to</a></p>',
  )
})

test('links lead to the web or to mail, and say that they are not ours', () => {
  expect(markdownToHtml('[docs](https://docs.example/a?b=1&c)')).toBe(`<p><a href="https://docs.example/a?b=1&#x26;c" ${REL}>docs</a></p>`)
  expect(markdownToHtml('<arthur@camelot.example>')).toContain('href="mailto:arthur@camelot.example"')
  expect(markdownToHtml('[here](CONTRIBUTING.md) [there](/account/logout/) [out](//evil.example)')).toBe('<p><a>here</a> <a>there</a> <a>out</a></p>')
})

test('a link of any other scheme is none, and neither is an image', () => {
  expect(markdownToHtml('[a](javascript:alert(1)) [b](ftp://files.example/x) [c](data:text/html,x) ![d](javascript:alert(1))')).toBe('<p><a>a</a> <a>b</a> <a>c</a> d</p>')
})

test('what stands in a script or a style is no text of the document', () => {
  expect(markdownToHtml('a<script>alert(1)</script>b<style>p { color: red }</style>c')).toBe('<p>abc</p>')
})

test('no image is loaded: its text stays, as a link', () => {
  expect(markdownToHtml('![Build](https://ci.example/b.svg)')).toBe(`<p><a href="https://ci.example/b.svg" ${REL}>Build</a></p>`)
  expect(markdownToHtml('[![Build](https://ci.example/b.svg)](https://ci.example/)')).toBe(`<p><a href="https://ci.example/" ${REL}>Build</a></p>`)
  expect(markdownToHtml('![](https://ci.example/b.svg)')).toContain('>ci.example</a>')
  expect(markdownToHtml('![logo](logo.png) <img src=x onerror=alert(1)>')).toBe('<p>logo </p>')
})

test('footnotes find each other', () => {
  const html = markdownToHtml('Ni[^1]\n\n[^1]: A word.')
  expect(html).toContain('<a id="user-content-fnref-1" href="#user-content-fn-1">')
  expect(html).toContain('<li id="user-content-fn-1">')
})

// From OWASP's filter evasion list, DOMPurify's mutation corpus, and the ways of Markdown itself.
const ATTACKS = [
  '<script>alert(1)</script>', '<SCRIPT SRC=//evil.example/x.js></SCRIPT>', '<scr<script>ipt>alert(1)</script>', '<<SCRIPT>alert(1);//<</SCRIPT>',
  '<img src=x onerror=alert(1)>', '<img """><script>alert(1)</script>">', '<svg onload=alert(1)>', '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>', '<body onload=alert(1)>', '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>">', '<object data="javascript:alert(1)">', '<embed src="javascript:alert(1)">', '<base href="javascript:/a/">',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">', '<link rel=stylesheet href=//evil.example/x.css>', '<style>@import "//evil.example";</style>',
  '<div style="background:url(javascript:alert(1))">x</div>', '<p style="position:fixed;inset:0">x</p>', '<form action="/manage/account/"><input name=x><button>go</button></form>',
  '<a href="javascript:alert(1)">x</a>', '<a href="jAvAsCrIpT:alert(1)">x</a>', '<a href=" javascript:alert(1)">x</a>', '<a href="java\tscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>', '<a href="&#x6A&#x61vascript:alert(1)">x</a>', '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>', '<a href="\u0001javascript:alert(1)">x</a>', '<a href="https://ok.example" onclick="alert(1)" target=_blank>x</a>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>', '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<template><script>alert(1)</script></template>', '<xmp><img src=x onerror=alert(1)></xmp>',
  '<details open ontoggle=alert(1)>x</details>', '<video><source onerror=alert(1)></video>', '<marquee onstart=alert(1)>', '<isindex action=javascript:alert(1)>',
  '[x](javascript:alert(1))', '[x](javascript&#58;alert(1))', '[x]( javascript:alert(1) )', '[x](JaVaScRiPt:alert(1) "t")', '[x][1]\n\n[1]: javascript:alert(1)',
  '<javascript:alert(1)>', '![x](javascript:alert(1))', '![x](data:image/svg+xml,<svg/onload=alert(1)>)', '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '`<script>alert(1)</script>`', '<!-- --!><script>alert(1)</script> -->', '<![CDATA[<script>alert(1)</script>]]>', '<?php echo 1 ?><script>alert(1)</script>',
  '<h1 id="<img src=x onerror=alert(1)>">x</h1>', '<a href="#<script>alert(1)</script>">x</a>',
  '<a id=location name=cookie href="#x">x</a>', '<form id=document></form>', '[a\u0000b](java\u0000script:alert(1))', '<span class="button" data-action="delete" aria-label="x">x</span>',
]

test.each(ATTACKS)('%s does nothing', (attack) => {
  const html = markdownToHtml(attack)
  // What is left of tags and attributes, once text is set aside.
  const tags = html.match(/<[^>]*>/g) ?? []
  expect(tags.join('')).not.toMatch(/<\/?(script|style|iframe|object|embed|svg|math|img|form|input|button|base|meta|link|video|template|xmp|textarea|body|marquee)/i)
  expect(tags.join('')).not.toMatch(/\son\w+=|style=|class="(?!language-)|srcdoc|target=|data-|aria-/i)
  for (const [, scheme] of tags.join('').matchAll(/href="([a-z]+):/gi)) expect(scheme).toMatch(/^(https?|mailto)$/)
  for (const [, id] of tags.join('').matchAll(/(?:id|name)="([^"]*)"/g)) expect(id).toMatch(/^user-content-/)
})

test('a page takes HTML as it is in one place: what went through the sanitiser', () => {
  const root = resolve(import.meta.dirname, '../..')
  const pages = ['app', 'components'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`)).filter((name) => name.endsWith('.tsx'))
  const taking = pages.flatMap((name) => [...readFileSync(join(root, name), 'utf8').matchAll(/dangerouslySetInnerHTML=(\S+ __html: \w+)?/g)].map(([, what]) => `${name} ${what}`))
  expect(taking).toEqual(['components/project/description.tsx {{ __html: html'])
})

test('a table cell cannot span the page', () => {
  expect(markdownToHtml('<table><tr><td colspan=100000>x</td></tr></table>')).toContain('<td colspan="30">')
})
