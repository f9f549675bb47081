import './dashboard.css';
import './family.css';
import './notes.css';
import { Gutter } from '@payloadcms/ui';
import type { AdminViewServerProps, PayloadRequest } from 'payload';
import type { ReactNode } from 'react';
import { ownNotes } from '../../../core/communication/index.ts';
import { readFamilyDashboard, readSchoolDashboard } from '../../../core/dashboards/index.ts';
import { isAppError, type Language, plainDateIn } from '../../../core/kernel/index.ts';
import { consoleDashboard } from '../../../core/school/index.ts';
import { currentScope, grantsOf, viewerOf } from '../../../core/tenancy/index.ts';
import { type PartnerFigures, partnerFigures, sandboxStatus } from '../../../marketplace/index.ts';
import { fill, formatDate } from '../../components/format.ts';
import { languageOf } from '../../components/language.ts';
import { placeName } from '../../components/school-name.ts';
import { Widgets } from '../../components/surfaces/widgets.tsx';
import { ConsolePage } from './console-page.tsx';
import { FamilyPage } from './family-page.tsx';
import { NotesCard } from './notes-card.tsx';
import { PartnerPage } from './partner-page.tsx';
import { QuickActions } from './quick-actions.tsx';
import { SchoolPage } from './school-page.tsx';
import { DASHBOARD_TEXTS } from './texts.ts';

/** /admin: the start page of whoever is signed in. Payload draws the frame around it. */
export async function DashboardView({ initPageResult }: AdminViewServerProps) {
  const { req } = initPageResult;
  const language = languageOf(req.i18n.language);
  const scope = currentScope();
  const timeZone = scope?.kind === 'tenant' ? scope.tenant.timeZone : 'Asia/Qatar';
  const today = plainDateIn(timeZone, Date.now());
  return (
    <Gutter className="dashboard-page daftar-view">
      <header className="dashboard-page__head">
        <div>
          <h1 data-testid="dashboard-school">
            <bdi>{placeName(language)}</bdi>
          </h1>
          <p className="dashboard-page__greeting">
            {greeting(req, language)} <span>{formatDate(today, language)}</span>
          </p>
        </div>
      </header>
      {await content(req, language, timeZone)}
    </Gutter>
  );
}

function greeting(req: PayloadRequest, language: Language): ReactNode {
  const { displayName, email } = (req.user ?? {}) as { displayName?: string | null; email?: string };
  const name = displayName || email;
  return name ? <bdi>{fill(DASHBOARD_TEXTS[language].welcome, { name: `\u2068${name}\u2069` })}</bdi> : null;
}

async function content(req: PayloadRequest, language: Language, timeZone: string): Promise<ReactNode> {
  const texts = DASHBOARD_TEXTS[language];
  const viewer = viewerOf(req);
  if (viewer?.realm === 'platform')
    return (
      <ConsolePage language={language} numbers={await consoleDashboard(req)} sandbox={sandboxStatus(req)} />
    );
  if (viewer?.realm === 'partner') {
    return (
      <>
        <h2 className="dashboard-page__title">{texts.partnerTitle}</h2>
        <p>{texts.partnerIntro}</p>
        <PartnerPage figures={await ownFigures(req)} language={language} />
      </>
    );
  }
  if (viewer?.realm !== 'school') return null;
  const { rowScope } = await grantsOf(req);
  const notes = <NotesCard language={language} notes={await ownNotes(req)} timeZone={timeZone} />;
  if (rowScope === 'own_children' || rowScope === 'self') {
    return (
      <>
        {notes}
        <FamilyPage family={await readFamilyDashboard(req)} language={language} timeZone={timeZone} />
      </>
    );
  }
  return (
    <>
      {notes}
      <QuickActions language={language} req={req} />
      <SchoolPage language={language} numbers={await readSchoolDashboard(req)} />
      <Widgets />
    </>
  );
}

/** Undefined for a partner whom the staff has not linked to a publisher. */
async function ownFigures(req: PayloadRequest): Promise<PartnerFigures | undefined> {
  try {
    return await partnerFigures(req);
  } catch (error) {
    if (isAppError(error) && error.code === 'partner.no_publisher') return undefined;
    throw error;
  }
}
