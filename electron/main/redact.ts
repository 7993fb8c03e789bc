const TEXT_CHARS_MAX = 4_000

/**
 * Takes what could identify a member out of a text that someone else wrote, before it is logged:
 * runs of seven digits and more (mobiles, cards, member numbers), e-mail addresses, and queries of
 * URLs, which carry search terms. Long texts are cut.
 */
export function redact(text: string): string {
  return text
    .slice(0, TEXT_CHARS_MAX)
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s?#"')]*)[?#][^\s"')]*/gi, '$1?…')
    .replace(/[^\s@"'<>]+@[^\s@"'<>]+\.[^\s@"'<>]+/g, '…@…')
    .replace(/\d(?:[ -]?\d){6,}/g, '…')
}
