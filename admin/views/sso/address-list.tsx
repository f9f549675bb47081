'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { ConnectionView } from '../../../core/identity/index.ts';
import type { SsoTexts } from './texts.ts';

/** What the provider must be told, each with a button that copies it. */
export function AddressList({ connection, texts }: { connection: ConnectionView; texts: SsoTexts }) {
  const { addresses, protocol } = connection;
  const rows: [string, string][] =
    protocol === 'oidc'
      ? [[texts.redirectUri, addresses.callback]]
      : [
          [texts.entityId, addresses.entityId],
          [texts.acs, addresses.acs],
          [texts.metadataUrl, addresses.entityId],
        ];
  return (
    <dl className="sso__addresses">
      {[...rows, [texts.startUrl, addresses.start] as [string, string]].map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <code className="dft-break">{value}</code>
            <CopyButton texts={texts} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function CopyButton({ value, texts }: { value: string; texts: SsoTexts }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <Button
      aria-label={`${texts.copy}: ${value}`}
      buttonStyle="secondary"
      onClick={() => {
        // Browsers offer a clipboard at secure addresses only.
        void navigator.clipboard?.writeText(value).then(() => setCopied(true));
      }}
      size="small"
    >
      {isCopied ? texts.copied : texts.copy}
    </Button>
  );
}
