/** The views of one thing, each with an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: { href: string; label: string; count?: number | string; current?: boolean; /** Only where there is one column. */ narrow?: boolean }[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.href} href={tab.href} aria-current={tab.current ? 'page' : undefined} className={tab.narrow ? 'wide:hidden' : undefined}>
          {tab.label}{tab.count !== undefined && <span className="count"> {tab.count}</span>}
        </a>
      ))}
    </nav>
  )
}
