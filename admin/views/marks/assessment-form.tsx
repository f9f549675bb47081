'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useId, useState } from 'react';
import type { Sheet } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi } from '../../components/call-api.ts';
import { Modal, ModalActions } from '../../components/modal.tsx';
import { useWork } from '../../components/use-work.ts';
import { MARK_TEXTS } from './texts.ts';

type AssessmentFormProps = {
  sheet: Sheet;
  language: Language;
  today: string;
  onAdded: () => void;
  onClose: () => void;
};

/** Adds a column: the record of an assessment with what the grid needs. Everything else is changed in its record. */
export function AssessmentForm({ sheet, language, today, onAdded, onClose }: AssessmentFormProps) {
  const texts = MARK_TEXTS[language];
  const id = useId();
  const { isBusy, problem, work } = useWork(texts.offline);
  const [values, setValues] = useState({
    title: '',
    type: 'quiz',
    max: '20',
    date: today,
    category: sheet.categories[0]?.id ?? '',
  });
  const set = (name: keyof typeof values) => (event: { target: { value: string } }) =>
    setValues((now) => ({ ...now, [name]: event.target.value }));
  const add = (event: FormEvent) => {
    event.preventDefault();
    void work(async () => {
      await callApi('/exams', {
        title: values.title,
        type: values.type,
        totalMarks: Number(values.max),
        date: values.date,
        ...(values.category ? { category: values.category } : {}),
        subject: sheet.offering.subjectId,
        classOffering: sheet.offering.id,
        academicYear: sheet.academicYearId,
        term: sheet.term.id,
        sort: sheet.assessments.length + 1,
      });
      onAdded();
    });
  };
  return (
    <Modal onClose={onClose} testId="assessment-form" title={texts.addAssessment}>
      <form className="dft-stack dft-stack--tight" onSubmit={add}>
        <label htmlFor={`${id}-title`}>{texts.form.title}</label>
        <input
          className="dft-input"
          dir="auto"
          id={`${id}-title`}
          maxLength={255}
          onChange={set('title')}
          required
          value={values.title}
        />
        <label htmlFor={`${id}-type`}>{texts.form.type}</label>
        <select className="dft-input" id={`${id}-type`} onChange={set('type')} value={values.type}>
          {Object.entries(texts.form.types).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}-max`}>{texts.form.max}</label>
        <input
          className="dft-input"
          dir="ltr"
          id={`${id}-max`}
          min="0.25"
          onChange={set('max')}
          required
          step="0.25"
          type="number"
          value={values.max}
        />
        <label htmlFor={`${id}-date`}>{texts.form.date}</label>
        <input
          className="dft-input"
          id={`${id}-date`}
          onChange={set('date')}
          required
          type="date"
          value={values.date}
        />
        <label htmlFor={`${id}-category`}>{texts.form.category}</label>
        <select
          className="dft-input"
          id={`${id}-category`}
          onChange={set('category')}
          value={values.category}
        >
          {sheet.categories.map(({ id: value, title, titleAr }) => (
            <option key={value} value={value}>
              {language === 'ar' ? (titleAr ?? title) : title}
            </option>
          ))}
          <option value="">{texts.form.noCategory}</option>
        </select>
        {problem !== undefined && (
          <p className="dft-notice dft-notice--error" role="alert">
            {problem}
          </p>
        )}
        <ModalActions>
          <Button disabled={isBusy} margin={false} type="submit">
            {texts.form.add}
          </Button>
          <Button buttonStyle="secondary" margin={false} onClick={onClose}>
            {texts.form.cancel}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
