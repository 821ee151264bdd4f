import { Icon } from './icon.tsx'

export type NavItem = { href: string; label: string; current?: boolean }
export type NavGroup = { title: string; items: NavItem[] }

/** The pages of an area. On phones it folds into one line above the heading. */
export function SideNav({ label, groups }: { label: string; groups: NavGroup[] }) {
  return (
    <nav aria-label={label}>
      <details className="side">
        <summary>{label}<Icon name="chevron-down" small /></summary>
        <div>
          {groups.map(({ title, items }) => [
            <p key={`${title}-title`} className="side-title">{title}</p>,
            <ul key={title}>
              {items.map((item) => <li key={item.href}><a href={item.href} aria-current={item.current ? 'page' : undefined}>{item.label}</a></li>)}
            </ul>,
          ])}
        </div>
      </details>
    </nav>
  )
}
