'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { KeySummary } from '../../../core/identity/index.ts';
import type { FeatureLock } from '../../../core/tenancy/index.ts';
import { callApi } from '../../components/call-api.ts';
import { formatCount, type Language } from '../../components/language.ts';
import { LockedFeature } from '../../components/locked-feature.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { EndDialog } from './end-dialog.tsx';
import { KeyCard } from './key-card.tsx';
import { KeyForm } from './key-form.tsx';
import { RollDialog } from './roll-dialog.tsx';
import { type MadeSecret, SecretCard } from './secret-card.tsx';
import { API_KEY_TEXTS } from './texts.ts';
import './api-keys.css';

type Props = {
  keysAtFirst: KeySummary[];
  /** Why the school may not use keys; undefined when it may. */
  lock: FeatureLock | undefined;
  canWrite: boolean;
  /** Permission codes the person may give to a key. */
  grantable: string[];
  scopeNames: Record<string, string>;
  language: Language;
  timeZone: string;
};

type Asked = { deed: 'revoke' | 'roll'; key: KeySummary };

/** The API keys page in the browser. A new secret lives in this state alone and is gone with the page. */
export function ApiKeysClient({
  keysAtFirst,
  lock,
  canWrite,
  grantable,
  scopeNames,
  language,
  timeZone,
}: Props) {
  const texts = API_KEY_TEXTS[language];
  const isInPlan = lock === undefined;
  const [keys, setKeys] = useState(keysAtFirst);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeSecret>();
  const [asked, setAsked] = useState<Asked>();

  const reload = async () => setKeys((await callApi<{ keys: KeySummary[] }>('/keys')).keys);
  const show = async (secret: MadeSecret) => {
    setMade(secret);
    setMaking(false);
    await reload();
    window.scrollTo({ top: 0, behavior: 'smooth' });
  };
  const working = keys.filter(({ state }) => state === 'active');
  const ended = keys.filter(({ state }) => state !== 'active');
  const card = (summary: KeySummary) => (
    <KeyCard
      key={summary.id}
      mayChange={canWrite}
      onAsk={(deed) => setAsked({ deed, key: summary })}
      {...{ isInPlan, scopeNames, summary, texts, timeZone }}
    />
  );
  const mayMake = canWrite && isInPlan && grantable.length > 0;

  return (
    <div className="dft-stack">
      {lock && <LockedFeature language={language} lock={lock} note={texts.lockedText} />}
      {isInPlan && !canWrite && (
        <div className="dft-notice">
          <p>
            <Phrase text={texts.readOnly} values={{ permission: <code>api_keys.write</code> }} />
          </p>
        </div>
      )}
      {canWrite && isInPlan && grantable.length === 0 && <p className="dft-notice">{texts.partOnly}</p>}
      {made && <SecretCard made={made} onClose={() => setMade(undefined)} texts={texts} />}
      {mayMake && !isMaking && (
        <div className="dft-row">
          <Button
            buttonStyle={made ? 'secondary' : 'primary'}
            extraButtonProps={{ 'data-testid': 'keys-new' }}
            onClick={() => setMaking(true)}
          >
            {texts.newKey}
          </Button>
        </div>
      )}
      {isMaking && (
        <KeyForm onCancel={() => setMaking(false)} onMade={show} {...{ grantable, scopeNames, texts }} />
      )}
      {working.length === 0 && !isMaking && isInPlan && <p className="dft-card dft-muted">{texts.empty}</p>}
      {working.map(card)}
      {ended.length > 0 && (
        <details className="api-keys__ended">
          <summary>
            <Phrase text={texts.endedKeys} values={{ count: formatCount(ended.length) }} />
          </summary>
          <div className="dft-stack">{ended.map(card)}</div>
        </details>
      )}
      {asked?.deed === 'revoke' && (
        <EndDialog onClose={() => setAsked(undefined)} onDone={reload} summary={asked.key} texts={texts} />
      )}
      {asked?.deed === 'roll' && (
        <RollDialog onClose={() => setAsked(undefined)} onDone={show} summary={asked.key} texts={texts} />
      )}
    </div>
  );
}
