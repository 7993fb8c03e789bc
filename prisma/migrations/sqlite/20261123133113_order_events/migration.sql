-- CreateTable
CREATE TABLE "OrderEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "occurredAt" DATETIME NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "appliedAt" DATETIME
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
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("source", "orderNo")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Order" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "orderNo" TEXT NOT NULL,
    "memberId" INTEGER,
    "storeId" INTEGER,
    "status" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "paidFen" INTEGER NOT NULL,
    "freightFen" INTEGER NOT NULL,
    "refundedFen" INTEGER NOT NULL,
    "isBooked" BOOLEAN NOT NULL DEFAULT true,
    "paidAt" DATETIME NOT NULL,
    "businessDate" TEXT NOT NULL,
    "completedAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Order_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Order_storeId_fkey" FOREIGN KEY ("storeId") REFERENCES "Store" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Order" ("businessDate", "completedAt", "createdAt", "freightFen", "id", "memberId", "orderNo", "paidAt", "paidFen", "quantity", "refundedFen", "source", "status", "storeId") SELECT "businessDate", "completedAt", "createdAt", "freightFen", "id", "memberId", "orderNo", "paidAt", "paidFen", "quantity", "refundedFen", "source", "status", "storeId" FROM "Order";
DROP TABLE "Order";
ALTER TABLE "new_Order" RENAME TO "Order";
CREATE INDEX "Order_memberId_paidAt_id_idx" ON "Order"("memberId", "paidAt", "id");
CREATE INDEX "Order_storeId_paidAt_id_idx" ON "Order"("storeId", "paidAt", "id");
CREATE INDEX "Order_status_paidAt_id_idx" ON "Order"("status", "paidAt", "id");
CREATE INDEX "Order_source_paidAt_id_idx" ON "Order"("source", "paidAt", "id");
CREATE INDEX "Order_paidAt_id_idx" ON "Order"("paidAt", "id");
CREATE INDEX "Order_paidFen_id_idx" ON "Order"("paidFen", "id");
CREATE UNIQUE INDEX "Order_orderNo_source_key" ON "Order"("orderNo", "source");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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
