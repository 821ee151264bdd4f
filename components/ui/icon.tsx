import {
  Archive, ArrowLeft, ArrowRight, Ban, Bell, BookOpen, Check, ChevronDown, ChevronRight, CircleAlert, CircleHelp, Clock,
  Copy, Download, ExternalLink, Eye, EyeOff, FileText, Fingerprint, Globe, History, Info, Key, KeyRound, Lock, Mail,
  Monitor, Package, Pencil, Plus, Printer, QrCode, RefreshCw, Rss, Search, Settings, ShieldCheck, Smartphone, SunMoon,
  Trash2, TriangleAlert, Upload, User, Users, X,
} from 'lucide-react'
import { classNames } from './class-names.ts'

const icons = {
  add: Plus, alert: CircleAlert, archive: Archive, ban: Ban, bell: Bell, book: BookOpen, check: Check,
  'chevron-down': ChevronDown, 'chevron-right': ChevronRight, clock: Clock, copy: Copy, close: X, download: Download,
  edit: Pencil, external: ExternalLink, eye: Eye, 'eye-off': EyeOff, file: FileText, fingerprint: Fingerprint,
  globe: Globe, help: CircleHelp, history: History, info: Info, key: KeyRound, lock: Lock, mail: Mail, monitor: Monitor,
  next: ArrowRight, package: Package, phone: Smartphone, previous: ArrowLeft, print: Printer, qr: QrCode,
  refresh: RefreshCw, rss: Rss, search: Search, settings: Settings, shield: ShieldCheck, theme: SunMoon, token: Key,
  trash: Trash2, upload: Upload, user: User, users: Users, warning: TriangleAlert,
}

export type IconName = keyof typeof icons

const directional = new Set<IconName>(['chevron-right', 'next', 'previous'])

/** A Lucide icon beside a word, which alone speaks: the icon is hidden from screen readers. */
export function Icon({ name, small, className }: { name: IconName; small?: boolean; className?: string }) {
  const Drawing = icons[name]
  const flip = directional.has(name) && 'icon-flip'
  return <Drawing aria-hidden="true" className={classNames('icon', small && 'icon-small', flip, className)} />
}
