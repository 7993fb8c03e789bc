-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_OrderEvent" (
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
    "shortPoints" INTEGER NOT NULL DEFAULT 0,
    "occurredAt" DATETIME NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "appliedAt" DATETIME
);
INSERT INTO "new_OrderEvent" ("appliedAt", "body", "caller", "id", "key", "kind", "occurredAt", "orderNo", "payload", "receivedAt", "refundNo", "result", "source", "status") SELECT "appliedAt", "body", "caller", "id", "key", "kind", "occurredAt", "orderNo", "payload", "receivedAt", "refundNo", "result", "source", "status" FROM "OrderEvent";
DROP TABLE "OrderEvent";
ALTER TABLE "new_OrderEvent" RENAME TO "OrderEvent";
CREATE INDEX "OrderEvent_status_receivedAt_idx" ON "OrderEvent"("status", "receivedAt");
CREATE INDEX "OrderEvent_shortPoints_idx" ON "OrderEvent"("shortPoints");
CREATE UNIQUE INDEX "OrderEvent_source_orderNo_kind_refundNo_key" ON "OrderEvent"("source", "orderNo", "kind", "refundNo");
CREATE UNIQUE INDEX "OrderEvent_caller_key_key" ON "OrderEvent"("caller", "key");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
