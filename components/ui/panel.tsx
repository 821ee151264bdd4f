import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

/** A raised box. Without parts of its own it pads its content. */
export function Panel({ children, plain, className }: { children: ReactNode; /** The content brings its own padding: Ways, PanelTail. */ plain?: boolean; className?: string }) {
  return <div className={classNames('panel', !plain && 'panel-part', className)}>{children}</div>
}

/** One of several ways to do the same thing inside a panel: an icon, then its form. */
export function Way({ icon, children }: { icon: IconName; children: ReactNode }) {
  return <div className="panel-part panel-way"><Icon name={icon} /><div className="min-w-0">{children}</div></div>
}

/** The quiet last part of a panel. */
export function PanelTail({ children }: { children: ReactNode }) {
  return <div className="panel-tail">{children}</div>
}
