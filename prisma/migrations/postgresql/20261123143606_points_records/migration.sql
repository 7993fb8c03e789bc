-- CreateIndex
CREATE INDEX "PointEntry_kind_bookedAt_idx" ON "PointEntry"("kind", "bookedAt");

-- CreateIndex
CREATE INDEX "PointEntry_businessDate_bookedAt_idx" ON "PointEntry"("businessDate", "bookedAt");

-- CreateIndex
CREATE INDEX "PointEntry_storeId_bookedAt_idx" ON "PointEntry"("storeId", "bookedAt") WHERE ("storeId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "PointEntry_batchId_bookedAt_idx" ON "PointEntry"("batchId", "bookedAt") WHERE ("batchId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "PointEntry_actorId_bookedAt_idx" ON "PointEntry"("actorId", "bookedAt") WHERE ("actorKind" = 'staff');
