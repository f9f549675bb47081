import type { AdminViewServerProps } from 'payload';
import { languageOf } from '../../components/language.ts';
import { Logo } from '../../components/logo.tsx';
import { SignInPlace } from '../../components/sign-in-place.tsx';
import { ForgotPasswordForm } from './forgot-password-form.tsx';
import '../sign-in/sign-in.css';

/** /admin/forgot: asks for a mail with a link to choose a new password. */
export function ForgotPasswordView({ initPageResult: { req } }: AdminViewServerProps) {
  return (
    <div className="sign-in">
      <div className="sign-in__brand">
        <Logo />
      </div>
      <SignInPlace i18n={req.i18n} withHint={false} />
      <ForgotPasswordForm language={languageOf(req.i18n.language)} />
    </div>
  );
}
