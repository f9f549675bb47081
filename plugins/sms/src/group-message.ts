import { type ActionAnswer, type ActionInput, countSmsParts, type PluginContext } from '../../sdk/index.ts';
import { type Draft, keepDraft, readDraft, textFor } from './group-draft.ts';
import { recipientsOf } from './group-recipients.ts';
import type { Recipient } from './recipients.ts';
import { endOfQuietHours } from './school-clock.ts';
import type { Settings } from './settings.ts';
import { count } from './statistics.ts';

type Context = PluginContext<Settings>;

const MOST_CLASSES = 20;
/** What fits into the host calls of one run beside the reading. */
const SENDS_A_RUN = 350;

/** Says what a message to the chosen classes would cost, and keeps it as a draft. Nothing is sent. */
export async function estimateMessage(input: ActionInput, context: Context): Promise<ActionAnswer> {
  const { both } = context;
  const classrooms = [...new Set(input.recordIds)];
  const draft: Draft = {
    classrooms,
    en: String(input.values.textEn ?? '').trim(),
    ar: String(input.values.textAr ?? '').trim(),
    urgent: input.values.urgent === true,
    next: 0,
  };
  if (draft.en === '' && draft.ar === '') return { tone: 'bad', message: both('textMissing') };
  if (classrooms.length > MOST_CLASSES)
    return { tone: 'bad', message: both('tooManyClasses', { most: MOST_CLASSES }) };
  const group = await recipientsOf(classrooms, context);
  if (!group.ok) return { tone: 'bad', message: both('unreadable', { code: group.code }) };
  if (group.recipients.length === 0) return { tone: 'warning', message: both('nobody') };
  const id = `${context.now}-${Math.floor(context.random() * 2 ** 32).toString(36)}`;
  const trouble = await keepDraft(id, draft, context);
  if (trouble !== undefined) return { tone: 'bad', message: both('notKept', { code: trouble }) };
  return { message: both('estimate'), blocks: costBlocks(id, draft, group.recipients, context) };
}

/**
 * Sends a draft to everybody who was counted, as many as one run can; the answer offers to go on where some are left. The
 * keys of the messages name draft and guardian: pressed twice, it reaches nobody twice.
 */
export async function sendMessage(input: ActionInput, context: Context): Promise<ActionAnswer> {
  const { both, now, school, settings } = context;
  const id = String(input.values.draft ?? '');
  const draft = await readDraft(id, context);
  if (draft === undefined) return { tone: 'warning', message: both('draftGone') };
  const group = await recipientsOf(draft.classrooms, context);
  if (!group.ok) return { tone: 'bad', message: both('unreadable', { code: group.code }) };
  const due = group.recipients.slice(draft.next, draft.next + SENDS_A_RUN);
  if (due.length === 0) return { tone: 'neutral', message: both('alreadySent') };

  const notBefore = draft.urgent ? undefined : endOfQuietHours(settings, school.timeZone, now);
  const done = { sent: 0, parts: 0, failed: 0 };
  for (const { id: guardianId, language } of due) {
    const answer = await context.sms.send({
      guardianId,
      body: textFor(draft, language, context),
      language,
      idempotencyKey: `group:${id}:${guardianId}`,
      ...(notBefore === undefined ? {} : { notBefore }),
    });
    if (!answer.ok) done.failed += 1;
    else if (answer.value.status === 'queued') {
      done.sent += 1;
      done.parts += answer.value.parts;
    }
  }
  await count(context, { sent: done.sent, parts: done.parts });
  const next = draft.next + due.length;
  await keepDraft(id, { ...draft, next }, context);
  const rest = group.recipients.length - next;
  return {
    tone: done.failed === 0 ? 'good' : 'warning',
    message: both('done', { sent: done.sent, failed: done.failed }),
    ...(rest > 0
      ? {
          blocks: [
            { kind: 'callout' as const, tone: 'warning' as const, text: both('more', { rest }) },
            sendButton(id, both('continue')),
          ],
        }
      : {}),
  };
}

type Blocks = NonNullable<ActionAnswer['blocks']>;

function costBlocks(id: string, draft: Draft, recipients: Recipient[], context: Context): Blocks {
  const { both, now, school, settings } = context;
  const parts = {
    en: countSmsParts(textFor(draft, 'en', context)).parts,
    ar: countSmsParts(textFor(draft, 'ar', context)).parts,
  };
  const units = recipients.reduce((sum, { language }) => sum + parts[language], 0);
  const waits = !draft.urgent && endOfQuietHours(settings, school.timeZone, now) !== undefined;
  return [
    { kind: 'stat', label: both('guardians'), value: recipients.length },
    {
      kind: 'stat',
      label: both('partsEach'),
      value: Math.max(parts.en, parts.ar),
      hint: both('partsHint', parts),
    },
    { kind: 'stat', label: both('units'), value: units, hint: both('unitsHint') },
    { kind: 'callout', title: both('english'), text: textFor(draft, 'en', context) },
    { kind: 'callout', title: both('arabic'), text: textFor(draft, 'ar', context) },
    ...(waits ? [{ kind: 'callout' as const, tone: 'warning' as const, text: both('waits') }] : []),
    sendButton(id, both('send', { count: recipients.length })),
  ];
}

function sendButton(draft: string, label: { en: string; ar: string }): Blocks[number] {
  return { kind: 'action', action: 'group-send', label, values: { draft }, tone: 'primary' };
}
