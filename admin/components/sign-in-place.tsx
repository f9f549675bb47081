import './logo.css';
import { isLanguage } from '../../core/kernel/index.ts';
import { placeName } from './school-name.ts';

const HINT = { en: 'Sign in to continue', ar: 'سجّل الدخول للمتابعة' };

/** Above the sign-in form: whose door this is, so that nobody tries the password of another school. */
export function SignInPlace({ i18n, withHint = true }: { i18n: { language: string }; withHint?: boolean }) {
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  const name = placeName(language);
  return (
    <div className="daftar-sign-in" data-testid="sign-in-school">
      {name && (
        <h1>
          <bdi>{name}</bdi>
        </h1>
      )}
      {withHint && <p>{HINT[language]}</p>}
    </div>
  );
}
