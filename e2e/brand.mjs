// The pictures that the mark becomes where an SVG is not taken: `npm run brand`. Drawn from app/icon.svg with the sharp that
// comes with Next.js; no words in them, since each site has a name of its own.

import { readFileSync } from 'node:fs'
import sharp from 'sharp'

const ACCENT = '#095f69'
const SUNKEN = '#f4f8f8'
const LINE = '#98c8cd'
const mark = /<path[^>]*? d="([^"]+)"/.exec(readFileSync('app/icon.svg', 'utf8'))?.[1]

const keep = (x, y, size, colour) => `<path transform="translate(${x} ${y}) scale(${size / 16})" fill="${colour}" fill-rule="evenodd" d="${mark}"/>`

/** A wall to the edge on either side of the keep, with its merlons in the mark's own measure. */
function wall(width, top, step, colour) {
  const merlons = Array.from({ length: Math.ceil(width / (2 * step)) }, (_, place) => `<rect x="${2 * place * step}" y="${top}" width="${step}" height="${step}" fill="${colour}"/>`)
  return `${merlons.join('')}<rect y="${top + step}" width="${width}" height="630" fill="${colour}"/>`
}

const draw = (width, height, content) => sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`)).png({ compressionLevel: 9, palette: true })

await draw(1200, 630, `<rect width="1200" height="630" fill="${SUNKEN}"/>${wall(1200, 450, 30, LINE)}${keep(420, 160, 360, ACCENT)}`).toFile('app/opengraph-image.png')
await draw(180, 180, `<rect width="180" height="180" fill="${ACCENT}"/>${keep(34, 34, 112, '#ffffff')}`).toFile('app/apple-icon.png')
