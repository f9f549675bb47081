import type { SsoConnection } from './connections.ts';

/** What an identity provider said about a person, after everything was verified. */
export type AssertedPerson = {
  /** Stable and unique at the provider; with the connection it is the key. */
  subject: string;
  email: string | undefined;
  /** The provider says that it checked the address. SAML has no such claim: there the trusted domain alone decides. */
  emailVerified: boolean;
  name: string | undefined;
  language: 'en' | 'ar' | undefined;
  /** All values of the role claim. */
  roleValues: string[];
};

/** A few claims as people may see them in the result of a test: texts, cut and counted. */
export type SeenClaims = Record<string, string | string[]>;

const EMAIL = /^[^\s@<>"',;]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,63}$/;

/** The person of verified claims, read by the names the connection gives. */
export function personOf(
  connection: SsoConnection,
  subject: string,
  claims: Record<string, unknown>,
): AssertedPerson {
  const email = first(claims[connection.emailClaim])?.trim().toLowerCase();
  const language = first(claims[connection.languageClaim])?.slice(0, 2).toLowerCase();
  return {
    subject,
    email: email !== undefined && EMAIL.test(email) ? email : undefined,
    emailVerified: connection.protocol === 'saml' || isVerified(claims),
    name: cleanName(first(claims[connection.nameClaim])),
    language: language === 'ar' || language === 'en' ? language : undefined,
    roleValues: texts(claims[connection.roleClaim]).slice(0, 500),
  };
}

// `xms_edov` is what Entra ID sends instead: "e-mail domain owner verified".
function isVerified(claims: Record<string, unknown>): boolean {
  return claims.email_verified === true || claims.xms_edov === true || claims.xms_edov === '1';
}

/** The claims to show after a test. */
export function seenClaims(claims: Record<string, unknown>): SeenClaims {
  const hidden = new Set(['nonce', 'at_hash', 'c_hash', 's_hash', 'sid', 'jti']);
  return Object.fromEntries(
    Object.entries(claims)
      .filter(([name]) => !hidden.has(name))
      .slice(0, 40)
      .map(([name, value]) => {
        const values = texts(value).map((text) => text.slice(0, 200));
        return [name.slice(0, 120), values.length === 1 ? (values[0] ?? '') : values.slice(0, 30)];
      }),
  );
}

function texts(value: unknown): string[] {
  return [value].flat().flatMap((item) => {
    if (typeof item === 'string') return [item];
    if (typeof item === 'number' || typeof item === 'boolean') return [String(item)];
    return [];
  });
}

function first(value: unknown): string | undefined {
  return texts(value)[0];
}

function cleanName(name: string | undefined): string | undefined {
  const clean = name
    ?.replace(/[\p{Cc}\p{Cf}<>]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120);
  return clean || undefined;
}
