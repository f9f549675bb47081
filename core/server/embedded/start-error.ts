/** A start that cannot go on. The message is one or more whole sentences for the operator, and nothing else is shown. */
export class StartError extends Error {
  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.name = 'StartError';
  }
}
