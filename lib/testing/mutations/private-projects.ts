import type { Mutant } from './list.ts'

const api = ['lib/api/app.test.ts']
const simple = ['lib/api/simple.test.ts']
const packages = ['lib/api/packages.test.ts']
const newProjects = ['lib/releases/new-project.test.ts']
const pages = ['lib/catalog/project-page.test.ts']
const seen = 'lib/projects/seen-by-all.ts'

/** Who may not see a project is told that there is none; the lists for everybody pass it over. */
export const privateProjects: Mutant[] = [
  { what: 'programs ask whether it may be seen', file: 'lib/api/visibility.ts', find: "if (!project.isPrivate) return 'shown'", replace: "return 'shown'", tests: simple },
  { what: 'a good token of somebody else sees nothing', file: 'lib/api/visibility.ts', find: "? 'publish-only' : 'hidden'", replace: "? 'publish-only' : 'shown'", tests: simple },
  { what: 'who may publish it and not read it is not shown it', file: 'lib/api/visibility.ts', find: "return (await reader.value.may(project, 'upload')).allowed ? 'publish-only'", replace: "return (await reader.value.may(project, 'upload')).allowed ? 'shown'", tests: simple },
  { what: 'who may neither publish nor read it learns nothing of it', file: 'lib/api/visibility.ts', find: "return (await reader.value.may(project, 'upload')).allowed ?", replace: 'return reader.ok ?', tests: simple },
  { what: 'strangers are asked for a token', file: 'lib/api/visibility.ts', find: "if (!reader.ok) return 'unauthorized'", replace: "if (!reader.ok) return 'hidden'", tests: simple },
  { what: 'no shared cache keeps it', file: 'lib/api/visibility.ts', find: "project.isPrivate ? 'private, no-cache' : whenPublic", replace: 'whenPublic', tests: simple },
  { what: 'the page in memory is for the public', file: 'lib/api/simple.ts', find: 'return page && !page.project.isPrivate ? page : null', replace: 'return page', tests: ['lib/server/quick.test.ts'] },
  { what: 'no other site reads its simple page', file: 'lib/api/simple.ts', find: '...(project.isPrivate ? {} : CORS),', replace: '...CORS,', tests: simple },
  { what: 'its simple page varies with who asks', file: 'lib/api/simple.ts', find: "Vary: project.isPrivate ? 'Accept, Accept-Encoding, Authorization' : 'Accept, Accept-Encoding'", replace: "Vary: 'Accept, Accept-Encoding'", tests: simple },
  { what: 'its simple page asks', file: 'lib/api/simple.ts', find: "return visibility === 'shown' ? send(c, page, `project/${normalized}`, page.project) : hidden(visibility)", replace: 'return send(c, page, `project/${normalized}`, page.project)', tests: simple },
  { what: 'its files ask', file: 'lib/api/packages.ts', find: "return visibility === 'shown' ? send(c, download) : hidden(visibility)", replace: 'return send(c, download)', tests: packages },
  { what: 'its files vary with who asks', file: 'lib/api/packages.ts', find: "project.isPrivate ? { Vary: 'Authorization' } : CORS", replace: 'CORS', tests: packages },
  { what: 'its files stay where tokens are sent', file: 'lib/projects/file-url.ts', find: 'project.isPrivate || !filesOrigin', replace: '!filesOrigin', tests: ['lib/catalog/file-addresses.test.ts'] },
  { what: 'its JSON page and feed vary with who asks', file: 'lib/api/text-answer.ts', find: "project.isPrivate ? { Vary: 'Authorization' } : { ...CORS, Vary: 'Accept-Encoding' }", replace: "{ ...CORS, Vary: 'Accept-Encoding' }", tests: api },
  { what: 'the length of its JSON page and feed tells nothing', file: 'lib/api/text-answer.ts', find: '!project.isPrivate && bytes.length >= COMPRESSED_FROM_BYTES', replace: 'bytes.length >= COMPRESSED_FROM_BYTES', tests: api },
  { what: 'its JSON page asks', file: 'lib/api/json-api.ts', find: "if (visibility !== 'shown') return visibility === 'hidden' ? missing() : hidden(visibility)", replace: '', tests: api },
  { what: 'its JSON page looks as if it never was', file: 'lib/api/json-api.ts', find: "visibility === 'hidden' ? missing() : hidden(visibility)", replace: "visibility === 'hidden' ? new Response('{}', { status: 403, headers: CORS }) : hidden(visibility)", tests: api },
  { what: 'its feed asks', file: 'lib/api/feeds.ts', find: "if (visibility !== 'shown') return hidden(visibility)", replace: '', tests: api },
  { what: 'its page is for members', file: 'lib/catalog/project-page.ts', find: 'project.isPrivate && !viewerRole ? null :', replace: 'false ? null :', tests: pages },
  { what: 'no list has it: search', file: seen, find: ' and not ${projects.isPrivate}', replace: '', tests: ['lib/catalog/search.test.ts'] },
  { what: 'no list has it: simple index', file: seen, find: ' and not ${projects.isPrivate}', replace: '', tests: ['lib/catalog/simple-index.test.ts'] },
  { what: 'no list has it: people’s pages and the home page', file: seen, find: ' and not ${projects.isPrivate}', replace: '', tests: pages },
  { what: 'no list has it: statistics', file: seen, find: ' and not ${projects.isPrivate}', replace: '', tests: ['lib/catalog/statistics.test.ts'] },
  { what: 'no list has it: classifiers', file: seen, find: ' and not ${projects.isPrivate}', replace: '', tests: ['lib/catalog/used-classifiers.test.ts'] },
  { what: 'no list has it: feeds', file: seen, find: ' and not ${projects.isPrivate}', replace: '', tests: api },
  { what: 'nothing of the bin is listed', file: seen, find: '${projects.deletedAt} is null and ', replace: '', tests: ['lib/catalog/search.test.ts'] },
  { what: 'nothing in quarantine is listed', file: seen, find: " and ${projects.status} <> 'quarantined'", replace: '', tests: ['lib/catalog/search.test.ts'] },
  { what: 'nothing in quarantine is downloaded', file: 'lib/catalog/files.ts', find: ", ne(projects.status, 'quarantined'))", replace: ')', tests: packages },
  { what: 'nothing in the bin is downloaded', file: 'lib/catalog/files.ts', find: 'and(isNull(files.deletedAt), ', replace: 'and(', tests: packages },
  { what: 'a file by its name and its digest', file: 'lib/catalog/files.ts', find: ', eq(files.blake2b256, blake2b256)', replace: '', tests: packages },
  { what: 'managing is refused as if it never was', file: 'lib/projects/projects.ts', find: "err(project.isPrivate ? 'no-such-project' : 'not-allowed')", replace: "err('not-allowed')", tests: ['lib/projects/projects.test.ts'] },
  { what: 'which files somebody’s private project had is not given away', file: 'lib/releases/taken.ts', find: 'and(eq(usedFilenames.filename, filename), eq(usedFilenames.projectId, project.id))', replace: 'eq(usedFilenames.filename, filename)', tests: ['lib/api/upload-taken.test.ts'] },
  { what: 'files and bytes in somebody’s private project are not given away', file: 'lib/releases/taken.ts', find: 'or(ours, eq(projects.isPrivate, false))', replace: 'sql`true`', tests: ['lib/api/upload-taken.test.ts'] },
  { what: 'a project that is made to be private is', file: 'lib/projects/create.ts', find: 'asked.isPrivate ??', replace: 'false ??', tests: newProjects },
  { what: 'a project that an upload makes is private, where that rule is on', file: 'lib/projects/create.ts', find: "(await isRuleOn('private-new-projects', tx))", replace: 'false', tests: newProjects },
  { what: 'a project is made as asked', file: 'lib/releases/new-project.ts', find: 'origin, now, { isPrivate })', replace: 'origin, now)', tests: newProjects },
  { what: 'nothing is made while all is read-only', file: 'lib/releases/new-project.ts', find: "  if (await isRuleOn('read-only', reader)) return 'read-only'\n", replace: '', tests: newProjects },
  { what: 'nothing is made while nothing is taken', file: 'lib/releases/new-project.ts', find: "  if (await isRuleOn('refuse-uploads', reader)) return 'uploads-refused'\n", replace: '', tests: newProjects },
  { what: 'whose account rests makes no project', file: 'lib/releases/new-project.ts', find: 'return may.allowed ? null : may.error', replace: 'return null', tests: newProjects },
  { what: 'it is asked again where the project is made', file: 'lib/releases/new-project.ts', find: 'return closedSince ? err(closedSince) :', replace: 'return false ? err(closedSince ?? "read-only") :', tests: newProjects },
]
