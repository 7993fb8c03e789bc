-- CreateTable
CREATE TABLE "Member" (
    "id" SERIAL NOT NULL,
    "uid" TEXT NOT NULL,
    "memberNo" TEXT NOT NULL,
    "externalId" TEXT,
    "nickname" TEXT NOT NULL,
    "nicknameKey" TEXT COLLATE "C" NOT NULL,
    "mobileCipher" TEXT,
    "mobileIndex" TEXT,
    "mobileLast4Index" TEXT,
    "status" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DataKey" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DataKey_pkey" PRIMARY KEY ("id")
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
