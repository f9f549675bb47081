import { AppError } from '../../../kernel/index.ts';

/** The parts of a verified assertion that we use. */
export type Assertion = {
  id: string;
  nameId: string;
  inResponseTo: string;
  attributes: Record<string, string[]>;
};

export type AssertionRules = {
  issuer: string;
  audience: string;
  recipient: string;
  /** Milliseconds since the epoch. */
  now: number;
  clockMs: number;
};

type Node = { $?: Record<string, string>; _?: string } & { [child: string]: unknown };

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/**
 * The rules of the web browser profile (SAML 2.0 profiles, 4.1.4.3) that the library leaves to its caller, asked of
 * the signed assertion alone: issuer, one bearer confirmation with our address, an end and the request it answers, and
 * our audience. Throws sso.failed.
 */
export function checkAssertion(parsed: unknown, rules: AssertionRules): Assertion {
  const assertion = child((parsed ?? {}) as Node, 'Assertion');
  const id = assertion?.$?.ID;
  if (!assertion || !id) throw refuse('no assertion');
  if (assertion.$?.Version !== '2.0') throw refuse('the version');
  if (textOf(child(assertion, 'Issuer')) !== rules.issuer) throw refuse('the issuer');
  const subject = child(assertion, 'Subject');
  const nameId = textOf(child(subject, 'NameID'));
  if (!nameId || nameId.length > 512) throw refuse('the name id');
  const confirmations = children(subject, 'SubjectConfirmation').filter(({ $ }) => $?.Method === BEARER);
  const data = confirmations.length === 1 ? child(confirmations[0], 'SubjectConfirmationData')?.$ : undefined;
  if (!data) throw refuse('the subject confirmation');
  if (data.Recipient !== rules.recipient) throw refuse('the recipient');
  if (data.NotBefore !== undefined) throw refuse('the subject confirmation');
  if (!isBefore(rules.now - rules.clockMs, data.NotOnOrAfter)) throw refuse('expired');
  if (!data.InResponseTo) throw refuse('not asked for');
  const conditions = child(assertion, 'Conditions');
  const audiences = children(conditions, 'AudienceRestriction').flatMap((restriction) =>
    children(restriction, 'Audience').map(textOf),
  );
  if (!audiences.includes(rules.audience)) throw refuse('the audience');
  if (!isBefore(rules.now - rules.clockMs, conditions?.$?.NotOnOrAfter)) throw refuse('expired');
  return { id, nameId, inResponseTo: data.InResponseTo, attributes: attributesOf(assertion) };
}

function attributesOf(assertion: Node): Record<string, string[]> {
  const attributes: Record<string, string[]> = Object.create(null);
  for (const statement of children(assertion, 'AttributeStatement'))
    for (const attribute of children(statement, 'Attribute')) {
      const name = attribute.$?.Name;
      if (!name) continue;
      attributes[name] = children(attribute, 'AttributeValue').flatMap((value) => textOf(value) ?? []);
    }
  return attributes;
}

function isBefore(now: number, limit: string | undefined): boolean {
  const end = limit === undefined ? Number.NaN : Date.parse(limit);
  return Number.isFinite(end) && now < end;
}

function children(node: Node | undefined, name: string): Node[] {
  const found = node?.[name];
  if (!Array.isArray(found)) return found === undefined ? [] : [asNode(found)];
  return found.map(asNode);
}

function child(node: Node | undefined, name: string): Node | undefined {
  const all = children(node, name);
  if (all.length > 1) throw refuse(`more than one ${name}`);
  return all[0];
}

function asNode(value: unknown): Node {
  return (typeof value === 'string' ? { _: value } : value) as Node;
}

function textOf(node: Node | undefined): string | undefined {
  return typeof node?._ === 'string' ? node._.trim() : undefined;
}

function refuse(reason: string): AppError {
  return new AppError('sso.failed', { reason });
}
