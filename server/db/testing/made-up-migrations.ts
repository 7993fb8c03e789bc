import type { Provider } from '../dialect.ts'
import type { Migration } from '../migrations/catalogue.ts'

const KEY: Record<Provider, string> = {
  sqlite: 'INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT',
  postgresql: 'SERIAL PRIMARY KEY',
}

/** A parent with children that go with it. */
export const families = (provider: Provider): Migration => ({
  name: '20260101000000_families',
  script: `
    CREATE TABLE "Parent" ("id" ${KEY[provider]}, "name" TEXT NOT NULL);
    CREATE TABLE "Child" ("id" ${KEY[provider]}, "parentId" INTEGER NOT NULL, "name" TEXT NOT NULL,
      CONSTRAINT "Child_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Parent" ("id")
      ON DELETE CASCADE ON UPDATE CASCADE);`,
})

export const addition: Migration = {
  name: '20260102000000_addition',
  script: `
    ALTER TABLE "Parent" ADD COLUMN "city" TEXT;
    CREATE TABLE "Pet" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);`,
}

/** A column made mandatory: SQLite has to build the table anew, in the words that Prisma writes. */
const REBUILD: Record<Provider, string> = {
  sqlite: `
    -- RedefineTables
    PRAGMA defer_foreign_keys=ON;
    PRAGMA foreign_keys=OFF;
    CREATE TABLE "new_Parent" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL,
      "city" TEXT NOT NULL DEFAULT '上海');
    INSERT INTO "new_Parent" ("id", "name", "city") SELECT "id", "name", coalesce("city", '上海') FROM "Parent";
    DROP TABLE "Parent";
    ALTER TABLE "new_Parent" RENAME TO "Parent";
    PRAGMA foreign_keys=ON;
    PRAGMA defer_foreign_keys=OFF;`,
  postgresql: `
    UPDATE "Parent" SET "city" = '上海' WHERE "city" IS NULL;
    ALTER TABLE "Parent" ALTER COLUMN "city" SET NOT NULL, ALTER COLUMN "city" SET DEFAULT '上海';`,
}

export const rebuild = (provider: Provider): Migration => ({
  name: '20260103000000_rebuild',
  script: REBUILD[provider],
})

/** Leaves children without a parent. */
const ORPHANS: Record<Provider, string> = {
  sqlite: `DELETE FROM "Parent" WHERE "id" = 1;`,
  postgresql: `
    ALTER TABLE "Child" DROP CONSTRAINT "Child_parentId_fkey";
    DELETE FROM "Parent" WHERE "id" = 1;
    ALTER TABLE "Child" ADD CONSTRAINT "Child_parentId_fkey" FOREIGN KEY ("parentId")
      REFERENCES "Parent" ("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
}

export const orphaning = (provider: Provider): Migration => ({
  name: '20260104000000_orphaning',
  script: ORPHANS[provider],
})

/** Writes, then fails. */
export const halfway: Migration = {
  name: '20260105000000_halfway',
  script: `
    CREATE TABLE "Half" ("id" INTEGER NOT NULL PRIMARY KEY);
    UPDATE "Parent" SET "name" = 'gone';
    INSERT INTO "Nowhere" VALUES (1);`,
}
