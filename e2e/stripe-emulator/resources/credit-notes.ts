import type Stripe from 'stripe';
import type { Invoice } from '../billing/types.ts';
import { listEnvelope } from '../core/list.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute, updateRoute } from '../core/standard-routes.ts';
import type { JsonObject } from '../core/store.ts';
import { atCustomer } from '../core/timeline.ts';
import {
  type CreditNote,
  createCreditNote,
  type NewCreditNote,
  voidCreditNote,
} from '../engine/create-credit-note.ts';
import { requireByParam, requireByPath } from '../engine/find-object.ts';

const notes: Resource = { path: '/v1/credit_notes', kind: 'credit_note', label: 'credit note' };

type Params = { invoice: string };

function make(given: RequestContext, params: Params): CreditNote {
  const invoice = requireByParam<Invoice>(given, 'invoice', params.invoice, 'invoice');
  return createCreditNote(atCustomer(given, invoice.customer), invoice, params as unknown as NewCreditNote);
}

function linesOf(note: CreditNote): JsonObject[] {
  return (note.lines as JsonObject).data as JsonObject[];
}

const create = sdkRoute<Stripe.CreditNoteCreateParams>({ method: 'POST', path: notes.path, handle: make });

const preview = sdkRoute<Stripe.CreditNotePreviewParams>({
  method: 'GET',
  path: `${notes.path}/preview`,
  handle: (context, params) => make({ ...context, isPreview: true }, params),
});

const previewLines = sdkRoute<Stripe.CreditNoteListPreviewLineItemsParams>({
  method: 'GET',
  path: `${notes.path}/preview/lines`,
  handle(context, params) {
    const note = make({ ...context, isPreview: true }, params);
    return listEnvelope(`${notes.path}/preview/lines`, linesOf(note), params, 'credit note line item');
  },
});

const lines = sdkRoute<Stripe.CreditNoteListLineItemsParams>({
  method: 'GET',
  path: `${notes.path}/:id/lines`,
  handle(context, params) {
    const note = requireByPath<CreditNote>(context, notes.kind, notes.label);
    return listEnvelope(`${notes.path}/${note.id}/lines`, linesOf(note), params, 'credit note line item');
  },
});

const voidNote = sdkRoute<Stripe.CreditNoteVoidCreditNoteParams>({
  method: 'POST',
  path: `${notes.path}/:id/void`,
  handle(context) {
    const note = requireByPath<CreditNote>(context, notes.kind, notes.label);
    return voidCreditNote(atCustomer(context, note.customer), note);
  },
});

export const creditNoteRoutes: Route[] = [
  create,
  preview,
  previewLines,
  lines,
  voidNote,
  retrieveRoute(notes),
  updateRoute<Stripe.CreditNoteUpdateParams>(
    notes,
    'credit_note.updated',
    (before, params) => ({ memo: params.memo ?? before.memo ?? null }),
    (before) => String(before.invoice),
  ),
  listRoute<Stripe.CreditNoteListParams>(
    notes,
    (note, params) =>
      (params.customer === undefined || note.customer === params.customer) &&
      (params.invoice === undefined || note.invoice === params.invoice),
  ),
];
