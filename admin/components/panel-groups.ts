import type { Language } from '../../core/kernel/index.ts';
import type { PanelLink } from './panel-links.ts';

export type PanelGroup = { id: string; title?: string; links: PanelLink[] };

/** The order of our own pages in the navigation, as an office goes through its day and its year. */
const GROUPS: { id: string; title?: Record<Language, string>; links: string[] }[] = [
  { id: 'start', links: ['dashboard'] },
  {
    id: 'day',
    title: { en: 'Every day', ar: 'كل يوم' },
    links: ['register', 'attendance', 'excuses', 'timetable', 'calendar', 'marks'],
  },
  {
    id: 'year',
    title: { en: 'Term and year', ar: 'الفصل والعام' },
    links: ['reportCards', 'certificates', 'yearEnd', 'imports'],
  },
  {
    id: 'customers',
    title: { en: 'Customers', ar: 'العملاء' },
    links: ['schools', 'groups', 'figures', 'priceBook', 'quotes'],
  },
  {
    id: 'partners',
    title: { en: 'Partners', ar: 'الشركاء' },
    links: ['releases', 'partnerShares', 'statement'],
  },
  {
    id: 'addOns',
    title: { en: 'Add-ons and plan', ar: 'الإضافات والخطة' },
    links: ['addOns', 'page-*', 'dataAccess', 'plan', 'usage'],
  },
  {
    id: 'access',
    title: { en: 'Settings and access', ar: 'الإعدادات والصلاحيات' },
    links: ['settings', 'roles', 'apiKeys', 'sso', 'audit', 'support', 'security'],
  },
];

/** The links in their groups, empty groups left out. A page that no group names comes last, so that none is lost. */
export function groupLinks(links: PanelLink[], language: Language): PanelGroup[] {
  const grouped = GROUPS.map(({ id, title, links: places }) => ({
    id,
    title: title?.[language],
    links: places.flatMap((place) => links.filter((link) => isAt(link, place))),
  }));
  const placed = new Set(grouped.flatMap((group) => group.links));
  const others = { id: 'others', links: links.filter((link) => !placed.has(link)) };
  return [...grouped, others].filter((group) => group.links.length > 0);
}

// The pages of add-ons have names that only the add-on knows.
function isAt(link: PanelLink, place: string): boolean {
  return place === 'page-*' ? link.id.startsWith('page-') : link.id === place;
}
