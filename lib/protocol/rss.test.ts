import { expect, test } from 'vitest'
import { renderFeed } from '#lib/protocol/rss.ts'

test('a feed is RSS 2.0, with dates as RFC 822 writes them', () => {
  const item = {
    title: 'holy-grail 1.0',
    link: 'https://index.example/project/holy-grail/1.0/',
    description: 'Seek & <find>',
    author: 'arthur@camelot.example',
    publishedAt: new Date('2026-11-24T12:34:56Z'),
    guid: 'https://index.example/project/holy-grail/1.0/',
  }
  expect(renderFeed({ title: 'Releases', link: 'https://index.example/', description: 'New', items: [item] })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
  <channel>
    <title>Releases</title>
    <link>https://index.example/</link>
    <description>New</description>
    <language>en</language>
    <item>
      <title>holy-grail 1.0</title>
      <link>https://index.example/project/holy-grail/1.0/</link>
      <guid>https://index.example/project/holy-grail/1.0/</guid>
      <description>Seek &amp; &lt;find&gt;</description>
      <author>arthur@camelot.example</author>
      <pubDate>Tue, 24 Nov 2026 12:34:56 +0000</pubDate>
    </item>
  </channel>
</rss>
`)
})

test('characters that XML cannot hold are left out', () => {
  const feed = renderFeed({ title: 'a\u0000b\u001bc\ud800d\ufffee\u{1f600}\tf', link: '', description: '', items: [] })
  expect(feed).toContain('<title>abc\ufffdde\u{1f600}\tf</title>')
})
