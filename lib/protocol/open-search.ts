// OpenSearch 1.1: a browser can be told to search here. https://github.com/dewitt/opensearch
import { escapeMarkup } from '#lib/protocol/escape.ts'

const NAME_MAX_CHARS = 16

/** The description of the search of this site. */
export function openSearchDescription({ siteName, origin }: { siteName: string; origin: string }): string {
  const [name, at] = [escapeMarkup([...siteName].slice(0, NAME_MAX_CHARS).join('')), escapeMarkup(origin)]
  return `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>${name}</ShortName>
  <Description>Python projects on ${escapeMarkup(siteName)}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image width="16" height="16" type="image/svg+xml">${at}/icon.svg</Image>
  <Url type="text/html" method="get" template="${at}/search/?q={searchTerms}"/>
  <Url type="application/opensearchdescription+xml" rel="self" template="${at}/opensearch.xml"/>
</OpenSearchDescription>
`
}
