-- CreateTable
CREATE TABLE "PointBatch" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expiresOn" TEXT,
    "memberCount" INTEGER NOT NULL,
    "total" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "createdById" INTEGER,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "decidedById" INTEGER,
    "decidedBy" TEXT,
    "decidedAt" DATETIME,
    "decision" TEXT,
    "finishedAt" DATETIME,
    "doneCount" INTEGER NOT NULL,
    "refusedCount" INTEGER NOT NULL,
    "doneTotal" BIGINT NOT NULL,
    "jobId" TEXT,
    "undoes" TEXT,
    "undoneBy" TEXT
);

-- CreateTable
CREATE TABLE "PointBatchMember" (
    "batchId" TEXT NOT NULL,
    "memberId" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "code" TEXT,
    "params" TEXT,
    "entryId" TEXT,
    "forgone" INTEGER NOT NULL,

    PRIMARY KEY ("batchId", "memberId")
);

-- CreateTable
CREATE TABLE "PointBatchStore" (
    "batchId" TEXT NOT NULL,
    "storeId" INTEGER NOT NULL,

    PRIMARY KEY ("batchId", "storeId"),
    CONSTRAINT "PointBatchStore_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "PointBatch" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "PointBatch_status_createdAt_idx" ON "PointBatch"("status", "createdAt");

-- CreateIndex
CREATE INDEX "PointBatch_createdAt_id_idx" ON "PointBatch"("createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "PointBatch_caller_key_key" ON "PointBatch"("caller", "key");

-- CreateIndex
CREATE INDEX "PointBatchMember_batchId_status_memberId_idx" ON "PointBatchMember"("batchId", "status", "memberId");

-- CreateIndex
CREATE INDEX "PointBatchMember_memberId_idx" ON "PointBatchMember"("memberId");
