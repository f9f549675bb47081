import './sso-choices.css';
import type { SsoChoice } from '../../core/identity/index.ts';
import type { Language } from './language.ts';

const TEXTS = {
  en: {
    with: 'Sign in with {name}',
    or: 'or with a password',
    only: 'Your school signs in this way. The password below is for emergency accounts alone.',
  },
  ar: {
    with: 'الدخول عبر {name}',
    or: 'أو بكلمة المرور',
    only: 'تسجّل مدرستك الدخول بهذه الطريقة. كلمة المرور أدناه لحسابات الطوارئ فقط.',
  },
} as const;

type Props = { choices: SsoChoice[]; language: Language; wanted: string };

/** The buttons of the school's identity providers, above the password. Nothing when there are none. */
export function SsoChoices({ choices, language, wanted }: Props) {
  const texts = TEXTS[language];
  if (choices.length === 0) return null;
  return (
    <div className="sso-choices" data-testid="sso-choices">
      {choices.map(({ code, name, address }) => {
        const [before, after] = texts.with.split('{name}');
        return (
          // A plain link: the address leaves the panel, which a client-side change of page could not follow.
          <a
            className="sso-choices__button"
            data-testid={`sso-choice-${code}`}
            href={`${address}?to=${encodeURIComponent(wanted)}`}
            key={code}
          >
            {before}
            <bdi>{name}</bdi>
            {after}
          </a>
        );
      })}
      <p className="sso-choices__or">{choices.some(({ enforced }) => enforced) ? texts.only : texts.or}</p>
    </div>
  );
}
