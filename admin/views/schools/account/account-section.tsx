'use client';

import { useState } from 'react';
import type { SchoolAccount } from '../../../../core/billing/index.ts';
import { callApi } from '../../../components/call-api.ts';
import type { Language } from '../../../components/language.ts';
import { AccountActions } from './account-actions.tsx';
import { AccountFacts } from './account-facts.tsx';
import { InvoiceTables } from './invoice-tables.tsx';
import { NoteList } from './note-list.tsx';
import { OverrideList } from './override-list.tsx';
import { UsageChart } from './usage-chart.tsx';
import './account.css';

export type FeatureNames = Record<string, readonly [string, string]>;

export type AccountProps = {
  schoolId: string;
  timeZone: string;
  account: SchoolAccount;
  features: FeatureNames;
  language: Language;
  /** Does something on the server and shows the account after it. */
  onDo: (path: string, body: object) => Promise<void>;
};

type Props = Omit<AccountProps, 'account' | 'onDo'> & { start: SchoolAccount };

/** What sales see of a school and do with it, below its state. */
export function AccountSection({ start, ...props }: Props) {
  const [account, setAccount] = useState(start);
  const { schoolId } = props;
  const onDo = async (path: string, body: object) => {
    await callApi(path, body);
    setAccount(await callApi<SchoolAccount>(`/console/account?id=${schoolId}`));
  };
  const shared = { ...props, account, onDo };
  return (
    <div className="dft-stack" data-testid="account">
      <AccountFacts {...shared} />
      <AccountActions {...shared} />
      <UsageChart {...shared} />
      <InvoiceTables {...shared} />
      <OverrideList {...shared} />
      <NoteList {...shared} />
    </div>
  );
}
