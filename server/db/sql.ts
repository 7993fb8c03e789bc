import { z } from 'zod'
import { invariant } from '../kernel/invariant.ts'
import type { Ctx } from './context.ts'
import type { Dialect } from './dialect.ts'
import { directOf } from './transaction.ts'

export type SqlValue = string | number | bigint | boolean | Date | null

/** A piece of a statement: text with holes and the values bound to them. Never text from a user. */
export class Sql {
  readonly #texts: readonly string[]
  readonly #values: readonly SqlValue[]

  constructor(texts: readonly string[], values: readonly SqlValue[]) {
    this.#texts = texts
    this.#values = values
  }

  get texts(): readonly string[] {
    return this.#texts
  }

  get values(): readonly SqlValue[] {
    return this.#values
  }

  /** The statement as the database wants it, with its own marks for bound values. */
  render(dialect: Dialect): string {
    return this.#texts.reduce((text, part, n) => text + dialect.placeholder(n) + part)
  }
}

/** Appends a piece to texts and values; the first text of the piece continues the last one. */
function append(texts: string[], values: SqlValue[], piece: Sql): void {
  const [first = '', ...rest] = piece.texts
  texts[texts.length - 1] += first
  texts.push(...rest)
  values.push(...piece.values)
}

/** The one way to write SQL: every value is bound, pieces made by `sql` are inserted as they are. */
export function sql(strings: TemplateStringsArray, ...holes: readonly (SqlValue | Sql)[]): Sql {
  const texts = [strings[0] ?? '']
  const values: SqlValue[] = []
  holes.forEach((hole, i) => {
    const after = strings[i + 1] ?? ''
    if (hole instanceof Sql) {
      append(texts, values, hole)
      texts[texts.length - 1] += after
    } else {
      // The client would send NaN and Infinity as NULL.
      invariant(typeof hole !== 'number' || Number.isFinite(hole), `${String(hole)} can't be bound`)
      values.push(hole)
      texts.push(after)
    }
  })
  return new Sql(texts, values)
}

/** A table's or column's name of our own code, quoted. */
export function identifier(name: string): Sql {
  invariant(/^[A-Za-z_]\w*$/.test(name), `${name} is not an identifier`)
  return new Sql([`"${name}"`], [])
}

/** Pieces one after another with a separator between them. */
export function joinSql(pieces: readonly Sql[], separator: Sql = sql`, `): Sql {
  const texts = ['']
  const values: SqlValue[] = []
  pieces.forEach((piece, i) => {
    if (i > 0) append(texts, values, separator)
    append(texts, values, piece)
  })
  return new Sql(texts, values)
}

/** At the end of a statement: what prepares statements by their text shall not keep a plan of this one. */
export const PLAN_ANEW = '/* plan anew */'

/**
 * A statement that the database plans for its values each time. Postgres takes a LIMIT that it can't see for a
 * tenth of the table, so its plan for any values reads the whole table where fifty rows are wanted.
 */
export const plannedAnew = (statement: Sql): Sql => sql`${statement} ${new Sql([PLAN_ANEW], [])}`

/** A JSON column in a raw row: SQLite keeps it as text. */
export const jsonColumn = z
  .unknown()
  .transform((value): unknown => (typeof value === 'string' ? JSON.parse(value) : value))

/** A time in a raw row: SQLite keeps milliseconds. */
export const instantColumn = z.union([z.date(), z.number()]).transform((value) => new Date(value))

/** Runs a query and parses its rows: raw rows differ between the databases, so a schema reads them. */
export async function queryRows<T extends z.ZodType>(
  ctx: Ctx,
  statement: Sql,
  row: T,
): Promise<z.infer<T>[]> {
  const rows = await directOf(ctx.db).query(statement.render(ctx.dialect), statement.values)
  return rows.map((raw) => row.parse(raw))
}

/** Runs a statement that answers no rows. @returns how many rows it changed */
export const runStatement = (ctx: Ctx, statement: Sql): Promise<number> =>
  directOf(ctx.db).execute(statement.render(ctx.dialect), statement.values)
