/** Control characters: no person types them, and Postgres refuses NUL where SQLite keeps it. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/

/** True for text of one line without control characters. */
export const isPlainText = (text: string): boolean => !CONTROL.test(text)
