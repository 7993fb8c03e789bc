-- AlterTable
ALTER TABLE "PointBatch" ADD COLUMN     "doneItems" INTEGER,
ADD COLUMN     "fromDay" TEXT,
ADD COLUMN     "itemCount" INTEGER,
ADD COLUMN     "storeId" INTEGER,
ADD COLUMN     "toDay" TEXT;

-- DropTable
DROP TABLE "PointDateBatch";

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

    CONSTRAINT "PointBatchItem_pkey" PRIMARY KEY ("batchId","recordId")
);

-- CreateIndex
CREATE INDEX "PointBatchItem_batchId_status_memberId_idx" ON "PointBatchItem"("batchId", "status", "memberId");
