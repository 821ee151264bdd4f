/** The page's own colour by day and by night, for what no style reaches: the bars of browsers and of systems. */
export const GROUNDS = { light: '#ffffff', dark: '#0e1415' } as const
