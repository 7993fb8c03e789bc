-- DropIndex
DROP INDEX "Member_birthdayMonthDay_registeredAt_id_idx";

-- DropIndex
DROP INDEX "Member_regionCode_registeredAt_id_idx";

-- DropIndex
DROP INDEX "Member_homeStoreId_registeredAt_id_idx";

-- DropIndex
DROP INDEX "Member_registerStoreId_registeredAt_id_idx";

-- DropIndex
DROP INDEX "Member_realNameIndex_idx";

-- DropIndex
DROP INDEX "Member_emailIndex_key";

-- DropIndex
DROP INDEX "Member_cardNo_key";

-- DropIndex
DROP INDEX "Member_externalId_key";

-- CreateIndex
CREATE INDEX "Member_realNameIndex_idx" ON "Member"("realNameIndex") WHERE "realNameIndex" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Member_registerStoreId_registeredAt_id_idx" ON "Member"("registerStoreId", "registeredAt", "id") WHERE "registerStoreId" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Member_homeStoreId_registeredAt_id_idx" ON "Member"("homeStoreId", "registeredAt", "id") WHERE "homeStoreId" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Member_regionCode_registeredAt_id_idx" ON "Member"("regionCode", "registeredAt", "id") WHERE "regionCode" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Member_birthdayMonthDay_registeredAt_id_idx" ON "Member"("birthdayMonthDay", "registeredAt", "id") WHERE "birthdayMonthDay" IS NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Member_externalId_key" ON "Member"("externalId") WHERE "externalId" IS NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Member_cardNo_key" ON "Member"("cardNo") WHERE "cardNo" IS NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Member_emailIndex_key" ON "Member"("emailIndex") WHERE "emailIndex" IS NOT NULL;
