-- AlterTable
ALTER TABLE "OrderEvent" ADD COLUMN     "shortPoints" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "OrderEvent_shortPoints_idx" ON "OrderEvent"("shortPoints");
