import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError, readSettings } from '../../kernel/index.ts';
import { poolOf, requirePermission, requireStaff, tellingErrors, viewerOf } from '../../tenancy/index.ts';
import { type PrintedFile, printCreditNote, printInvoice } from '../services/invoices/pdf/print-invoice.ts';

const PERMISSION = 'billing.read';

/**
 * A document for people of the school that it belongs to, who hold billing.read, and for staff. Whose it is, the wall
 * decides: as a school only its own rows are there.
 */
function printEndpoint(
  path: string,
  print: (req: PayloadRequest, id: string) => Promise<PrintedFile>,
): Endpoint {
  return {
    path,
    method: 'get',
    custom: { permission: PERMISSION, isForStaffToo: true },
    handler: tellingErrors(async (req) => {
      if (viewerOf(req)?.realm === 'school') await requirePermission(req, PERMISSION);
      else requireStaff(req);
      const id = z.uuid().safeParse(req.routeParams?.id);
      if (!id.success) throw new AppError('resource.not_found');
      const { pdf, fileName } = await print(req, id.data);
      return new Response(Buffer.from(pdf), {
        headers: {
          'Content-Type': 'application/pdf',
          'Content-Disposition': `inline; filename="${fileName}"`,
          'Cache-Control': 'private, no-store',
        },
      });
    }),
  };
}

/** Invoices and credit notes on paper. */
export const printEndpoints: Endpoint[] = [
  printEndpoint('/billing/invoices/:id/pdf', (req, id) =>
    printInvoice(poolOf(req.payload), id, {
      issuer: readSettings(process.env),
      showsDrafts: viewerOf(req)?.realm === 'platform',
    }),
  ),
  printEndpoint('/billing/credit-notes/:id/pdf', (req, id) =>
    printCreditNote(poolOf(req.payload), id, { issuer: readSettings(process.env) }),
  ),
];
