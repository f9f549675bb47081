'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useState } from 'react';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import { useWork } from '../../components/use-work.ts';
import { EarlierPapers } from './earlier-papers.tsx';
import { PaperCheck } from './paper-check.tsx';
import { Labelled, LayoutChoice, Problem, Select } from './parts.tsx';
import {
  type Conduct,
  download,
  downloadBytes,
  type IssuedPaper,
  type Layout,
  type Overview,
  type PaperKind,
} from './report-api.ts';
import type { Place, Rights } from './report-cards-client.tsx';
import type { ReportTexts } from './texts.ts';

type Props = { place: Place; rights: Rights; texts: ReportTexts; timeZone: string; today: string };

const KINDS: PaperKind[] = ['enrolment', 'id_card', 'transcript', 'completion', 'leaving'];

/** Certificates, transcripts and ID cards for pupils of a class, what was issued before, and the check of a paper. */
export function PapersTab({ place, rights, texts, timeZone, today }: Props) {
  const { term, classroom, language } = place;
  const [pupils, setPupils] = useState<Overview['pupils']>([]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [kind, setKind] = useState<PaperKind>('enrolment');
  const [layout, setLayout] = useState<Layout>('both');
  const [leftOn, setLeftOn] = useState(today);
  const [conduct, setConduct] = useState<Conduct | ''>('');
  const [words, setWords] = useState({ reasonEn: '', reasonAr: '', addressee: '' });
  const [issued, setIssued] = useState<IssuedPaper[]>([]);
  const { isBusy, problem, work } = useWork(texts.offline);

  // biome-ignore lint/correctness/useExhaustiveDependencies: read once for a class
  useEffect(() => {
    void work(async () => {
      const path = `/report-cards/class?term=${term}&classroom=${classroom}`;
      setPupils((await callApi<Overview>(path)).pupils);
    });
  }, []);

  const nameOf = ({ name, nameAr }: Overview['pupils'][number]) =>
    language === 'ar' ? (nameAr ?? name) : name;
  const given = (value: string) => (value.trim() === '' ? undefined : value.trim());
  const issue = () =>
    work(async () => {
      const students = pupils.map(({ student }) => student).filter((student) => chosen.has(student));
      const { papers } = await callApi<{ papers: IssuedPaper[] }>('/papers/issue', {
        kind,
        students,
        ...(kind === 'leaving'
          ? {
              leftOn,
              reason: { en: given(words.reasonEn), ar: given(words.reasonAr) },
              ...(conduct === '' ? {} : { conduct }),
            }
          : {}),
        ...(kind === 'id_card' ? {} : { addressee: given(words.addressee) }),
      });
      setIssued(papers);
    });
  const toggle = (student: string) => {
    const next = new Set(chosen);
    if (!next.delete(student)) next.add(student);
    setChosen(next);
  };
  const only = chosen.size === 1 ? pupils.find(({ student }) => chosen.has(student)) : undefined;

  return (
    <div className="dft-stack">
      <section className="dft-card dft-stack">
        <p className="dft-muted">{texts.papersLead}</p>
        <Problem text={problem} />
        <div className="report-cards__choice">
          <Select
            label={texts.paperKind}
            onChange={(next) => {
              setKind(next as PaperKind);
              setIssued([]);
            }}
            options={KINDS.map((one) => [one, texts.paperKinds[one]])}
            testId="paper-kind"
            value={kind}
          />
          {kind === 'leaving' && (
            <>
              <Labelled label={texts.leftOn}>
                <input
                  className="dft-input"
                  onChange={(event) => setLeftOn(event.target.value)}
                  type="date"
                  value={leftOn}
                />
              </Labelled>
              <Select
                label={texts.conduct}
                onChange={(next) => setConduct(next as Conduct | '')}
                options={[
                  ['', texts.noConduct],
                  ...(['excellent', 'very_good', 'good', 'needs_care'] as const).map(
                    (one) => [one, texts.conducts[one]] as const,
                  ),
                ]}
                value={conduct}
              />
            </>
          )}
          {(['reasonEn', 'reasonAr', 'addressee'] as const)
            .filter((field) => (field === 'addressee' ? kind !== 'id_card' : kind === 'leaving'))
            .map((field) => (
              <Labelled key={field} label={texts[field]}>
                <input
                  className="dft-input"
                  dir="auto"
                  maxLength={300}
                  onChange={(event) => setWords({ ...words, [field]: event.target.value })}
                  value={words[field]}
                />
              </Labelled>
            ))}
        </div>
        <fieldset className="report-cards__pupils">
          <legend className="dft-hidden">{texts.pupil}</legend>
          <label className="dft-check">
            <input
              checked={pupils.length > 0 && chosen.size === pupils.length}
              onChange={(event) =>
                setChosen(new Set(event.target.checked ? pupils.map(({ student }) => student) : []))
              }
              type="checkbox"
            />
            <span>{texts.selectAll}</span>
          </label>
          {pupils.map((pupil) => (
            <label className="dft-check" data-testid="paper-pupil" key={pupil.student}>
              <input
                checked={chosen.has(pupil.student)}
                onChange={() => toggle(pupil.student)}
                type="checkbox"
              />
              <bdi>{nameOf(pupil)}</bdi>
            </label>
          ))}
        </fieldset>
        <div className="dft-row dft-row--between">
          <LayoutChoice layout={layout} onChange={setLayout} texts={texts} />
          <Button
            disabled={isBusy || chosen.size === 0}
            extraButtonProps={{ 'data-testid': 'paper-issue' }}
            onClick={() => void issue()}
          >
            {texts.issue} ({chosen.size})
          </Button>
        </div>
        {issued.length > 0 && (
          <div className="dft-notice dft-notice--good" data-testid="papers-issued" role="status">
            <p>
              {fill(issued.length === 1 ? texts.issuedOne : texts.issued, {
                count: issued.length,
                first: issued[0]?.number ?? '',
                last: issued.at(-1)?.number ?? '',
              })}
            </p>
            <div className="dft-row">
              {kind === 'id_card' ? (
                <Button
                  disabled={isBusy}
                  onClick={() =>
                    void work(() =>
                      downloadBytes(
                        '/papers/sheet',
                        { papers: issued.map(({ id }) => id), layout },
                        'id-cards.pdf',
                      ),
                    )
                  }
                >
                  {texts.sheet}
                </Button>
              ) : (
                issued.map((paper) => (
                  <button
                    className="dft-tab"
                    disabled={isBusy}
                    key={paper.id}
                    onClick={() => void work(() => download('/papers/print', { paper: paper.id, layout }))}
                    type="button"
                  >
                    <bdi>{paper.number}</bdi>
                  </button>
                ))
              )}
            </div>
          </div>
        )}
      </section>
      {only && (
        <EarlierPapers
          canWithdraw={rights.approve}
          key={`${only.student} ${issued[0]?.id ?? ''}`}
          layout={layout}
          name={nameOf(only)}
          student={only.student}
          texts={texts}
          timeZone={timeZone}
        />
      )}
      <PaperCheck texts={texts} language={language} />
    </div>
  );
}
