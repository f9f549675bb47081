import type { ServerProps } from 'payload';
import { can } from '../../../core/tenancy/index.ts';
import { languageOf } from '../language.ts';
import { SearchLauncher } from './search-launcher.tsx';

/** The search of a school in the head of every page of its panel; nothing for who may find nobody. */
export async function SearchBox({ i18n, payload, user }: ServerProps) {
  if (!(await can({ user: user ?? null, payload }, 'students.read'))) return null;
  return <SearchLauncher language={languageOf(i18n?.language)} />;
}
