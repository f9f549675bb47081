import { Link } from '@payloadcms/ui';
import type { PayloadRequest } from 'payload';
import type { Language } from '../../../core/kernel/index.ts';
import { grantsOf } from '../../../core/tenancy/index.ts';
import { DASHBOARD_TEXTS } from './texts.ts';

type Text =
  | 'takeRegister'
  | 'importRoster'
  | 'addOns'
  | 'usage'
  | 'studentsList'
  | 'invoices'
  | 'announcementsList';

// Permission, address, text; the first one a person may do is the one they came for.
const ACTIONS: [permission: string, href: string, text: Text][] = [
  ['attendance.write', '/admin/register', 'takeRegister'],
  ['imports.write', '/admin/imports', 'importRoster'],
  ['finance.write', '/admin/collections/invoices', 'invoices'],
  ['addons.read', '/admin/add-ons', 'addOns'],
  ['billing.read', '/admin/usage', 'usage'],
  ['students.read', '/admin/collections/students', 'studentsList'],
  ['communication.write', '/admin/collections/announcements/create', 'announcementsList'],
];

/** What the signed-in person is likely to do next, by permission. */
export async function QuickActions({ req, language }: { req: PayloadRequest; language: Language }) {
  const texts = DASHBOARD_TEXTS[language];
  const { codes } = await grantsOf(req);
  const actions = ACTIONS.filter(([permission]) => codes.has(permission));
  if (actions.length === 0) return null;
  return (
    <nav aria-label={texts.actions} className="actions">
      {actions.map(([, href, text], index) => (
        <Link
          className={`actions__link${index === 0 ? ' actions__link--first' : ''}`}
          data-testid={`action-${text}`}
          href={href}
          key={href}
          prefetch={false}
        >
          {texts[text]}
        </Link>
      ))}
    </nav>
  );
}
