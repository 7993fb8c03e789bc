-- AlterTable
ALTER TABLE "PointBatch" ADD COLUMN "doneItems" INTEGER;
ALTER TABLE "PointBatch" ADD COLUMN "fromDay" TEXT;
ALTER TABLE "PointBatch" ADD COLUMN "itemCount" INTEGER;
ALTER TABLE "PointBatch" ADD COLUMN "storeId" INTEGER;
ALTER TABLE "PointBatch" ADD COLUMN "toDay" TEXT;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "PointDateBatch";
PRAGMA foreign_keys=on;

-- CreateTable
CREATE TABLE "PointBatchItem" (
    "batchId" TEXT NOT NULL,
    "memberId" INTEGER NOT NULL,
    "recordId" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "code" TEXT,
    "params" TEXT,
    "entryId" TEXT,

    PRIMARY KEY ("batchId", "recordId")
);

-- CreateIndex
CREATE INDEX "PointBatchItem_batchId_status_memberId_idx" ON "PointBatchItem"("batchId", "status", "memberId");
