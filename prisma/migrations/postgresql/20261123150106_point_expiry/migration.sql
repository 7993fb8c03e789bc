-- DropIndex
DROP INDEX "PointLot_expiresOn_memberId_idx";

-- CreateTable
CREATE TABLE "PointExpiryRun" (
    "asOf" TEXT NOT NULL,
    "members" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "PointExpiryRun_pkey" PRIMARY KEY ("asOf")
);

-- CreateTable
CREATE TABLE "PointReminder" (
    "expiresOn" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "memberId" INTEGER NOT NULL,

    CONSTRAINT "PointReminder_pkey" PRIMARY KEY ("expiresOn","days","memberId")
);

-- CreateTable
CREATE TABLE "PointReminderDay" (
    "day" TEXT NOT NULL,
    "finishedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PointReminderDay_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "PointDateBatch" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "fromDay" TEXT NOT NULL,
    "toDay" TEXT NOT NULL,
    "storeId" INTEGER,
    "untilDay" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "members" INTEGER NOT NULL,
    "lots" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "valueFen" BIGINT NOT NULL,
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "createdById" INTEGER,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "decidedById" INTEGER,
    "decidedBy" TEXT,
    "decidedAt" TIMESTAMP(3),
    "decision" TEXT,
    "jobId" TEXT,
    "doneLots" INTEGER NOT NULL,
    "donePoints" BIGINT NOT NULL,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "PointDateBatch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PointDateBatch_createdAt_id_idx" ON "PointDateBatch"("createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "PointDateBatch_caller_key_key" ON "PointDateBatch"("caller", "key");

-- CreateIndex
CREATE INDEX "PointEntry_businessId_memberId_id_idx" ON "PointEntry"("businessId", "memberId", "id") WHERE ("kind" = 'expire');

-- CreateIndex
CREATE INDEX "PointLot_expiresOn_memberId_status_free_idx" ON "PointLot"("expiresOn", "memberId", "status", "free") WHERE (free + held + frozen > 0);
