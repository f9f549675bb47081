/** The parts of a person's name in both scripts. */
export type NameParts = {
  givenName?: string | null;
  middleName?: string | null;
  familyName?: string | null;
  givenNameAr?: string | null;
  middleNameAr?: string | null;
  familyNameAr?: string | null;
};

/**
 * The whole name in each script. The Latin one drops middle names, as lists do; the Arabic one keeps them,
 * because father and grandfather are part of how a person is called. Null when the script has no name.
 */
export function displayNames(parts: NameParts): { displayName: string; displayNameAr: string | null } {
  const join = (...names: (string | null | undefined)[]) =>
    names
      .map((name) => name?.trim())
      .filter(Boolean)
      .join(' ');
  return {
    displayName: join(parts.givenName, parts.familyName),
    displayNameAr: join(parts.givenNameAr, parts.middleNameAr, parts.familyNameAr) || null,
  };
}
