import { z } from 'zod';
import { basePath, OPERATIONS, type Operation, type Service } from './operations.ts';
import { ENTITIES, ENVELOPES } from './sql/entities.ts';
import { SHAPES } from './writes/shapes.ts';

const SCOPES = 'https://purl.imsglobal.org/spec/or/v1p2/scope/';

// The file names that the standard gives the three documents.
const FILES: Record<Service, string> = {
  rostering: 'onerosterv1p2rostersservice_openapi3_v1p0.json',
  gradebook: 'onerosterv1p2gradebookservice_openapi3_v1p0.json',
  resources: 'onerosterv1p2resourcesservice_openapi3_v1p0.json',
};

const TITLES: Record<Service, string> = {
  rostering: 'OneRoster 1.2 Rostering Service of Daftar',
  gradebook: 'OneRoster 1.2 Gradebook Service of Daftar',
  resources: 'OneRoster 1.2 Resources Service of Daftar',
};

const texts = new Map<string, string>();

/**
 * The discovery document of a path, as JSON: what this school's host serves, for clients that set themselves up. The same
 * list that routes requests writes it. Undefined for any other path.
 */
export function discoveryDocument(path: string, origin: string): string | undefined {
  const service = (Object.keys(FILES) as Service[]).find(
    (name) => path === `${basePath(name)}/discovery/${FILES[name]}`,
  );
  if (service === undefined) return undefined;
  const known = texts.get(`${service} ${origin}`);
  if (known) return known;
  if (texts.size > 300) texts.clear();
  const text = JSON.stringify(documentOf(service, origin));
  texts.set(`${service} ${origin}`, text);
  return text;
}

function documentOf(service: Service, origin: string): Record<string, unknown> {
  const operations = OPERATIONS.filter((operation) => operation.service === service);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    paths[operation.path] ??= {};
    Object.assign(paths[operation.path] ?? {}, {
      [operation.method.toLowerCase()]: operationObject(operation),
    });
  }
  const scopes = [...new Set(operations.flatMap((operation) => operation.scopes))].sort();
  return {
    openapi: '3.0.1',
    info: { title: TITLES[service], version: '1.2' },
    servers: [{ url: `${origin}${basePath(service)}` }],
    paths,
    components: {
      schemas: schemasOf(operations),
      securitySchemes: {
        OAuth2CC: {
          type: 'oauth2',
          flows: {
            clientCredentials: {
              tokenUrl: `${origin}/oauth2/token`,
              scopes: Object.fromEntries(scopes.map((scope) => [SCOPES + scope, scope])),
            },
          },
        },
      },
    },
  };
}

const LIST_PARAMETERS = [
  ['limit', { type: 'integer', format: 'int32', minimum: 1, default: 100 }],
  ['offset', { type: 'integer', format: 'int32', minimum: 0, default: 0 }],
  ['sort', { type: 'string' }],
  ['orderBy', { type: 'string', enum: ['asc', 'desc'] }],
  ['filter', { type: 'string' }],
] as const;
const FIELDS = ['fields', { type: 'array', items: { type: 'string' } }] as const;

function operationObject(operation: Operation): Record<string, unknown> {
  const { kind, entity, path, id, scopes } = operation;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const query = kind === 'list' ? [...LIST_PARAMETERS, FIELDS] : kind === 'one' ? [FIELDS] : [];
  const json = (schema: Record<string, unknown>) => ({ content: { 'application/json': { schema } } });
  const single = { $ref: `#/components/schemas/${ENTITIES[entity].single}Envelope` };
  const set = { $ref: `#/components/schemas/${entity}Set` };
  const success: Record<Operation['kind'], [string, Record<string, unknown>]> = {
    list: [
      '200',
      {
        description: 'One page.',
        headers: { 'X-Total-Count': { schema: { type: 'integer' } }, Link: { schema: { type: 'string' } } },
        ...json(set),
      },
    ],
    one: ['200', { description: 'The record, also when it was deleted.', ...json(single) }],
    put: ['201', { description: 'Stored.' }],
    post: [
      '201',
      { description: 'Stored under the ids given here.', ...json({ $ref: '#/components/schemas/pairs' }) },
    ],
    delete: ['204', { description: 'Deleted.' }],
  };
  const [status, answer] = success[kind];
  return {
    operationId: id,
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...query.map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
    ],
    ...(kind === 'put' ? { requestBody: { required: true, ...json(single) } } : {}),
    ...(kind === 'post' ? { requestBody: { required: true, ...json(set) } } : {}),
    responses: {
      [status]: answer,
      default: {
        description: 'What went wrong.',
        ...json({ $ref: '#/components/schemas/imsx_StatusInfo' }),
      },
    },
    security: [{ OAuth2CC: scopes.map((scope) => SCOPES + scope) }],
  };
}

function schemasOf(operations: Operation[]): Record<string, unknown> {
  const text = { type: 'string' };
  const schemas: Record<string, unknown> = {
    imsx_StatusInfo: {
      type: 'object',
      required: ['imsx_codeMajor', 'imsx_severity'],
      properties: {
        imsx_codeMajor: text,
        imsx_severity: text,
        imsx_description: text,
        imsx_CodeMinor: { type: 'object' },
      },
    },
    pairs: {
      type: 'object',
      properties: {
        sourcedIdPairs: {
          type: 'array',
          items: {
            type: 'object',
            required: ['suppliedSourcedId', 'allocatedSourcedId'],
            properties: { suppliedSourcedId: text, allocatedSourcedId: text },
          },
        },
      },
    },
  };
  for (const { entity } of operations) {
    const { single } = ENTITIES[entity];
    const one = { $ref: `#/components/schemas/${single}` };
    schemas[single] ??= recordSchema(entity);
    schemas[`${single}Envelope`] = { type: 'object', required: [single], properties: { [single]: one } };
    schemas[`${entity}Set`] = {
      type: 'object',
      properties: { [ENVELOPES[entity] ?? entity]: { type: 'array', items: one } },
    };
  }
  return schemas;
}

// What clients write is described by the shapes that check it; what they only read by the names of its fields.
function recordSchema(entity: Operation['entity']): unknown {
  if (Object.hasOwn(SHAPES, entity)) {
    const { $schema: _, ...schema } = z.toJSONSchema(SHAPES[entity as keyof typeof SHAPES], {
      target: 'openapi-3.0',
      io: 'input',
    });
    return schema;
  }
  const fields = ENTITIES[entity].fields({ guardians: true, alive: true });
  return {
    type: 'object',
    required: ['sourcedId', 'status', 'dateLastModified'],
    properties: Object.fromEntries(Object.keys(fields).map((name) => [name, {}])),
  };
}
