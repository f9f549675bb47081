import { redirect } from 'next/navigation.js';
import type { AdminViewServerProps } from 'payload';
import { languageOf } from '../../components/language.ts';
import { Logo } from '../../components/logo.tsx';
import { SignInPlace } from '../../components/sign-in-place.tsx';
import { safeRedirect } from './safe-redirect.ts';
import { SignInForm } from './sign-in-form.tsx';
import './sign-in.css';

/** /admin/login: whose door this is, and the ways in. */
export function SignInView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const wanted = safeRedirect(view.searchParams?.redirect);
  if (req.user) redirect(wanted);
  return (
    <div className="sign-in">
      <div className="sign-in__brand">
        <Logo />
      </div>
      <SignInPlace i18n={req.i18n} />
      <SignInForm language={languageOf(req.i18n.language)} wanted={wanted} />
    </div>
  );
}
