/** With minus signs that are as wide as digits. */
export const signed = (text: string): string => text.replace(/-/g, '−')

/** A figure in so few characters that it fits where it stands, `–` where there is none. */
export const figure = (value: number): string => {
  if (Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return signed(value.toExponential(1))
  return signed(size < 10 ? value.toFixed(4) : value.toPrecision(5))
}

/** A share of one in percent. */
export const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)} %`)

/** A whole number, its thousands apart. */
export const whole = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ')

/** A setting that spans several powers of ten. */
export const setting = (value: number): string => String(Number(value.toPrecision(2)))

/** A time that was told in microseconds. */
export const time = (microseconds: number): string =>
  microseconds < 1000
    ? `${Number(microseconds.toPrecision(2))} µs`
    : `${Number((microseconds / 1000).toPrecision(2))} ms`
