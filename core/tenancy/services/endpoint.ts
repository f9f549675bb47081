import type { Endpoint, PayloadHandler, PayloadRequest } from 'payload';
import type { z } from 'zod';
import { AppError, errorBody, isAppError, isLanguage, type Language } from '../../kernel/index.ts';
import { can, viewerOf } from './permissions.ts';

export type EndpointOptions<Body> = {
  path: `/${string}`;
  method: 'get' | 'post';
  /** The permission a signed-in school user needs. */
  permission: string;
  /** Schema of the JSON body of a POST, or of the query of a GET; unknown keys are refused. */
  input: z.ZodType<Body>;
  run: (request: { req: PayloadRequest; input: Body; userId: string }) => Promise<unknown>;
};

/**
 * An endpoint below /api for signed-in people of a school: 401 without a session, 403 without the permission,
 * 400 for input that does not fit, and otherwise the JSON of what `run` returns. AppErrors answer with their
 * status in the language of the request.
 */
export function schoolEndpoint<Body>(options: EndpointOptions<Body>): Endpoint {
  return {
    path: options.path,
    method: options.method,
    // For tests and generators that walk over the doors of the product.
    custom: { permission: options.permission },
    handler: tellingErrors(async (req) => {
      const userId = await requirePermission(req, options.permission);
      const input = await readInput(req, options);
      return Response.json(await options.run({ req, input, userId }), {
        headers: { 'Cache-Control': 'private, no-store' },
      });
    }),
  };
}

export type PlatformEndpointOptions<Body> = Pick<EndpointOptions<Body>, 'path' | 'method' | 'input'> & {
  run: (request: { req: PayloadRequest; input: Body; staff: Staff }) => Promise<unknown>;
};

/** A member of the platform's staff, as the audit trail names one. */
export type Staff = { id: string; label: string };

/** An endpoint below /api for the platform's staff on the console host; 401 without a session, 403 for everybody else. */
export function platformEndpoint<Body>(options: PlatformEndpointOptions<Body>): Endpoint {
  return {
    path: options.path,
    method: options.method,
    handler: tellingErrors(async (req) => {
      const staff = requireStaff(req);
      const input = await readInput(req, options);
      return Response.json(await options.run({ req, input, staff }), {
        headers: { 'Cache-Control': 'private, no-store' },
      });
    }),
  };
}

/** The signed-in member of staff. Throws auth.required, or auth.forbidden for people of a school or a partner. */
export function requireStaff(req: PayloadRequest): Staff {
  const viewer = viewerOf(req);
  if (viewer === undefined) throw new AppError('auth.required');
  if (viewer.realm !== 'platform') throw new AppError('auth.forbidden', { permission: 'staff' });
  const { email } = req.user as unknown as { email?: string };
  return { id: viewer.id, label: email ?? viewer.id };
}

/** A handler whose AppErrors are answered with their status in the language of the request. */
export function tellingErrors(handler: PayloadHandler): PayloadHandler {
  return async (req) => {
    try {
      return await handler(req);
    } catch (error) {
      if (!isAppError(error)) throw error;
      return Response.json(errorBody(error, languageOfRequest(req)), { status: error.status });
    }
  };
}

/** The id of the signed-in school user, who holds the permission. Throws auth.required or auth.forbidden. */
export async function requirePermission(req: PayloadRequest, permission: string): Promise<string> {
  const viewer = viewerOf(req);
  if (viewer?.realm !== 'school') throw new AppError('auth.required');
  if (!(await can(req, permission))) throw new AppError('auth.forbidden', { permission });
  return viewer.id;
}

/** The language Payload found for a request; what the product does not speak becomes English. */
export function languageOfRequest(req: Pick<PayloadRequest, 'i18n'>): Language {
  return isLanguage(req.i18n?.language) ? req.i18n.language : 'en';
}

/** The body of a POST or the query of a GET as the schema says. Throws request.invalid with the first thing that does not fit. */
export async function readInput<Body>(
  req: PayloadRequest,
  { method, input }: Pick<EndpointOptions<Body>, 'method' | 'input'>,
): Promise<Body> {
  let raw: unknown;
  try {
    raw = method === 'post' ? await req.json?.() : Object.fromEntries(req.searchParams);
  } catch {
    throw new AppError('request.invalid', { reason: 'the body is not JSON' });
  }
  const parsed = input.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('request.invalid', {
    reason: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not valid'}`.slice(0, 200),
  });
}
