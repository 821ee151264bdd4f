// More than a page holds: written into the database, for nobody waits for four hundred uploads.

import { connected } from './operator.ts'

/** Projects of somebody, called `stem-1` and on; the first is the one changed last. */
export async function giveProjects(username: string, stem: string, count: number): Promise<void> {
  await connected((sql) => sql`
    with made as (
      insert into projects (name, normalized_name, confusable_name, updated_at)
      select ${stem} || '-' || n, ${stem} || '-' || n, 'many-' || ${stem} || n, now() - n * interval '1 day' from generate_series(1, ${count}::int) n
      returning id
    )
    insert into project_roles (project_id, user_id, role) select made.id, users.id, 'owner' from made, users where username = ${username}`)
}

/** Releases of a project without files: `0.1` and on. */
export async function giveReleases(project: string, count: number): Promise<void> {
  await connected((sql) => sql`
    insert into releases (project_id, version, canonical_version, created_at)
    select projects.id, '0.' || n, '0.' || n, now() - (1000 - n) * interval '1 day' from projects, generate_series(1, ${count}::int) n where name = ${project}`)
}
