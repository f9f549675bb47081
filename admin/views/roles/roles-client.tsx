'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useState } from 'react';
import type { Matrix, MatrixRole } from '../../../core/identity/index.ts';
import type { Language } from '../../components/language.ts';
import { LeaveModal } from '../../components/leave-modal.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { useLeaveGuard } from '../../components/use-leave-guard.ts';
import { wantedRole } from './changes.ts';
import { MatrixTable } from './matrix-table.tsx';
import { roleName } from './names.ts';
import { ConflictNotice, TemplateNews } from './notices.tsx';
import { type Names, type Question, RoleDialogs } from './role-dialogs.tsx';
import { SaveBar } from './save-bar.tsx';
import { ROLES_TEXTS } from './texts.ts';
import { useRoles } from './use-roles.ts';
import './roles.css';

/** The page of roles in the browser: marks collect in a draft, and one request saves all of them. */
export function RolesClient({ start, language }: { start: Matrix; language: Language }) {
  const texts = ROLES_TEXTS[language];
  const state = useRoles(start, texts);
  const { matrix, draft, busy, changes, edit, send } = state;
  const { pending, settle } = useLeaveGuard(changes > 0);
  const [question, setQuestion] = useState<Question>();
  const [picked, setPicked] = useState<string>();
  const [made, setMade] = useState<string>();
  const chosen = matrix.roles.find(({ id }) => id === picked)?.id ?? matrix.roles[0]?.id ?? '';

  // The new column is the last one and may be out of sight.
  useEffect(() => {
    if (made !== undefined)
      document.querySelector(`[data-role-id="${made}"]`)?.scrollIntoView({ block: 'nearest', inline: 'end' });
  }, [made]);

  const onNames = async ({ name, nameAr }: Names) => {
    if (question?.kind === 'rename') {
      edit(question.role.id, { name, nameAr });
      setQuestion(undefined);
      return;
    }
    const copyOf = question?.kind === 'duplicate' ? { copyOf: question.role.id } : {};
    const answer = await send('/roles-matrix/create', { name, nameAr: nameAr || null, ...copyOf });
    if (!answer) return;
    setQuestion(undefined);
    setPicked(answer.created);
    setMade(answer.created);
  };
  const onDelete = async ({ id, revision }: MatrixRole) => {
    if (await send('/roles-matrix/delete', { id, revision })) setQuestion(undefined);
  };
  const ask = (kind: 'rename' | 'duplicate' | 'delete') => (stored: MatrixRole) =>
    setQuestion({ kind, role: kind === 'rename' ? wantedRole(stored, draft) : stored });

  return (
    <div className="dft-stack roles">
      {!matrix.own.canWrite && (
        <p className="dft-notice">
          <Phrase text={texts.readOnly} values={{ permission: <code>roles.write</code> }} />
        </p>
      )}
      <TemplateNews
        {...{ matrix, language, texts, busy }}
        onAnswer={({ id, revision }, takeOver) =>
          void send('/roles-matrix/template', { id, revision, takeOver })
        }
      />
      <ConflictNotice {...{ matrix, language, texts, draft }} conflict={state.conflict} />
      <div className="dft-row dft-row--between">
        <label className="roles__pick">
          {texts.role}
          <select
            className="dft-input"
            data-testid="roles-pick"
            onChange={(event) => setPicked(event.target.value)}
            value={chosen}
          >
            {matrix.roles.map((role) => (
              <option key={role.id} value={role.id}>
                {roleName(role, language)}
              </option>
            ))}
          </select>
        </label>
        <p className="dft-muted roles__hint">{texts.hint}</p>
        {matrix.own.canWrite && (
          <Button
            buttonStyle="secondary"
            extraButtonProps={{ 'data-testid': 'roles-new' }}
            onClick={() => setQuestion({ kind: 'new' })}
          >
            {texts.newRole}
          </Button>
        )}
      </div>
      <div className="roles__scroll">
        <MatrixTable
          {...{ matrix, draft, language, texts, chosen }}
          onDelete={ask('delete')}
          onDuplicate={ask('duplicate')}
          onRename={ask('rename')}
          onScope={({ id }, rowScope) => edit(id, { rowScope })}
          onToggle={({ id }, code, on) => edit(id, { permissions: { [code]: on } })}
        />
      </div>
      {matrix.own.canWrite && (
        <SaveBar
          {...{ changes, busy, language, texts }}
          onDiscard={state.discard}
          onSave={() => void state.save()}
          problem={question ? undefined : state.problem}
          saved={state.saved}
        />
      )}
      {question && (
        <RoleDialogs
          {...{ question, language, texts, busy }}
          key={question.kind}
          onClose={() => setQuestion(undefined)}
          onDelete={(role) => void onDelete(role)}
          onNames={(names) => void onNames(names)}
          problem={state.problem}
        />
      )}
      {pending && (
        <LeaveModal
          onDiscard={() => {
            settle();
            state.discard();
            pending.run();
          }}
          onSave={async () => {
            settle();
            if (await state.save()) pending.run();
          }}
          onStay={settle}
          testId="roles-leave"
          texts={texts}
        />
      )}
    </div>
  );
}
