-- AlterTable
ALTER TABLE "Order" ADD COLUMN     "isBooked" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "OrderEvent" (
    "id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "orderNo" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "refundNo" TEXT NOT NULL,
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "result" TEXT,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL,
    "appliedAt" TIMESTAMP(3),

    CONSTRAINT "OrderEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderPoints" (
    "source" TEXT NOT NULL,
    "orderNo" TEXT NOT NULL,
    "orderId" INTEGER,
    "memberId" INTEGER,
    "awardEntryId" TEXT,
    "awardLotId" TEXT,
    "awarded" INTEGER NOT NULL,
    "takenBack" INTEGER NOT NULL,
    "useEntryId" TEXT,
    "used" INTEGER NOT NULL,
    "uncovered" INTEGER NOT NULL,
    "givenBack" INTEGER NOT NULL,
    "confirmDays" INTEGER,
    "confirmOn" TEXT,
    "notAwarded" TEXT,
    "lines" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OrderPoints_pkey" PRIMARY KEY ("source","orderNo")
);

-- CreateIndex
CREATE INDEX "OrderEvent_status_receivedAt_idx" ON "OrderEvent"("status", "receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "OrderEvent_source_orderNo_kind_refundNo_key" ON "OrderEvent"("source", "orderNo", "kind", "refundNo");

-- CreateIndex
CREATE UNIQUE INDEX "OrderEvent_caller_key_key" ON "OrderEvent"("caller", "key");

-- CreateIndex
CREATE UNIQUE INDEX "OrderPoints_orderId_key" ON "OrderPoints"("orderId");

-- CreateIndex
CREATE INDEX "OrderPoints_confirmOn_idx" ON "OrderPoints"("confirmOn");

-- CreateIndex
CREATE INDEX "OrderPoints_uncovered_idx" ON "OrderPoints"("uncovered");
