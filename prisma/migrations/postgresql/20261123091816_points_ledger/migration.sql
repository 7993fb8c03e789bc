-- CreateTable
CREATE TABLE "PointAccount" (
    "id" INTEGER NOT NULL,
    "available" INTEGER NOT NULL,
    "held" INTEGER NOT NULL,
    "frozen" INTEGER NOT NULL,
    "pending" INTEGER NOT NULL,
    "debt" INTEGER NOT NULL,
    "entries" INTEGER NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PointAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PointEntry" (
    "id" TEXT NOT NULL,
    "memberId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "pending" INTEGER NOT NULL,
    "balanceAfter" INTEGER NOT NULL,
    "pendingAfter" INTEGER NOT NULL,
    "forgone" INTEGER NOT NULL,
    "business" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "reverses" TEXT,
    "batchId" TEXT,
    "storeId" INTEGER,
    "actorKind" TEXT NOT NULL,
    "actorId" INTEGER,
    "actorName" TEXT NOT NULL,
    "reason" TEXT,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "bookedAt" TIMESTAMP(3) NOT NULL,
    "businessDate" TEXT NOT NULL,
    "explanation" TEXT NOT NULL,

    CONSTRAINT "PointEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PointLot" (
    "id" TEXT NOT NULL,
    "memberId" INTEGER NOT NULL,
    "entryId" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "free" INTEGER NOT NULL,
    "held" INTEGER NOT NULL,
    "frozen" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "earnedAt" TIMESTAMP(3) NOT NULL,
    "expiresOn" TEXT,

    CONSTRAINT "PointLot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PointAllocation" (
    "entryId" TEXT NOT NULL,
    "lotId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "points" INTEGER NOT NULL,
    "debt" INTEGER NOT NULL,

    CONSTRAINT "PointAllocation_pkey" PRIMARY KEY ("entryId","lotId")
);

-- CreateTable
CREATE TABLE "PointHold" (
    "id" TEXT NOT NULL,
    "memberId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "business" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "reason" TEXT,
    "actorKind" TEXT NOT NULL,
    "actorId" INTEGER,
    "actorName" TEXT NOT NULL,
    "storeId" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "PointHold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PointHoldPart" (
    "holdId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "lotId" TEXT NOT NULL,
    "points" INTEGER NOT NULL,

    CONSTRAINT "PointHoldPart_pkey" PRIMARY KEY ("holdId","position")
);

-- CreateTable
CREATE TABLE "PointCommand" (
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PointCommand_pkey" PRIMARY KEY ("caller","key")
);

-- CreateIndex
CREATE INDEX "PointAccount_available_id_idx" ON "PointAccount"("available", "id");

-- CreateIndex
CREATE INDEX "PointEntry_bookedAt_id_idx" ON "PointEntry"("bookedAt", "id");

-- CreateIndex
CREATE INDEX "PointEntry_business_businessId_idx" ON "PointEntry"("business", "businessId");

-- CreateIndex
CREATE INDEX "PointEntry_reverses_idx" ON "PointEntry"("reverses");

-- CreateIndex
CREATE UNIQUE INDEX "PointEntry_memberId_seq_key" ON "PointEntry"("memberId", "seq");

-- CreateIndex
CREATE INDEX "PointLot_memberId_idx" ON "PointLot"("memberId");

-- CreateIndex
CREATE INDEX "PointLot_expiresOn_memberId_idx" ON "PointLot"("expiresOn", "memberId");

-- CreateIndex
CREATE INDEX "PointAllocation_lotId_idx" ON "PointAllocation"("lotId");

-- CreateIndex
CREATE INDEX "PointHold_memberId_id_idx" ON "PointHold"("memberId", "id");

-- CreateIndex
CREATE INDEX "PointHold_status_expiresAt_idx" ON "PointHold"("status", "expiresAt");

-- AddForeignKey
ALTER TABLE "PointAccount" ADD CONSTRAINT "PointAccount_id_fkey" FOREIGN KEY ("id") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PointEntry" ADD CONSTRAINT "PointEntry_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PointEntry" ADD CONSTRAINT "PointEntry_storeId_fkey" FOREIGN KEY ("storeId") REFERENCES "Store"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PointLot" ADD CONSTRAINT "PointLot_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PointHold" ADD CONSTRAINT "PointHold_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
