-- AlterTable
ALTER TABLE "ImportFile" ADD COLUMN "orderSource" TEXT;

-- AlterTable
ALTER TABLE "ImportMapping" ADD COLUMN "orderSource" TEXT;

-- AlterTable
ALTER TABLE "Member" ADD COLUMN "importJobId" TEXT;

-- CreateIndex
CREATE INDEX "Order_source_paidAt_id_idx" ON "Order"("source", "paidAt", "id");
