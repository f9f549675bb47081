'use client';

import { useState } from 'react';
import type { ExcuseChannel } from '../../../core/attendance/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import { ExcuseFields, useExcuseContent } from './excuse-fields.tsx';
import type { Child } from './family-client.tsx';
import { PupilPicker } from './pupil-picker.tsx';
import { ATTENDANCE_TEXTS } from './texts.ts';

const CHANNELS: readonly ExcuseChannel[] = ['phone', 'paper', 'visit', 'email'];

type OfficeExcuseProps = { language: Language; today: string; onClose: () => void; onEntered: () => void };

/** The office enters an excuse that a guardian gave by telephone or on paper; it is accepted at once. */
export function OfficeExcuse({ language, today, onClose, onEntered }: OfficeExcuseProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const words = texts.office;
  const [student, setStudent] = useState<Child>();
  const [guardians, setGuardians] = useState<Child[]>([]);
  const [guardian, setGuardian] = useState('');
  const [channel, setChannel] = useState<ExcuseChannel>('phone');
  const content = useExcuseContent(today);
  const choose = (pupil: Child | undefined) => {
    setStudent(pupil);
    setGuardian('');
    setGuardians([]);
    if (!pupil) return;
    callApi<{ guardians: Child[] }>(`/excuses/guardians?student=${pupil.id}`).then(
      (answer) => {
        setGuardians(answer.guardians);
        setGuardian(answer.guardians[0]?.id ?? '');
      },
      () => setGuardians([]),
    );
  };
  return (
    <AskModal
      button={words.save}
      confirmTestId="office-excuse-save"
      onClose={onClose}
      onConfirm={async () => {
        await callApi('/excuses/enter', {
          student: student?.id ?? '',
          channel,
          ...(guardian ? { guardian } : {}),
          ...(await content.read()),
        });
        onEntered();
      }}
      size="wide"
      testId="office-excuse"
      texts={{ cancel: texts.cancel, offline: texts.offline }}
      title={words.title}
    >
      <p className="dft-muted">{words.lead}</p>
      <PupilPicker language={language} onChoose={choose} pupil={student} />
      <div className="attendance__fields">
        <label>
          <span>{words.channel}</span>
          <select
            className="dft-input"
            data-testid="office-excuse-channel"
            onChange={(event) => setChannel(event.target.value as ExcuseChannel)}
            value={channel}
          >
            {CHANNELS.map((one) => (
              <option key={one} value={one}>
                {words.channels[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{words.guardian}</span>
          <select
            className="dft-input"
            data-testid="office-excuse-guardian"
            onChange={(event) => setGuardian(event.target.value)}
            value={guardian}
          >
            <option value="">{words.nobody}</option>
            {guardians.map(({ id, name, nameAr }) => (
              <option key={id} value={id}>
                {language === 'ar' ? (nameAr ?? name) : name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ExcuseFields content={content} texts={texts} />
    </AskModal>
  );
}
