import { ApiProblem, callApi } from '../../components/call-api.ts';

type Words = { en: string; ar: string };
export type Layout = 'en' | 'ar' | 'both';
export type CardState = 'draft' | 'submitted' | 'approved' | 'published' | 'withdrawn';
export type OverviewPupil = {
  student: string;
  name: string;
  nameAr: string | null;
  admissionNumber: string;
  card: {
    id: string;
    state: CardState;
    version: number;
    number: string | null;
    publishOn: string | null;
    returnedNote: string | null;
  } | null;
  withdrawn: number;
  blockers: { marks: Words[]; incomplete: Words[]; comments: Words[]; homeroomComment: boolean };
};
export type Overview = { pupils: OverviewPupil[] };
export type Conduct = 'excellent' | 'very_good' | 'good' | 'needs_care';
export type CommentRow = {
  student: string;
  name: string;
  nameAr: string | null;
  givenName: string;
  givenNameAr: string | null;
  sex: 'male' | 'female' | null;
  en: string;
  ar: string;
  conduct: Conduct | null;
  revision: number;
  isFrozen: boolean;
};
export type BankComment = {
  id: string;
  kind: 'subject' | 'overall';
  subject: string | null;
  level: 'excellent' | 'good' | 'fair' | 'weak';
  en: string;
  ar: string;
};
export type Batch = {
  id: string;
  state: 'queued' | 'running' | 'done' | 'cancelled' | 'failed';
  cards: number;
  doneCards: number;
  percent: number;
  seconds: number | null;
  parts: { position: number; title: string; cards: number; isDone: boolean }[];
};
export type PaperKind = 'transcript' | 'enrolment' | 'leaving' | 'completion' | 'id_card';
export type IssuedPaper = {
  id: string;
  kind: PaperKind;
  number: string;
  state: 'issued' | 'withdrawn';
  at: string;
};
export type PublishedCard = {
  id: string;
  name: string;
  nameAr: string | null;
  year: string;
  term: string;
  termAr: string;
  number: string;
  version: number;
  publishedAt: string;
};

/** Asks for a signed link and lets the browser take the file. */
export async function download(path: string, body: unknown): Promise<void> {
  const { url } = await callApi<{ url: string }>(path, body);
  window.location.assign(url);
}

/** Takes a file that is answered to a POST and not kept anywhere. */
export async function downloadBytes(path: string, body: unknown, fileName: string): Promise<void> {
  const response = await fetch(`/api${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new ApiProblem(
      response.status,
      await response.json().catch(() => undefined),
      `HTTP ${response.status}`,
    );
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
