import { type MadeKey, makeKey } from '../../core/identity/testing/api-keys.ts';
import type { TestSchool } from '../support/index.ts';
import { faultsOf, OFFICIAL, type Official } from './openapi.ts';
import type { SampleSchool } from './school-of-samples.ts';

export const SCOPE = 'https://purl.imsglobal.org/spec/or/v1p2/scope/';
export const ALL_SCOPES = [...new Set(OFFICIAL.flatMap(({ scopes }) => scopes))];

type Body = Record<string, unknown>;
export type Thing = { sourcedId: string; status: string; [field: string]: unknown };

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: Body;
  /** The records of a list, whatever its envelope is called. */
  list: Thing[];
};

/** A client of one school with one token; `ask` sends a request below /ims/oneroster. */
export type RosterClient = {
  token: string;
  ask: (path: string, method?: string, body?: unknown) => Promise<Answer>;
  /** Asks for an absolute address as it stands in an href or a Link. */
  follow: (href: string) => Promise<Answer>;
};

const PERMISSIONS = ['students', 'teachers', 'guardians', 'structure', 'assessment'].map(
  (stem) => `${stem}.read`,
);

/** Makes an OAuth 2 client that may have every scope of OneRoster. */
export async function makeClient(school: TestSchool, wish: Record<string, unknown> = {}): Promise<MadeKey> {
  const admin = await school.signIn(school.admin);
  return makeKey(admin, [...PERMISSIONS, 'assessment.write'], { kind: 'oauth_client', ...wish });
}

/** Signs a client in with some scopes, all of them when none are named. */
export async function signIn(school: TestSchool, made: MadeKey, scopes = ALL_SCOPES): Promise<RosterClient> {
  const answer = await school.anonymous.send('POST', '/oauth2/token', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    raw: Buffer.from(
      new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: made.prefix,
        client_secret: made.secret,
        scope: scopes.join(' '),
      }).toString(),
    ),
  });
  if (answer.status !== 200) throw new Error(`No token: ${answer.status} ${answer.text}`);
  return withToken(school, answer.json<{ access_token: string }>().access_token);
}

export function withToken(school: TestSchool, token: string): RosterClient {
  const send = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const { status, headers, text } = await school.anonymous.send(method, path, {
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
    });
    const read = (text === '' ? {} : JSON.parse(text)) as Body;
    const [list] = Object.values(read).filter(Array.isArray) as Thing[][];
    return { status, headers, text, body: read, list: list ?? [] };
  };
  return {
    token,
    ask: (path, method = 'GET', body) => send(method, `/ims/oneroster/${path}`, body),
    follow: (href) => {
      const url = new URL(href);
      if (url.host !== school.host) throw new Error(`The address ${href} is not of ${school.host}.`);
      return send('GET', url.pathname + url.search);
    },
  };
}

/** An official operation by its id. Throws when there is none. */
export function official(id: string): Official {
  const found = OFFICIAL.find((operation) => operation.id === id);
  if (!found) throw new Error(`No operation ${id} in the official files.`);
  return found;
}

/** The path of an operation with the ids of a school of samples put in. */
export function pathFor({ service, path }: Official, ids: SampleSchool, schoolId: string): string {
  const [, plural = ''] = path.split('/');
  const own: Record<string, string> = {
    academicSessions: ids.year,
    classes: ids.offering,
    courses: ids.subject,
    enrollments: 'enrollment-1',
    gradingPeriods: ids.gradingPeriod,
    orgs: schoolId,
    schools: schoolId,
    students: ids.student,
    teachers: ids.teacher,
    terms: ids.semester,
    users: ids.student,
    demographics: ids.student,
    categories: ids.category,
    lineItems: ids.lineItem,
    results: ids.result,
    scoreScales: ids.scale,
    assessmentLineItems: ids.lineItem,
    assessmentResults: ids.result,
    resources: ids.resource,
  };
  const named: Record<string, string> = {
    sourcedId: own[plural] ?? '',
    classSourcedId: ids.offering,
    courseSourcedId: ids.subject,
    schoolSourcedId: schoolId,
    studentSourcedId: ids.student,
    teacherSourcedId: ids.teacher,
    userSourcedId: ids.student,
    termSourcedId: ids.semester,
    lineItemSourcedId: ids.lineItem,
    academicSessionSourcedId: ids.semester,
  };
  return `${service}/v1p2${path.replace(/\{(\w+)\}/g, (_, name: string) => named[name] ?? name)}`;
}

/** Faults of an answer by the official file, with the operation's name for the message of a failing test. */
export function faults(operation: Official, answer: Answer): string[] {
  const body = answer.text === '' ? undefined : answer.body;
  return faultsOf(operation, answer.status, body).map((fault) => `${operation.id}: ${fault}`);
}

/** Every href in a body, however deep. */
export function hrefsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(hrefsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'href' && typeof inner === 'string' ? [inner] : hrefsIn(inner),
  );
}

/** Addresses of a Link header by their relation. */
export function linksOf(answer: Answer): Record<string, string> {
  const links = [...String(answer.headers.link ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)];
  return Object.fromEntries(links.map(([, address = '', relation = '']) => [relation, address]));
}
