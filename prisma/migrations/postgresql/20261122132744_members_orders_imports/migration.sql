-- DropIndex
DROP INDEX "Member_createdAt_id_idx";

-- DropIndex
DROP INDEX "Member_nicknameKey_idx";

-- AlterTable
ALTER TABLE "DataKey" ADD COLUMN     "retiredAt" TIMESTAMP(3),
ADD COLUMN     "signingKeys" TEXT;

-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "fileExpiresAt" TIMESTAMP(3),
ADD COLUMN     "fileNeeds" JSONB,
ADD COLUMN     "inputCipher" TEXT;

-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "avatarUrl" TEXT,
ADD COLUMN     "birthday" TEXT,
ADD COLUMN     "birthdayMonthDay" TEXT COLLATE "C",
ADD COLUMN     "cardNo" TEXT,
ADD COLUMN     "emailCipher" TEXT,
ADD COLUMN     "emailIndex" TEXT,
ADD COLUMN     "gender" TEXT NOT NULL DEFAULT 'unknown',
ADD COLUMN     "homeStoreId" INTEGER,
ADD COLUMN     "realNameCipher" TEXT,
ADD COLUMN     "realNameIndex" TEXT,
ADD COLUMN     "regionCode" TEXT,
ADD COLUMN     "registerChannel" TEXT NOT NULL DEFAULT 'import',
ADD COLUMN     "registerStoreId" INTEGER,
ADD COLUMN     "registeredAt" TIMESTAMP(3),
ADD COLUMN     "remark" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- Members that are there: the columns just added say what is known of them.
UPDATE "Member" SET "registeredAt" = "createdAt";
ALTER TABLE "Member" ALTER COLUMN "registeredAt" SET NOT NULL,
ALTER COLUMN "gender" DROP DEFAULT,
ALTER COLUMN "registerChannel" DROP DEFAULT,
ALTER COLUMN "remark" DROP DEFAULT,
ALTER COLUMN "version" DROP DEFAULT;

-- CreateTable
CREATE TABLE "ImportFile" (
    "id" TEXT NOT NULL,
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
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ImportFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportMapping" (
    "kind" TEXT NOT NULL,
    "headings" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ImportMapping_pkey" PRIMARY KEY ("kind","headings")
);

-- CreateTable
CREATE TABLE "MemberNicknamePair" (
    "pair" TEXT COLLATE "C" NOT NULL,
    "memberId" INTEGER NOT NULL,

    CONSTRAINT "MemberNicknamePair_pkey" PRIMARY KEY ("pair","memberId")
);

-- CreateTable
CREATE TABLE "MemberTotals" (
    "id" INTEGER NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "spendFen" BIGINT NOT NULL,
    "lastOrderDate" TEXT COLLATE "C" NOT NULL,
    "registeredAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MemberTotals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MemberNote" (
    "id" TEXT NOT NULL,
    "memberId" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "authorId" INTEGER,
    "authorName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MemberNote_pkey" PRIMARY KEY ("id")
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
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "NotificationTemplate_pkey" PRIMARY KEY ("event","channel","language")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "memberUid" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "error" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "sentAt" TIMESTAMP(3),

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Order" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "orderNo" TEXT NOT NULL,
    "memberId" INTEGER,
    "storeId" INTEGER,
    "status" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "paidFen" INTEGER NOT NULL,
    "freightFen" INTEGER NOT NULL,
    "refundedFen" INTEGER NOT NULL,
    "paidAt" TIMESTAMP(3) NOT NULL,
    "businessDate" TEXT COLLATE "C" NOT NULL,
    "completedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
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

    CONSTRAINT "OrderLine_pkey" PRIMARY KEY ("orderId","lineNo")
);

-- CreateTable
CREATE TABLE "MemberDay" (
    "memberId" INTEGER NOT NULL,
    "businessDate" TEXT COLLATE "C" NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "spendFen" BIGINT NOT NULL,

    CONSTRAINT "MemberDay_pkey" PRIMARY KEY ("memberId","businessDate")
);

-- CreateTable
CREATE TABLE "OutboxEvent" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "memberUid" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "occurredAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OutboxEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxDelivery" (
    "eventId" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "nextAttemptAt" TIMESTAMP(3) NOT NULL,
    "lastError" TEXT,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "OutboxDelivery_pkey" PRIMARY KEY ("eventId","consumer")
);

-- CreateIndex
CREATE INDEX "ImportFile_kind_createdAt_idx" ON "ImportFile"("kind", "createdAt");

-- CreateIndex
CREATE INDEX "ImportFile_expiresAt_idx" ON "ImportFile"("expiresAt");

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

-- CreateIndex
CREATE UNIQUE INDEX "Member_cardNo_key" ON "Member"("cardNo");

-- CreateIndex
CREATE UNIQUE INDEX "Member_emailIndex_key" ON "Member"("emailIndex");

-- CreateIndex
CREATE INDEX "Member_realNameIndex_idx" ON "Member"("realNameIndex");

-- CreateIndex
CREATE INDEX "Member_nicknameKey_id_idx" ON "Member"("nicknameKey", "id");

-- CreateIndex
CREATE INDEX "Member_registeredAt_id_idx" ON "Member"("registeredAt", "id");

-- CreateIndex
CREATE INDEX "Member_status_registeredAt_id_idx" ON "Member"("status", "registeredAt", "id");

-- CreateIndex
CREATE INDEX "Member_gender_registeredAt_id_idx" ON "Member"("gender", "registeredAt", "id");

-- CreateIndex
CREATE INDEX "Member_registerChannel_registeredAt_id_idx" ON "Member"("registerChannel", "registeredAt", "id");

-- CreateIndex
CREATE INDEX "Member_registerStoreId_registeredAt_id_idx" ON "Member"("registerStoreId", "registeredAt", "id");

-- CreateIndex
CREATE INDEX "Member_homeStoreId_registeredAt_id_idx" ON "Member"("homeStoreId", "registeredAt", "id");

-- CreateIndex
CREATE INDEX "Member_regionCode_registeredAt_id_idx" ON "Member"("regionCode", "registeredAt", "id");

-- CreateIndex
CREATE INDEX "Member_birthdayMonthDay_registeredAt_id_idx" ON "Member"("birthdayMonthDay", "registeredAt", "id");

-- CreateIndex
CREATE INDEX "MemberTotals_spendFen_id_registeredAt_idx" ON "MemberTotals"("spendFen", "id", "registeredAt");

-- CreateIndex
CREATE INDEX "MemberTotals_orderCount_id_registeredAt_idx" ON "MemberTotals"("orderCount", "id", "registeredAt");

-- CreateIndex
CREATE INDEX "MemberTotals_lastOrderDate_id_registeredAt_idx" ON "MemberTotals"("lastOrderDate", "id", "registeredAt");

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_registerStoreId_fkey" FOREIGN KEY ("registerStoreId") REFERENCES "Store"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_homeStoreId_fkey" FOREIGN KEY ("homeStoreId") REFERENCES "Store"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MemberTotals" ADD CONSTRAINT "MemberTotals_id_fkey" FOREIGN KEY ("id") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MemberNote" ADD CONSTRAINT "MemberNote_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_storeId_fkey" FOREIGN KEY ("storeId") REFERENCES "Store"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderLine" ADD CONSTRAINT "OrderLine_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MemberDay" ADD CONSTRAINT "MemberDay_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboxDelivery" ADD CONSTRAINT "OutboxDelivery_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "OutboxEvent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Members that are there have bought nothing yet.
INSERT INTO "MemberTotals" ("id", "orderCount", "spendFen", "lastOrderDate", "registeredAt")
SELECT "id", 0, 0, '', "registeredAt" FROM "Member";

-- Neighbouring characters of the nicknames that are there.
INSERT INTO "MemberNicknamePair" ("pair", "memberId")
SELECT DISTINCT substr(m."nicknameKey", n, 2), m."id"
FROM "Member" m, generate_series(1, length(m."nicknameKey") - 1) AS n;
