// Every advisory lock of the application that has a number of its own. They stand together, so that no two are the same by
// accident: who waits for one would wait for the other as well. (Blobs are locked by their hash: lib/releases/blob-lock.ts.)
export const ADVISORY_LOCKS = {
  /** Migrations: one process brings the schema up to date. */
  migration: 7_261_001,
  /** One worker of the tests copies the template of its database. */
  testTemplate: 7_261_002,
  /** The number of administrators changes one at a time: the first is made once, the last one stays. */
  administrators: 7_261_003,
  /** The server to which a folder of data belongs, for as long as it lives. */
  server: 7_261_004,
  /** Entries of the journal become visible in the order of their serials. */
  journal: 7_261_010,
  /** Settings are compared with each other before they are changed. */
  settings: 7_261_011,
  /** Two announcements of one title get two addresses. */
  announcement: 7_261_012,
  /** A living server seals with the key whose number is the lock's second half. */
  sealingKey: 7_261_020,
  /** The file of secrets is read, changed and written by one command. */
  secretsFile: 7_261_021,
  /** Rules for packages are compared with those in force before they are changed. */
  siteRules: 7_261_022,
} as const
