import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TypesetDocument } from '../../documents/index.ts';
import { TYPESET_LIMITS, TypesetError, type TypesetLimits, typeset } from '../../documents/worker.ts';
import { refuseCall } from '../capabilities/registry.ts';
import { probeFences } from '../fences.ts';
import { type Report, reportData } from './report-data.ts';

const TEMPLATE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'report.typ');
/** Of the numbers of users that the cage has, the last: no worker of it is reached. */
const RENDERER_NUMBER = 499;

export const RENDER_LIMITS = TYPESET_LIMITS;

/**
 * Sets a report as PDF, in a process of its own behind the fences of the cage: the typesetter is native code that a
 * plugin's text goes through. Answers the plugin with report_too_large when time, memory or size do not suffice.
 */
export async function renderReport(report: Report, limits = RENDER_LIMITS): Promise<TypesetDocument> {
  try {
    return await typeset({ template: TEMPLATE, data: reportData(report), limits, wrap: behindFences });
  } catch (error) {
    if (error instanceof TypesetError && error.reason === 'too_large')
      refuseCall('report_too_large', 'The report takes too much time, memory or space; make it shorter.');
    throw error;
  }
}

function behindFences(readableFiles: string[], { dataMegabytes }: TypesetLimits): string[] {
  return probeFences({ readableFiles, fences: [] }).wrap({
    dataMb: dataMegabytes,
    workerNumber: RENDERER_NUMBER,
  });
}
