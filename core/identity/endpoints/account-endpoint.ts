import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { readInput, tellingErrors, viewerOf } from '../../tenancy/index.ts';
import type { SignedIn } from '../services/sessions/session-strategy.ts';

type Options<Body> = {
  path: `/${string}`;
  method: 'get' | 'post';
  input: z.ZodType<Body>;
  run: (request: { req: PayloadRequest; input: Body }) => Promise<Response | object>;
};

/** Answers that carry accounts and tokens are kept by nobody. */
const NO_STORE = { 'Cache-Control': 'private, no-store' };

/** An endpoint of the users collection that works without a session. Input that does not fit is told, never guessed. */
export function openEndpoint<Body>(options: Options<Body>): Endpoint {
  return {
    path: options.path,
    method: options.method,
    handler: tellingErrors(async (req) => {
      const input = await readInput(req, options);
      const answer = await options.run({ req, input });
      if (answer instanceof Response) {
        for (const [name, value] of Object.entries(NO_STORE)) answer.headers.set(name, value);
        return answer;
      }
      return Response.json(answer, { headers: NO_STORE });
    }),
  };
}

/** The same for a signed-in person of the host's realm. Programs with a key have no account. */
export function personEndpoint<Body>(
  options: Omit<Options<Body>, 'run'> & {
    run: (request: { req: PayloadRequest; input: Body; me: SignedIn }) => Promise<Response | object>;
  },
): Endpoint {
  return openEndpoint({
    ...options,
    run: ({ req, input }) => {
      const me = req.user as unknown as SignedIn | null;
      if (!viewerOf(req) || !me?.session || me.session.userId !== me.id) throw new AppError('auth.required');
      return options.run({ req, input, me });
    },
  });
}

export const NOTHING = z.object({}).strip();
/** A password as it is typed; its rules are told apart from the shape. */
export const typedPassword = z.string().min(1).max(1000);
export const typedEmail = z.string().min(3).max(320);
