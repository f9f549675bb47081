import type { Matrix, MatrixRole } from '../../../core/identity/index.ts';
import type { Language } from '../../components/language.ts';

/** The name of a role in a language; a role that was named in one language alone has that name in both. */
export function roleName({ name, nameAr }: Pick<MatrixRole, 'name' | 'nameAr'>, language: Language): string {
  return language === 'ar' && nameAr ? nameAr : name;
}

/** The plain words of permission codes, as one sentence part. */
export function describeCodes(
  codes: readonly string[],
  groups: Matrix['groups'],
  language: Language,
): string {
  const all = groups.flatMap(({ permissions }) => permissions);
  return codes
    .map((code) => {
      const pair = all.find((permission) => permission.code === code)?.description;
      const text = pair ? pair[language === 'ar' ? 1 : 0] : code;
      return language === 'ar' ? `«${text}»` : `“${text}”`;
    })
    .join(language === 'ar' ? '، ' : ', ');
}
