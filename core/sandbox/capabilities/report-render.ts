import { keepFile, type PluginFileStore } from '../files/keep-file.ts';
import { renderReport } from '../reports/render-report.ts';
import type { Capability } from './registry.ts';

/** `report.render`: sets blocks as a PDF and keeps it like any other file of the install, within its quota. */
export function reportRenderCapability(store: PluginFileStore): Capability<'report.render'> {
  return {
    name: 'report.render',
    run: async ({ installId, manifest }, report) => {
      const { pdf, pages } = await renderReport(report);
      const name = /\.pdf$/i.test(report.name) ? report.name : `${report.name.slice(0, 116)}.pdf`;
      const file = await keepFile(
        store,
        { installId, quotaMegabytes: manifest.storage.megabytes },
        { name, contentType: 'application/pdf', bytes: pdf },
      );
      return { fileId: file.fileId, bytes: file.bytes, pages };
    },
  };
}
