'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useEffect, useState } from 'react';
import type { AttendanceRule } from '../../../core/attendance/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi } from '../../components/call-api.ts';
import { useWork } from '../../components/use-work.ts';
import { Problem } from './problem.tsx';
import { ruleSentences } from './rule-words.ts';
import { ATTENDANCE_TEXTS } from './texts.ts';
import { useLoaded } from './use-loaded.ts';

/** How a day is counted, in plain words, and for the office the settings behind it. */
export function RuleTab({ language, canManage }: { language: Language; canManage: boolean }) {
  const texts = ATTENDANCE_TEXTS[language];
  const { value, problem } = useLoaded<AttendanceRule>('/register/rule', texts.offline);
  const [rule, setRule] = useState<AttendanceRule>();
  useEffect(() => setRule(value), [value]);
  if (!rule) return <Problem text={problem} />;
  return (
    <section className="dft-stack">
      <div className="dft-card dft-stack dft-stack--tight" data-testid="rule-words">
        <h2>{texts.ruleTitle}</h2>
        <ol className="attendance__rule">
          {ruleSentences(rule, language).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </div>
      {canManage && <RuleForm language={language} onChange={setRule} rule={rule} />}
    </section>
  );
}

type RuleFormProps = { rule: AttendanceRule; language: Language; onChange: (rule: AttendanceRule) => void };

function RuleForm({ rule, language, onChange }: RuleFormProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const [isSaved, setSaved] = useState(false);
  const { isBusy, problem, work } = useWork(texts.offline);
  const change = (part: Partial<AttendanceRule>) => {
    setSaved(false);
    onChange({ ...rule, ...part });
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    void work(async () => {
      onChange(await callApi<AttendanceRule>('/register/rule', rule));
      setSaved(true);
    });
  };
  return (
    <form className="dft-card dft-stack" data-testid="rule-form" onSubmit={save}>
      <h2>{texts.ruleSettings}</h2>
      {(['homeroomWins', 'expectsHomeroom', 'expectsLessons'] as const).map((name) => (
        <label className="dft-check" key={name}>
          <input
            checked={rule[name]}
            onChange={({ target }) => change({ [name]: target.checked })}
            type="checkbox"
          />
          <span>{texts.ruleFields[name]}</span>
        </label>
      ))}
      <div className="attendance__fields">
        {(['absentLessons', 'absentShare', 'remindAfter'] as const).map((name) => (
          <label key={name}>
            <span>{texts.ruleFields[name]}</span>
            <input
              className="dft-input"
              max={{ absentLessons: 30, absentShare: 100, remindAfter: 600 }[name]}
              min={name === 'remindAfter' ? 0 : 1}
              onChange={({ target }) => change({ [name]: target.value === '' ? null : Number(target.value) })}
              placeholder={texts.notUsed}
              type="number"
              value={rule[name] ?? ''}
            />
          </label>
        ))}
        <label>
          <span>{texts.ruleFields.homeroomDue}</span>
          <input
            className="dft-input"
            onChange={({ target }) => change({ homeroomDue: target.value })}
            required
            type="time"
            value={rule.homeroomDue}
          />
        </label>
      </div>
      <Problem text={problem} />
      {isSaved && (
        <p className="dft-notice dft-notice--good" role="status">
          {texts.ruleSaved}
        </p>
      )}
      <div>
        <Button disabled={isBusy} extraButtonProps={{ 'data-testid': 'rule-save' }} type="submit">
          {texts.save}
        </Button>
      </div>
    </form>
  );
}
