import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { sharedData } from '../../core/interop/oneroster/testing/make-package.ts';

export type Service = 'rostering' | 'gradebook' | 'resources';

type OfficialOperation = {
  operationId: string;
  parameters?: { name: string; in: string }[];
  requestBody?: unknown;
  responses: Record<string, { content?: unknown }>;
  security: { OAuth2CC: string[] }[];
};
type Document = { paths: Record<string, Record<string, OfficialOperation>> };

const FILES: Record<Service, string> = {
  rostering: 'onerosterv1p2rostersservice_openapi3_v1p0.json',
  gradebook: 'onerosterv1p2gradebookservice_openapi3_v1p0.json',
  resources: 'onerosterv1p2resourcesservice_openapi3_v1p0.json',
};

const DOCUMENTS = Object.fromEntries(
  Object.entries(FILES).map(([service, file]) => [
    service,
    JSON.parse(readFileSync(sharedData(`oneroster/openapi/${file}`), 'utf8')) as Document,
  ]),
) as Record<Service, Document>;

/** One operation as the official files name it. */
export type Official = {
  service: Service;
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  path: string;
  id: string;
  scopes: string[];
  statuses: string[];
};

/** All operations of the official OpenAPI files. */
export const OFFICIAL: readonly Official[] = Object.entries(DOCUMENTS).flatMap(([service, document]) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      service: service as Service,
      method: method.toUpperCase() as Official['method'],
      path,
      id: operation.operationId,
      scopes: operation.security.flatMap(({ OAuth2CC }) => OAuth2CC),
      statuses: Object.keys(operation.responses),
    })),
  ),
);

const REAL_DATE = (text: string) => {
  const moment = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && moment.toISOString().startsWith(text);
};

// The files are OpenAPI 3.0, whose own words beside JSON Schema ajv does not know; formats are checked strictly.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
ajv.addFormat('date', { validate: REAL_DATE });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
ajv.addFormat('uri', { validate: (text: string) => URL.canParse(text) });
for (const format of ['int32', 'float']) ajv.addFormat(format, { type: 'number', validate: () => true });
for (const [service, document] of Object.entries(DOCUMENTS)) ajv.addSchema(document, `official:${service}`);

const validators = new Map<string, ValidateFunction>();

/** What is wrong with the body of an answer by the official file; an empty list when it is valid. */
export function faultsOf(operation: Official, status: number, body: unknown): string[] {
  const key = operation.statuses.includes(String(status)) ? String(status) : 'default';
  const methods = DOCUMENTS[operation.service].paths[operation.path];
  const answer = methods?.[operation.method.toLowerCase()]?.responses[key];
  if (answer?.content === undefined)
    return body === undefined ? [] : [`the answer ${status} of ${operation.id} has a body`];
  const pointer = ['paths', operation.path, operation.method.toLowerCase(), 'responses', key]
    .concat('content', 'application/json', 'schema')
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const reference = `official:${operation.service}#/${pointer}`;
  const validate = validators.get(reference) ?? ajv.compile({ $ref: reference });
  validators.set(reference, validate);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
