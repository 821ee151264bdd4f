import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GROUNDS } from './grounds.ts'

const folder = join(import.meta.dirname, 'css')
const tokens = readFileSync(join(folder, 'tokens.css'), 'utf8')
const colours = new Map([...tokens.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map((m) => [m[1] ?? '', { light: m[2] ?? '', dark: m[3] ?? '' }]))

/** WCAG 2.2 §1.4.3: 4.5 for text; §1.4.11: 3 for what one must see to use a control. */
const pairs: [minimum: number, colour: string, grounds: string[]][] = [
  [4.5, 'ink', ['bg', 'sunken', 'raised', 'fill', 'accent-soft', 'good-soft', 'warn-soft', 'bad-soft']],
  [4.5, 'ink-2', ['bg', 'sunken', 'raised', 'fill', 'accent-soft', 'good-soft', 'warn-soft', 'bad-soft']],
  [4.5, 'ink-3', ['bg', 'sunken', 'raised', 'fill']],
  [4.5, 'accent', ['bg', 'sunken', 'raised', 'accent-soft', 'good-soft', 'warn-soft', 'bad-soft']],
  [4.5, 'accent-hover', ['bg', 'sunken', 'raised', 'fill']],
  [4.5, 'on-accent', ['accent', 'accent-hover']],
  [4.5, 'on-bad', ['bad', 'bad-hover']],
  [4.5, 'good', ['bg', 'good-soft']],
  [4.5, 'warn', ['bg', 'warn-soft']],
  [4.5, 'bad', ['bg', 'raised', 'fill', 'bad-soft']],
  [3, 'line-strong', ['bg', 'sunken', 'raised']],
  [3, 'focus', ['bg', 'sunken', 'raised', 'fill']],
  [3, 'chart', ['bg', 'raised']],
]
const cases = pairs.flatMap(([minimum, colour, grounds]) => grounds.map((ground) => ({ minimum, colour, ground })))

test.each(cases)('$colour can be read on $ground, by day and by night', ({ minimum, colour, ground }) => {
  for (const theme of ['light', 'dark'] as const) {
    expect(contrast(colours.get(colour)?.[theme] ?? '', colours.get(ground)?.[theme] ?? '')).toBeGreaterThanOrEqual(minimum)
  }
})

test('the bars around the page have its colour', () => expect(GROUNDS).toEqual(colours.get('bg')))

test.each([...readdirSync(folder).map((file) => join(folder, file)), join(folder, '../../site/site.css'), join(folder, '../../help/help.css')])('%s knows start and end, not left and right', (file) => {
  const css = readFileSync(file, 'utf8')
  expect(css.match(/(?:margin|padding|border)-(?:left|right|top|bottom)|(?:^|[\s;{])(?:left|right|top|bottom)\s*:|text-align:\s*(?:left|right)/gm)).toBeNull()
})

function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (bright + 0.05) / (dim + 0.05)
}

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
