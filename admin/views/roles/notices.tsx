'use client';

import { Button } from '@payloadcms/ui';
import type { Matrix, MatrixRole } from '../../../core/identity/index.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { type Difference, type Draft, differenceOf, sizeOf, wantedRole } from './changes.ts';
import { describeCodes, roleName } from './names.ts';
import type { RolesTexts } from './texts.ts';
import type { Conflict } from './use-roles.ts';

type Shared = { matrix: Matrix; language: Language; texts: RolesTexts };

type TemplateNewsProps = Shared & { busy: boolean; onAnswer: (role: MatrixRole, takeOver: boolean) => void };

/** What an update of the product brought for roles of a template, and the two answers to it. */
export function TemplateNews({ matrix, language, texts, busy, onAnswer }: TemplateNewsProps) {
  if (!matrix.own.canWrite) return null;
  return matrix.roles
    .filter(({ news }) => news.length > 0)
    .map((role) => (
      <section className="dft-notice" data-testid={`roles-news-${role.code}`} key={role.id}>
        <h2>{fill(texts.newsTitle, { role: roleName(role, language) })}</h2>
        <p>{texts.newsText}</p>
        <ul className="roles__news">
          {role.news.map((code) => (
            <li key={code}>
              {describeCodes([code], matrix.groups, language)} <code dir="ltr">{code}</code>
            </li>
          ))}
        </ul>
        <div className="dft-row">
          <Button
            disabled={busy}
            extraButtonProps={{ 'data-testid': 'roles-take-over' }}
            onClick={() => onAnswer(role, true)}
            size="small"
          >
            {texts.takeOver}
          </Button>
          <Button buttonStyle="secondary" disabled={busy} onClick={() => onAnswer(role, false)} size="small">
            {texts.leaveOut}
          </Button>
        </div>
      </section>
    ));
}

type ConflictNoticeProps = Shared & { conflict: Conflict; draft: Draft };

/** Both versions of every role that somebody else changed: what they did, and what is still wanted here. */
export function ConflictNotice({ conflict, matrix, draft, language, texts }: ConflictNoticeProps) {
  if (conflict.length === 0) return null;
  const tell = (difference: Difference, after: MatrixRole): string => {
    const list = (codes: string[]) => describeCodes(codes, matrix.groups, language);
    return [
      difference.added.length > 0 && fill(texts.gaveAway, { permissions: list(difference.added) }),
      difference.removed.length > 0 && fill(texts.tookAway, { permissions: list(difference.removed) }),
      difference.renamed && fill(texts.renamedTo, { name: roleName(after, language) }),
      difference.rowScope && fill(texts.scopedTo, { scope: texts.scopes[after.rowScope] }),
    ]
      .filter(Boolean)
      .join('; ');
  };
  return (
    <section className="dft-notice dft-notice--warning" data-testid="roles-conflict" role="alert">
      <h2>{texts.conflictTitle}</h2>
      <p>{texts.conflictText}</p>
      <dl className="roles__versions">
        {conflict.map(({ before, now }) => {
          const mine = now && wantedRole(now, draft);
          const wanted = now && mine && differenceOf(now, mine);
          return (
            <div key={before.id}>
              <dt>
                <bdi>{roleName(now ?? before, language)}</bdi>
              </dt>
              <dd>
                <b>{texts.theirs}</b> {now ? tell(differenceOf(before, now), now) : texts.deletedRole}
              </dd>
              {mine && wanted && sizeOf(wanted) > 0 && (
                <dd>
                  <b>{texts.mine}</b> {tell(wanted, mine)}
                </dd>
              )}
            </div>
          );
        })}
      </dl>
    </section>
  );
}
