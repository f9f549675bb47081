export { answerControlRequest, type ControlOptions } from './control-routes.ts';
export { createFaultBook, createRandom, type Fault, type FaultBook, type FaultRequest } from './faults.ts';
export { escapeHtml, type HtmlValue, html, rawHtml, type SafeHtml } from './html.ts';
export {
  BodyTooLargeError,
  jsonReply,
  type ListeningServer,
  type Reply,
  readBody,
  startHttpServer,
  writeReply,
} from './http.ts';
export { type PageOptions, type PlainPageOptions, pageReply, plainPageReply, tableSection } from './page.ts';
export { type RunningEmulator, readIntegerFlag, runMain, watchParent } from './run-main.ts';
export { countRows, inTransaction, openDatabase } from './sqlite.ts';
