import { MinimalTemplate } from '@payloadcms/next/templates';
import type { AdminViewServerProps } from 'payload';
import { languageOf } from '../../components/language.ts';
import { Logo } from '../../components/logo.tsx';
import { SignInPlace } from '../../components/sign-in-place.tsx';
import { SetPasswordForm } from './set-password-form.tsx';
import '../sign-in/sign-in.css';

/** /admin/set-password: where the link of an invitation or of a forgotten password leads. */
export function SetPasswordView({ initPageResult: { req } }: AdminViewServerProps) {
  return (
    <MinimalTemplate className="login">
      <div className="sign-in">
        <div className="sign-in__brand">
          <Logo />
        </div>
        <SignInPlace i18n={req.i18n} withHint={false} />
        <SetPasswordForm language={languageOf(req.i18n.language)} />
      </div>
    </MinimalTemplate>
  );
}
