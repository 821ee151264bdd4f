// RSS 2.0 feeds: https://www.rssboard.org/rss-specification
import { escapeMarkup } from '#lib/protocol/escape.ts'

export type FeedItem = { title: string; link: string; description: string; author?: string; publishedAt: Date; guid?: string }
export type Feed = { title: string; link: string; description: string; items: FeedItem[] }

/** A whole feed as XML. Characters that XML 1.0 knows no way to write are left out. */
export function renderFeed(feed: Feed): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0">',
    '  <channel>',
    element('title', feed.title, 4),
    element('link', feed.link, 4),
    element('description', feed.description, 4),
    element('language', 'en', 4),
    ...feed.items.flatMap(renderItem),
    '  </channel>',
    '</rss>',
  ]
  return `${lines.join('\n')}\n`
}

function renderItem(item: FeedItem): string[] {
  return [
    '    <item>',
    element('title', item.title, 6),
    element('link', item.link, 6),
    ...(item.guid === undefined ? [] : [element('guid', item.guid, 6)]),
    element('description', item.description, 6),
    ...(item.author === undefined ? [] : [element('author', item.author, 6)]),
    element('pubDate', rfc822(item.publishedAt), 6),
    '    </item>',
  ]
}

const element = (name: string, text: string, indent: number) => `${' '.repeat(indent)}<${name}>${escapeMarkup(printable(text))}</${name}>`

/** RFC 822, with the four-digit year that RSS prefers. */
const rfc822 = (at: Date) => at.toUTCString().replace('GMT', '+0000')

/** XML 1.0 §2.2 `Char`: no control characters but tab and line breaks, no halves of surrogate pairs. */
const printable = (text: string) => text.toWellFormed().replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
