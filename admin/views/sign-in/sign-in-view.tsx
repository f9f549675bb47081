import { redirect } from 'next/navigation.js';
import type { AdminViewServerProps } from 'payload';
import { ssoChoicesOf } from '../../../core/identity/index.ts';
import { currentScope, poolOf } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { Logo } from '../../components/logo.tsx';
import { SignInPlace } from '../../components/sign-in-place.tsx';
import { SsoChoices } from '../../components/sso-choices.tsx';
import { safeRedirect } from './safe-redirect.ts';
import { SignInForm } from './sign-in-form.tsx';
import './sign-in.css';

/** /admin/login: whose door this is, and the ways in. */
export async function SignInView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const wanted = safeRedirect(view.searchParams?.redirect);
  if (req.user) redirect(wanted);
  const language = languageOf(req.i18n.language);
  const choices = currentScope()?.kind === 'tenant' ? await ssoChoicesOf(poolOf(req.payload)) : [];
  return (
    <div className="sign-in">
      <div className="sign-in__brand">
        <Logo />
      </div>
      <SignInPlace i18n={req.i18n} />
      <SsoChoices choices={choices} language={language} wanted={wanted} />
      <SignInForm language={language} wanted={wanted} />
    </div>
  );
}
