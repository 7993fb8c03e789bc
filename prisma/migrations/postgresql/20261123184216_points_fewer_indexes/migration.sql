-- DropIndex
DROP INDEX "PointAccount_available_id_idx";

-- DropIndex
DROP INDEX "PointEntry_reverses_idx";

-- CreateIndex
CREATE INDEX "PointEntry_reverses_idx" ON "PointEntry"("reverses") WHERE ("reverses" IS NOT NULL);
