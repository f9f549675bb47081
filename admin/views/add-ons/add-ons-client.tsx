'use client';

import { Button } from '@payloadcms/ui';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import type { FeatureLock } from '../../../core/tenancy/index.ts';
import type { AddOn } from '../../../marketplace/index.ts';
import type { Language } from '../../components/language.ts';
import { LockedFeature } from '../../components/locked-feature.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { AddOnCard } from './add-on-card.tsx';
import { AddOnDetail } from './add-on-detail.tsx';
import { ADD_ON_TEXTS } from './texts.ts';
import './add-ons.css';

type Props = {
  addOns: AddOn[];
  adminRoute: string;
  canWrite: boolean;
  language: Language;
  /** Why the school may not use add-ons; undefined when it may. */
  lock: FeatureLock | undefined;
  school: Record<Language, string>;
  timeZone: string;
};

/** The add-ons page in the browser. The address says which add-on is open. */
export function AddOnsClient({
  addOns: atFirst,
  adminRoute,
  canWrite,
  language,
  lock,
  school,
  timeZone,
}: Props) {
  const texts = ADD_ON_TEXTS[language];
  const [addOns, setAddOns] = useState(atFirst);
  const pluginId = useSearchParams().get('plugin');
  const open = addOns.find((addOn) => addOn.pluginId === pluginId);

  const show = (id: string | null) => {
    const query = id === null ? '' : `?plugin=${encodeURIComponent(id)}`;
    window.history.pushState(null, '', `${adminRoute}/add-ons${query}`);
    window.scrollTo({ top: 0 });
  };

  return (
    <div className="dft-stack">
      {lock && <LockedFeature language={language} lock={lock} />}
      {!canWrite && (
        <div className="dft-notice">
          <p>
            <Phrase text={texts.readOnly} values={{ permission: <code>addons.write</code> }} />
          </p>
        </div>
      )}
      {pluginId !== null && (
        <div className="dft-row">
          <Button buttonStyle="secondary" onClick={() => show(null)} size="small">
            {texts.back}
          </Button>
        </div>
      )}
      {pluginId !== null && !open && (
        <p className="dft-notice dft-notice--warning" role="alert">
          {texts.unknown}
        </p>
      )}
      {open && (
        <AddOnDetail
          addOn={open}
          key={open.pluginId}
          onChange={setAddOns}
          {...{ canWrite, language, school, texts, timeZone }}
        />
      )}
      {pluginId === null && addOns.length === 0 && <p className="dft-muted">{texts.empty}</p>}
      {pluginId === null && (
        <div className="add-ons__grid">
          {addOns.map((addOn) => (
            <AddOnCard addOn={addOn} key={addOn.pluginId} onOpen={show} {...{ language, texts }} />
          ))}
        </div>
      )}
    </div>
  );
}
