/** Exit codes of the command line. */
export const EXIT = {
  /** The plugin is wrong: the message says what to change in it. */
  plugin: 1,
  /** The command was used wrongly. */
  usage: 2,
  /** The platform refused or was not reached. */
  platform: 3,
} as const;

/** An error for people: its message is printed as it stands and the process ends with `exitCode`. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.plugin) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
