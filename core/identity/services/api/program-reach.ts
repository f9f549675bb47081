import { TENANT_COLLECTIONS } from '../../../tenancy/index.ts';

// Collections about who may come in: people look after them in the panel.
const PEOPLE_ONLY = new Set(['api-keys', 'sso-connections', 'support-grants']);
// Collections with endpoints of their own for people; programs read their rows and nothing else.
const ROWS_ONLY = new Set(['users', 'audit-events', 'roles', 'role-permissions']);
const PRODUCT_READS = new Set([
  '/register',
  '/register/classes',
  '/usage',
  '/usage/ledger',
  '/billing/invoices',
  '/billing/invoices/csv',
  '/billing/invoice',
  '/imports/run',
  '/add-ons',
]);
const READS = new Set(['GET', 'HEAD']);

/**
 * True for a request below /api that a program may make at all; its scopes then say whether it may. What is not named
 * here is for people: sessions, accounts, preferences, panel helpers, and whatever is added later without a thought.
 */
export function isForPrograms(method: string, path: string): boolean {
  const plain = path.replace(/\/$/, '');
  const [, slug = '', row, ...rest] = plain.split('/');
  if (PEOPLE_ONLY.has(slug)) return false;
  if (ROWS_ONLY.has(slug)) {
    const isRow = row === undefined || row === 'count' || /^[0-9a-f-]{36}$/i.test(row);
    return READS.has(method) && isRow && rest.length === 0;
  }
  if (TENANT_COLLECTIONS.has(slug)) return true;
  return READS.has(method) && PRODUCT_READS.has(plain);
}
