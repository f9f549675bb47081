'use client';

import { Button } from '@payloadcms/ui';
import { useCallback, useEffect, useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { SIGN_IN_TEXTS } from '../sign-in/texts.ts';
import { type Device, DeviceList } from './device-list.tsx';
import { PasswordCard } from './password-card.tsx';
import { type FactorState, SecondFactorCard } from './second-factor-card.tsx';
import { SECURITY_TEXTS } from './texts.ts';

type Security = { devices: Device[]; secondFactor: FactorState };

/** The three cards of the page; each change reads the state anew. */
export function SecurityClient({ language, timeZone }: { language: Language; timeZone: string }) {
  const texts = SECURITY_TEXTS[language];
  const [security, setSecurity] = useState<Security>();
  const [problem, setProblem] = useState<string>();
  const load = useCallback(async () => {
    try {
      setSecurity(await callApi<Security>('/users/account/security'));
      setProblem(undefined);
    } catch (error) {
      setProblem(problemSentence(error, SIGN_IN_TEXTS[language].offline));
    }
  }, [language]);
  useEffect(() => void load(), [load]);

  if (problem)
    return (
      <div className="dft-notice dft-notice--error" role="alert">
        <p>{problem}</p>
        <div>
          <Button buttonStyle="secondary" onClick={() => void load()} size="small">
            {texts.retry}
          </Button>
        </div>
      </div>
    );
  if (!security) return <p className="dft-muted">{texts.loading}</p>;
  return (
    <div className="dft-stack">
      <DeviceList devices={security.devices} language={language} onChange={load} timeZone={timeZone} />
      <SecondFactorCard language={language} onChange={load} state={security.secondFactor} />
      <PasswordCard language={language} onChange={load} />
    </div>
  );
}
