/** The digit that makes `digits` followed by it pass the Luhn check (ISO/IEC 7812-1). */
export function luhnDigit(digits: string): string {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return String((10 - (sum % 10)) % 10)
}

/** True for a well-formed member number: 12 digits, the first 6 to 9, the last a Luhn digit. */
export function isMemberNo(text: string): boolean {
  return /^[6-9]\d{11}$/.test(text) && luhnDigit(text.slice(0, -1)) === text.slice(-1)
}
