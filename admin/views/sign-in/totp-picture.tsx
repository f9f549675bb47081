'use client';

import type { Language } from '../../components/language.ts';
import { SIGN_IN_TEXTS } from './texts.ts';

export type TotpSetup = { secret: string; uri: string; picture: string };

/** What an authenticator app needs: a picture to scan, and the key for typing. Dark on light in both themes, or it cannot be scanned. */
export function TotpPicture({ language, setup }: { language: Language; setup: TotpSetup | undefined }) {
  const texts = SIGN_IN_TEXTS[language];
  if (setup === undefined) return <div aria-busy="true" className="sign-in__picture" />;
  return (
    <div className="dft-stack dft-stack--tight">
      <p>{texts.enrolScan}</p>
      <div className="sign-in__picture">
        {/* biome-ignore lint/performance/noImgElement: a data address, made for this person */}
        <img alt={texts.pictureLabel} height={184} src={setup.picture} width={184} />
      </div>
      <p className="dft-muted sign-in__hint">{texts.enrolByHand}</p>
      <code className="sign-in__secret" data-testid="totp-secret" dir="ltr">
        {setup.secret.replace(/(.{4})/g, '$1 ').trim()}
      </code>
    </div>
  );
}
