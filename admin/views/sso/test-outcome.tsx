'use client';

import type { SsoOverview, TestResult } from '../../../core/identity/index.ts';
import type { Language } from '../../components/language.ts';
import { SSO_TEXTS } from './texts.ts';

type Props = { result: TestResult; overview: SsoOverview; language: Language };

/** What a test sign-in led to: the account and role a real one would have, and every claim that came. */
export function TestOutcome({ result, overview, language }: Props) {
  const texts = SSO_TEXTS[language];
  const { decision, person, claims } = result;
  const isIn = !('refusal' in decision);
  const role = isIn ? overview.roles.find(({ code }) => code === decision.roleCode) : undefined;
  const roleName = (language === 'ar' ? role?.nameAr : undefined) ?? role?.name ?? '';
  const facts: [string, string][] = [
    [texts.subject, person.subject],
    [texts.email, person.email ?? texts.nothing],
    [texts.emailVerified, person.emailVerified ? texts.yes : texts.no],
    [texts.personName, person.name ?? texts.nothing],
    [texts.groups, person.roleValues.join(', ') || texts.nothing],
    ...(isIn
      ? ([
          [texts.role, roleName],
          [texts.account, texts.accounts[decision.account]],
        ] as [string, string][])
      : []),
  ];
  return (
    <div className="dft-stack dft-stack--tight" data-testid="sso-test-result">
      <div className={`dft-notice dft-notice--${isIn ? 'good' : 'warning'}`} role="status">
        <strong>{isIn ? texts.testGood : texts.testRefused}</strong>
        {'refusal' in decision && <p>{texts.refusals[decision.refusal]}</p>}
      </div>
      <dl className="sso__facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <bdi className="dft-break">{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>{texts.allClaims}</summary>
        <table className="dft-table">
          <thead>
            <tr>
              <th scope="col">{texts.claim}</th>
              <th scope="col">{texts.value}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(claims).map(([name, value]) => (
              <tr key={name}>
                <th scope="row">
                  <code className="dft-break">{name}</code>
                </th>
                <td>
                  <bdi className="dft-break">{[value].flat().join(', ')}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
