-- CreateTable
CREATE TABLE "Member" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uid" TEXT NOT NULL,
    "memberNo" TEXT NOT NULL,
    "externalId" TEXT,
    "nickname" TEXT NOT NULL,
    "nicknameKey" TEXT NOT NULL,
    "mobileCipher" TEXT,
    "mobileIndex" TEXT,
    "mobileLast4Index" TEXT,
    "status" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "DataKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Member_uid_key" ON "Member"("uid");

-- CreateIndex
CREATE UNIQUE INDEX "Member_memberNo_key" ON "Member"("memberNo");

-- CreateIndex
CREATE UNIQUE INDEX "Member_externalId_key" ON "Member"("externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Member_mobileIndex_key" ON "Member"("mobileIndex");

-- CreateIndex
CREATE INDEX "Member_mobileLast4Index_idx" ON "Member"("mobileLast4Index");

-- CreateIndex
CREATE INDEX "Member_nicknameKey_idx" ON "Member"("nicknameKey");

-- CreateIndex
CREATE INDEX "Member_createdAt_id_idx" ON "Member"("createdAt", "id");
