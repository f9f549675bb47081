'use client';

import { useState } from 'react';
import { readMetadata } from './read-metadata.ts';
import type { SsoTexts } from './texts.ts';

type Props = {
  texts: SsoTexts;
  onRead: (values: { issuer: string; entryPoint: string; certificate: string }) => void;
};

/** Takes the provider's metadata as a file or pasted, and fills the fields from it. */
export function MetadataBox({ texts, onRead }: Props) {
  const [state, setState] = useState<'none' | 'read' | 'bad'>('none');
  const take = (xml: string) => {
    if (xml.trim() === '') return setState('none');
    const found = readMetadata(xml);
    setState(found ? 'read' : 'bad');
    if (found) onRead(found);
  };
  return (
    <div className="sso__metadata">
      <label className="sso__field">
        {texts.metadata}
        <textarea
          className="dft-input"
          data-testid="sso-metadata"
          dir="ltr"
          onChange={(event) => take(event.target.value)}
          placeholder="<EntityDescriptor …>"
          rows={3}
        />
      </label>
      <label className="sso__field">
        {texts.metadataFile}
        <input
          accept=".xml,text/xml,application/xml"
          onChange={(event) => void event.target.files?.[0]?.text().then(take)}
          type="file"
        />
      </label>
      <p aria-live="polite" className="dft-muted" data-testid="sso-metadata-state">
        {state === 'read' ? texts.metadataRead : state === 'bad' ? texts.metadataBad : ''}
      </p>
    </div>
  );
}
