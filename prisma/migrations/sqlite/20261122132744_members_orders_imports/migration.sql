-- AlterTable
ALTER TABLE "DataKey" ADD COLUMN "retiredAt" DATETIME;
ALTER TABLE "DataKey" ADD COLUMN "signingKeys" TEXT;

-- AlterTable
ALTER TABLE "Job" ADD COLUMN "fileExpiresAt" DATETIME;
ALTER TABLE "Job" ADD COLUMN "fileNeeds" JSONB;
ALTER TABLE "Job" ADD COLUMN "inputCipher" TEXT;

-- CreateTable
CREATE TABLE "ImportFile" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "format" JSONB NOT NULL,
    "headings" JSONB NOT NULL,
    "mapping" JSONB NOT NULL,
    "dryRunJobId" TEXT,
    "importJobId" TEXT,
    "uploadedById" INTEGER,
    "uploadedBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ImportMapping" (
    "kind" TEXT NOT NULL,
    "headings" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("kind", "headings")
);

-- CreateTable
CREATE TABLE "MemberNicknamePair" (
    "pair" TEXT NOT NULL,
    "memberId" INTEGER NOT NULL,

    PRIMARY KEY ("pair", "memberId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "MemberTotals" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "orderCount" INTEGER NOT NULL,
    "spendFen" BIGINT NOT NULL,
    "lastOrderDate" TEXT NOT NULL,
    "registeredAt" DATETIME NOT NULL,
    CONSTRAINT "MemberTotals_id_fkey" FOREIGN KEY ("id") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MemberNote" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "memberId" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "authorId" INTEGER,
    "authorName" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "MemberNote_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "NotificationTemplate" (
    "event" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "isActive" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("event", "channel", "language")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "eventId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "memberUid" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "error" TEXT,
    "createdAt" DATETIME NOT NULL,
    "sentAt" DATETIME
);

-- CreateTable
CREATE TABLE "Order" (
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
    "paidAt" DATETIME NOT NULL,
    "businessDate" TEXT NOT NULL,
    "completedAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Order_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Order_storeId_fkey" FOREIGN KEY ("storeId") REFERENCES "Store" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OrderLine" (
    "orderId" INTEGER NOT NULL,
    "lineNo" INTEGER NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "paidFen" INTEGER NOT NULL,

    PRIMARY KEY ("orderId", "lineNo"),
    CONSTRAINT "OrderLine_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order" ("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "MemberDay" (
    "memberId" INTEGER NOT NULL,
    "businessDate" TEXT NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "spendFen" BIGINT NOT NULL,

    PRIMARY KEY ("memberId", "businessDate"),
    CONSTRAINT "MemberDay_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "OutboxEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "type" TEXT NOT NULL,
    "memberUid" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "occurredAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "OutboxDelivery" (
    "eventId" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "nextAttemptAt" DATETIME NOT NULL,
    "lastError" TEXT,
    "finishedAt" DATETIME,

    PRIMARY KEY ("eventId", "consumer"),
    CONSTRAINT "OutboxDelivery_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "OutboxEvent" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
CREATE TABLE "new_Member" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uid" TEXT NOT NULL,
    "memberNo" TEXT NOT NULL,
    "externalId" TEXT,
    "cardNo" TEXT,
    "status" TEXT NOT NULL,
    "nickname" TEXT NOT NULL,
    "nicknameKey" TEXT NOT NULL,
    "avatarUrl" TEXT,
    "gender" TEXT NOT NULL,
    "birthday" TEXT,
    "birthdayMonthDay" TEXT,
    "regionCode" TEXT,
    "remark" TEXT NOT NULL,
    "mobileCipher" TEXT,
    "mobileIndex" TEXT,
    "mobileLast4Index" TEXT,
    "emailCipher" TEXT,
    "emailIndex" TEXT,
    "realNameCipher" TEXT,
    "realNameIndex" TEXT,
    "registerChannel" TEXT NOT NULL,
    "registerStoreId" INTEGER,
    "registeredAt" DATETIME NOT NULL,
    "homeStoreId" INTEGER,
    "version" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Member_registerStoreId_fkey" FOREIGN KEY ("registerStoreId") REFERENCES "Store" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Member_homeStoreId_fkey" FOREIGN KEY ("homeStoreId") REFERENCES "Store" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Member" ("id", "uid", "memberNo", "externalId", "status", "nickname", "nicknameKey", "gender", "remark", "mobileCipher", "mobileIndex", "mobileLast4Index", "registerChannel", "registeredAt", "version", "createdAt", "updatedAt")
SELECT "id", "uid", "memberNo", "externalId", "status", "nickname", "nicknameKey", 'unknown', '', "mobileCipher", "mobileIndex", "mobileLast4Index", 'import', "createdAt", 1, "createdAt", "updatedAt" FROM "Member";
DROP TABLE "Member";
ALTER TABLE "new_Member" RENAME TO "Member";
CREATE UNIQUE INDEX "Member_uid_key" ON "Member"("uid");
CREATE UNIQUE INDEX "Member_memberNo_key" ON "Member"("memberNo");
CREATE UNIQUE INDEX "Member_externalId_key" ON "Member"("externalId");
CREATE UNIQUE INDEX "Member_cardNo_key" ON "Member"("cardNo");
CREATE UNIQUE INDEX "Member_mobileIndex_key" ON "Member"("mobileIndex");
CREATE UNIQUE INDEX "Member_emailIndex_key" ON "Member"("emailIndex");
CREATE INDEX "Member_mobileLast4Index_idx" ON "Member"("mobileLast4Index");
CREATE INDEX "Member_realNameIndex_idx" ON "Member"("realNameIndex");
CREATE INDEX "Member_nicknameKey_id_idx" ON "Member"("nicknameKey", "id");
CREATE INDEX "Member_registeredAt_id_idx" ON "Member"("registeredAt", "id");
CREATE INDEX "Member_status_registeredAt_id_idx" ON "Member"("status", "registeredAt", "id");
CREATE INDEX "Member_gender_registeredAt_id_idx" ON "Member"("gender", "registeredAt", "id");
CREATE INDEX "Member_registerChannel_registeredAt_id_idx" ON "Member"("registerChannel", "registeredAt", "id");
CREATE INDEX "Member_registerStoreId_registeredAt_id_idx" ON "Member"("registerStoreId", "registeredAt", "id");
CREATE INDEX "Member_homeStoreId_registeredAt_id_idx" ON "Member"("homeStoreId", "registeredAt", "id");
CREATE INDEX "Member_regionCode_registeredAt_id_idx" ON "Member"("regionCode", "registeredAt", "id");
CREATE INDEX "Member_birthdayMonthDay_registeredAt_id_idx" ON "Member"("birthdayMonthDay", "registeredAt", "id");

-- CreateIndex
CREATE INDEX "ImportFile_kind_createdAt_idx" ON "ImportFile"("kind", "createdAt");

-- CreateIndex
CREATE INDEX "ImportFile_expiresAt_idx" ON "ImportFile"("expiresAt");

-- CreateIndex
CREATE INDEX "MemberTotals_spendFen_id_registeredAt_idx" ON "MemberTotals"("spendFen", "id", "registeredAt");

-- CreateIndex
CREATE INDEX "MemberTotals_orderCount_id_registeredAt_idx" ON "MemberTotals"("orderCount", "id", "registeredAt");

-- CreateIndex
CREATE INDEX "MemberTotals_lastOrderDate_id_registeredAt_idx" ON "MemberTotals"("lastOrderDate", "id", "registeredAt");

-- CreateIndex
CREATE INDEX "MemberNote_memberId_id_idx" ON "MemberNote"("memberId", "id");

-- CreateIndex
CREATE INDEX "Notification_memberUid_id_idx" ON "Notification"("memberUid", "id");

-- CreateIndex
CREATE INDEX "Notification_status_id_idx" ON "Notification"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_eventId_channel_key" ON "Notification"("eventId", "channel");

-- CreateIndex
CREATE INDEX "Order_memberId_paidAt_id_idx" ON "Order"("memberId", "paidAt", "id");

-- CreateIndex
CREATE INDEX "Order_storeId_paidAt_id_idx" ON "Order"("storeId", "paidAt", "id");

-- CreateIndex
CREATE INDEX "Order_status_paidAt_id_idx" ON "Order"("status", "paidAt", "id");

-- CreateIndex
CREATE INDEX "Order_paidAt_id_idx" ON "Order"("paidAt", "id");

-- CreateIndex
CREATE INDEX "Order_paidFen_id_idx" ON "Order"("paidFen", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Order_orderNo_source_key" ON "Order"("orderNo", "source");

-- CreateIndex
CREATE INDEX "OutboxDelivery_status_nextAttemptAt_idx" ON "OutboxDelivery"("status", "nextAttemptAt");

-- Members that are there have bought nothing yet.
INSERT INTO "MemberTotals" ("id", "orderCount", "spendFen", "lastOrderDate", "registeredAt")
SELECT "id", 0, 0, '', "registeredAt" FROM "Member";

-- Neighbouring characters of the nicknames that are there.
WITH RECURSIVE place("memberId", "text", "n") AS (
    SELECT "id", "nicknameKey", 1 FROM "Member" WHERE length("nicknameKey") > 1
    UNION ALL
    SELECT "memberId", "text", "n" + 1 FROM place WHERE "n" + 1 < length("text")
)
INSERT INTO "MemberNicknamePair" ("pair", "memberId")
SELECT DISTINCT substr("text", "n", 2), "memberId" FROM place;
