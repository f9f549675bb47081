import type { Target } from '../world/plant.ts';
import type { World } from '../world/world.ts';
import type { Session } from './types.ts';

/** What is sent to an endpoint to reach the row of a target: a query, or a body. */
type Input = (session: Session, target: Target) => Sent | undefined;
type Sent = { query?: string; body?: unknown; isLast?: boolean };

const DATE = '2026-01-15';
const MONTH = '2026-01';

function accountOf({ world }: Session, target: Target): { email: string; password: string } {
  const { alpha, beta } = world;
  return target === 'foreign' ? beta.admin : alpha.admin;
}

// The input about one row; nothing where there is no such row.
function about(slug: string, input: (id: string) => Sent): Input {
  return ({ world }, target) => {
    const id = world.rows[target].get(slug);
    return id === undefined ? undefined : input(id);
  };
}

function classOf({ rows }: World, target: Target) {
  return { kind: 'classroom', id: rows[target].get('classrooms') };
}

function reportPlace({ rows }: World, target: Target): string {
  return `term=${rows[target].get('terms')}&classroom=${rows[target].get('classrooms')}`;
}

/**
 * Inputs of endpoints that are not Payload's own ways to rows, by "METHOD path" below /api. An endpoint without one is
 * driven with an empty request, which shows who is let in at all.
 */
export const INPUTS: Record<string, Input> = {
  'POST /users/login': (session, target) => ({ body: accountOf(session, target) }),
  'POST /users/forgot-password': (session, target) => ({ body: { email: accountOf(session, target).email } }),
  'POST /users/unlock': (session, target) => ({ body: { email: accountOf(session, target).email } }),
  'POST /users/reset-password': () => ({
    body: { token: 'f'.repeat(40), password: 'a long enough password' },
  }),
  'POST /users/first-register': () => ({
    body: { email: 'first@example.org', password: 'a long enough password' },
  }),
  'POST /users/logout': () => ({ body: {}, isLast: true }),
  'POST /users/refresh-token': () => ({ body: {}, isLast: true }),
  // Without an id it ends every session of the person but one; the others are needed further on.
  'POST /users/account/sessions/end': about('users', (id) => ({ body: { id } })),
  'POST /users/administer/invite': about('users', (id) => ({ body: { id } })),
  'POST /users/administer/sign-out': about('users', (id) => ({ body: { id } })),
  'POST /users/administer/second-factor/remove': about('users', (id) => ({ body: { id } })),
  'POST /keys/roll': about('api-keys', (id) => ({ body: { id, overlapHours: 0 } })),
  'GET /console/school': about('tenants', (id) => ({ query: `id=${id}` })),
  'POST /console/schools/plan': about('tenants', (id) => ({ body: { id, plan: 'standard' } })),
  'POST /console/schools/group': about('tenants', (id) => ({ body: { id, group: null } })),
  'POST /support/decide': about('support-grants', (id) => ({
    body: { id, decision: 'refuse', mayWrite: false },
  })),
  'POST /support/enter': about('support-grants', (id) => ({ body: { id } })),
  // At the own school alone: the other would rightly be told by mail.
  'POST /support/request': ({ world }, target) =>
    target === 'own'
      ? {
          body: {
            tenantId: world.alpha.tenant.id,
            reason: 'to look at what the matrix asks',
            ticket: 'M-1',
            writeAsked: false,
          },
        }
      : undefined,
  // Support ends itself with it, whatever is named; it is needed further on.
  'POST /support/end': (session, target) =>
    session.actor.name === 'support'
      ? undefined
      : about('support-grants', (id) => ({ body: { id } }))(session, target),
  'POST /keys/revoke': about('api-keys', (id) => ({ body: { id } })),
  'POST /outbox/retry': about('outbox', (id) => ({ body: { id } })),
  'POST /payload-preferences/:key': () => ({ body: { value: { open: true } } }),
  'GET /calendar': () => ({ query: `from=${DATE}&until=${DATE}` }),
  'POST /calendar/days': () => ({
    body: { days: [{ date: '2026-03-01', kind: 'holiday', title: 'Rest', titleAr: 'راحة' }], clear: [] },
  }),
  'GET /calendar/suggest': () => ({ query: 'startDate=2026-08-30&endDate=2027-06-24' }),
  'POST /calendar/template': about('academic-years', (id) => ({
    body: {
      isTrial: true,
      year: { id },
      ordinary: {
        ...{ title: 'Ordinary', titleAr: 'عادي' },
        periods: [
          { number: 1, title: 'First', titleAr: 'الأولى', starts: '07:00', ends: '07:45', isBreak: false },
        ],
      },
      holidays: [],
    },
  })),
  'POST /calendar/feeds': about('classrooms', (id) => ({ body: { kind: 'class', id, language: 'en' } })),
  'GET /timetable/week': about('classrooms', (id) => ({ query: `kind=class&id=${id}&date=${DATE}` })),
  'GET /timetable/day': about('classrooms', (id) => ({ query: `kind=class&id=${id}&date=${DATE}` })),
  'GET /timetable/in-the-way': about('class-offerings', (id) => ({ query: `classOffering=${id}` })),
  'POST /timetable/change': about('timetable-entries', (id) => ({
    body: { id, from: DATE, weekday: 3, period: 2, teacher: null, room: null },
  })),
  'POST /timetable/remove': about('timetable-entries', (id) => ({ body: { id, from: DATE } })),
  'GET /timetable/cover': () => ({ query: `date=${DATE}` }),
  'POST /timetable/cover': about('timetable-entries', (id) => ({
    body: { entry: id, date: DATE, teacher: null },
  })),
  'GET /register/classes': () => ({ query: `date=${DATE}` }),
  'GET /register': ({ world }, target) => {
    const { kind, id: classroom } = classOf(world, target);
    return { query: `kind=${kind}&id=${classroom}&date=${DATE}` };
  },
  'POST /register': (session, target) => ({
    body: {
      class: classOf(session.world, target),
      date: '2026-01-18',
      revision: 0,
      marks: [{ student: session.world.rows[target].get('students'), code: 'Q1' }],
    },
  }),
  'GET /register/missing': () => ({ query: `date=${DATE}` }),
  'GET /register/figures': () => ({ query: `from=${DATE}&to=${DATE}` }),
  'GET /register/history': about('students', (id) => ({ query: `student=${id}&date=${DATE}` })),
  'POST /excuses': about('students', (id) => ({
    body: { student: id, firstDate: '2026-10-01', lastDate: '2026-10-01', reason: 'A trip of the family' },
  })),
  'POST /excuses/enter': about('students', (id) => ({
    body: {
      student: id,
      firstDate: '2026-10-02',
      lastDate: '2026-10-02',
      reason: 'A telephone call',
      channel: 'phone',
    },
  })),
  'GET /imports/run': about('import-runs', (id) => ({ query: `id=${id}` })),
  'GET /imports/package': about('import-runs', (id) => ({ query: `id=${id}` })),
  'POST /imports/confirm': about('import-runs', (id) => ({ body: { id, removalConfirmed: true } })),
  'GET /report-cards/class': ({ world }, target) => ({ query: reportPlace(world, target) }),
  'GET /report-cards/ministry': ({ world }, target) => ({ query: reportPlace(world, target) }),
  'POST /report-cards/drafts': ({ world: { rows } }, target) => ({
    body: { term: rows[target].get('terms'), classrooms: [rows[target].get('classrooms')] },
  }),
  'GET /report-cards/comments': ({ world }, target) => ({
    query: `term=${world.rows[target].get('terms')}&kind=classroom&id=${world.rows[target].get('classrooms')}`,
  }),
  'GET /papers': about('students', (id) => ({ query: `student=${id}` })),
  'POST /papers/issue': about('students', (id) => ({ body: { kind: 'enrolment', students: [id] } })),
  'GET /console/billing/invoices': about('tenants', (id) => ({ query: `tenant=${id}` })),
  'GET /console/price-books/version': () => ({ query: 'version=1' }),
  'GET /entitlement': () => ({ query: 'key=sso' }),
  'POST /budgets/set': () => ({ body: { budgets: {} } }),
  'GET /usage': () => ({ query: `month=${MONTH}` }),
  'GET /usage/ledger': () => ({ query: `month=${MONTH}` }),
};
