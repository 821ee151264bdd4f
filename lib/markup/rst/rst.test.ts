import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { treeToHtml } from '#lib/markup/pipeline.ts'
import { rstToTree } from '#lib/markup/rst/document.ts'

const REL = 'rel="nofollow ugc noopener noreferrer"'
const html = (source: string) => treeToHtml(rstToTree(source))

test('titles take their level from the order of their styles', () => {
  expect(html('=====\nGrail\n=====\n\nQuest\n=====\n\nStep\n----\n\nNext\n====\n')).toBe(
    '<h2 id="user-content-grail">Grail</h2><h3 id="user-content-quest">Quest</h3><h4 id="user-content-step">Step</h4><h3 id="user-content-next">Next</h3>',
  )
  expect(html('A long line of text\n--\n')).toBe('<p>A long line of text\n--</p>')
})

test('inline markup', () => {
  expect(html('*em* **strong** ``lit *x*`` `title` :code:`c` :sub:`2` \\*not\\* 2*3*4 snake_case __init__ x\\ *y*')).toBe(
    '<p><em>em</em> <strong>strong</strong> <code>lit *x*</code> <em>title</em> <code>c</code> <sub>2</sub> *not* 2*3*4 snake_case __init__ x<em>y</em></p>',
  )
  expect(html(':py:func:`~os.path.join` :ref:`Install <install>` :pep:`8`')).toBe(
    `<p><code>os.path.join</code> Install <a href="https://peps.python.org/pep-0008/" ${REL}>PEP 8</a></p>`,
  )
})

test('references find targets by name, wherever those are', () => {
  const source = 'See Python_, `the docs`_, `here <https://here.example/>`_, `this`__ and https://bare.example/x.\n\n.. _Python: https://python.example/\n.. _the docs: `Python`_\n.. __: https://anon.example/\n'
  const link = (href: string, label: string) => `<a href="${href}" ${REL}>${label}</a>`
  expect(html(source)).toBe(
    `<p>See ${link('https://python.example/', 'Python')}, ${link('https://python.example/', 'the docs')}, ${link('https://here.example/', 'here')}, ` +
      `${link('https://anon.example/', 'this')} and ${link('https://bare.example/x', 'https://bare.example/x')}.</p>`,
  )
  expect(html('nobody_ knows')).toBe('<p>nobody_ knows</p>')
})

test('titles are targets, and footnotes find their references', () => {
  expect(html('See `Holy Grail`_.\n\nHoly Grail\n==========\n')).toContain('<a href="#user-content-holy-grail">Holy Grail</a>')
  const noted = html('Ni [1]_\n\n.. [1] A word.\n')
  expect(noted).toContain('<a href="#user-content-footnote-1">[1]</a>')
  expect(noted).toContain('<div id="user-content-footnote-1">')
})

test('lists: bullets, numbers, nested ones, definitions, fields, options', () => {
  expect(html('- one\n- two\n\n  more\n\n- three\n\n  - inner\n')).toBe('<ul><li>one</li><li><p>two</p><p>more</p></li><li>three<ul><li>inner</li></ul></li></ul>')
  expect(html('1. a\n2. b\n\n#. c\n')).toBe('<ol><li>a</li><li>b</li><li>c</li></ol>')
  expect(html('3) a\n4) b\n')).toBe('<ol start="3"><li>a</li><li>b</li></ol>')
  expect(html('A. Person wrote\nthis.')).toBe('<p>A. Person wrote\nthis.</p>')
  expect(html('term : kind\n  What it is.\nother\n  That.')).toBe('<dl><dt>term<em> kind</em></dt><dd>What it is.</dd><dt>other</dt><dd>That.</dd></dl>')
  expect(html(':Author: Arthur\n:Date: 932')).toBe('<dl><dt>Author</dt><dd>Arthur</dd><dt>Date</dt><dd>932</dd></dl>')
  expect(html('-v, --verbose  say more\n--out FILE   where to')).toBe('<dl><dt><kbd>-v, --verbose</kbd></dt><dd>say more</dd><dt><kbd>--out FILE</kbd></dt><dd>where to</dd></dl>')
})

test('code: literal blocks, directives, doctests', () => {
  expect(html('Run::\n\n  $ ni\n    --loud\n\nDone.')).toBe('<p>Run:</p><pre tabindex="0"><code>$ ni\n  --loud\n</code></pre><p>Done.</p>')
  expect(html('::\n\n  x\n')).toBe('<pre tabindex="0"><code>x\n</code></pre>')
  expect(html('.. code-block:: python\n   :linenos:\n\n   def f():\n       pass\n')).toBe('<pre tabindex="0"><code class="language-python">def f():\n    pass\n</code></pre>')
  expect(html('>>> 1 + 1\n2\n')).toBe('<pre tabindex="0"><code class="language-python">>>> 1 + 1\n2\n</code></pre>')
  expect(html('Quoted::\n\n> a\n> b\n')).toBe('<p>Quoted:</p><pre tabindex="0"><code>> a\n> b\n</code></pre>')
})

test('simple tables, with and without a head', () => {
  expect(html('=====  =====\nA      B\n=====  =====\n1      *2*\n       more\n3      4\n=====  =====\n')).toBe(
    '<table tabindex="0"><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td><em>2</em>\nmore</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>',
  )
  expect(html('== ==\n1  2\n== ==\n\nafter')).toBe('<table tabindex="0"><tbody><tr><td>1</td><td>2</td></tr></tbody></table><p>after</p>')
})

test('grid tables, with cells that span', () => {
  const source = `
+------+------+
| A    | B    |
+======+======+
| 1    | - x  |
|      | - y  |
+------+------+
| wide cell   |
+------+------+
`
  expect(html(source)).toBe(
    '<table tabindex="0"><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td><ul><li>x</li><li>y</li></ul></td></tr>' +
      '<tr><td colspan="2">wide cell</td></tr></tbody></table>',
  )
})

test('tables as directives', () => {
  const cells = '<table tabindex="0"><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2, 3</td></tr></tbody></table>'
  expect(html('.. list-table::\n   :header-rows: 1\n\n   * - A\n     - B\n   * - 1\n     - 2, 3\n')).toBe(cells)
  expect(html('.. csv-table::\n   :header: A, B\n\n   1, "2, 3"\n')).toBe(cells)
})

test('admonitions, quotes, line blocks, transitions', () => {
  expect(html('.. note:: Mind the *gap*.\n\n   Really.\n')).toBe('<div class="admonition-note"><p><strong>Note</strong></p><p>Mind the <em>gap</em>.</p><p>Really.</p></div>')
  expect(html('.. versionadded:: 2.0\n   Ni.\n')).toContain('<strong>New in version 2.0</strong>')
  expect(html('Said:\n\n  Ni!\n')).toBe('<p>Said:</p><blockquote><p>Ni!</p></blockquote>')
  expect(html('| one\n| two\n  more\n')).toBe('<p>one<br>two more</p>')
  expect(html('a\n\n----\n\nb')).toBe('<p>a</p><hr><p>b</p>')
})

test('badges become links that load nothing', () => {
  const source = '|build| |docs|_\n\n.. |build| image:: https://ci.example/b.svg\n   :alt: Build\n   :target: https://ci.example/\n.. |docs| replace:: The *docs*\n.. _docs: https://docs.example/\n\n.. image:: https://img.example/x.png\n'
  expect(html(source)).toBe(
    `<p><a href="https://ci.example/" ${REL}>Build</a> <a href="https://docs.example/" ${REL}>The <em>docs</em></a></p>` +
      `<p><a href="https://img.example/x.png" ${REL}>img.example</a></p>`,
  )
})

test('comments and settings are not shown, and what nobody knows is shown as written', () => {
  expect(html('.. a comment\n   of two lines\n\n.. contents:: Inside\n   :depth: 2\n\ntext')).toBe('<p>text</p>')
  expect(html('.. strange:: thing\n\n   inside\n')).toBe('<pre tabindex="0"><code>.. strange:: thing\n\n   inside\n</code></pre>')
  expect(html('..\n\n  quote')).toBe('<blockquote><p>quote</p></blockquote>')
})

test.each([
  '.. raw:: html\n\n   <script>alert(1)</script>\n',
  '.. include:: /etc/passwd\n',
  '.. literalinclude:: ../../secret\n',
  '.. csv-table::\n   :file: /etc/passwd\n',
  '.. role:: raw-html(raw)\n   :format: html\n\n:raw-html:`<script>alert(1)</script>`',
  '`x <javascript:alert(1)>`_',
  '`x`_\n\n.. _x: javascript:alert(1)',
  '`x`__\n\n__ data:text/html,<script>alert(1)</script>',
  '.. image:: javascript:alert(1)\n   :target: javascript:alert(2)\n   :alt: "><script>alert(3)</script>',
  '.. figure:: x.svg\n   :target: JaVaScRiPt:alert(1)\n\n   <svg onload=alert(1)>',
  '.. container:: onclick=alert(1)\n   :name: location\n\n   x',
  '<script>alert(1)</script>',
  '.. code:: html"><script>alert(1)</script>\n\n   <img src=x onerror=alert(1)>',
  '.. _<img src=x onerror=alert(1)>:\n\ntext',
])('nothing dangerous comes out of: %s', (source) => {
  const out = html(source)
  const tags = (out.match(/<[^>]*>/g) ?? []).join('')
  expect(tags).not.toMatch(/<(script|img|svg|iframe|style)|\son\w+=|javascript:|data:|root:x/i)
  for (const [, id] of tags.matchAll(/id="([^"]*)"/g)) expect(id).toMatch(/^user-content-/)
})

test('no text makes it throw', () => {
  const piece = fc.constantFrom('\n', '\n\n', '  ', '- ', '* ', '1. ', '.. ', '..', '::', ':a:', '`', '``', '*', '**', '_', '__', '|', '+--+', '====', '----', '=== ===', 'text', '>>> ', '\\', '[1]_', '<x>', '.. note:: ', '.. |x| replace:: |x|\n', '|x|')
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void html(pieces.join(''))), { numRuns: 500 })
})

test('deep nesting ends in text', () => {
  const deep = Array.from({ length: 500 }, (_, level) => `${' '.repeat(level * 2)}- x`).join('\n\n')
  expect(html(deep)).toContain('<pre tabindex="0">')
})
