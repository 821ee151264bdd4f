/** How dates and numbers look, by name. Times are UTC and say so: the server does not know where the reader sits. */
export const formats = {
  dateTime: {
    date: { day: 'numeric', month: 'short', year: 'numeric' },
    longDate: { day: 'numeric', month: 'long', year: 'numeric' },
    time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
    moment: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  },
} as const

export const TIME_ZONE = 'UTC'
