-- DropIndex
DROP INDEX "OutboxDelivery_status_nextAttemptAt_idx";

-- CreateTable
CREATE TABLE "OutboxSubscription" (
    "type" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,

    PRIMARY KEY ("type", "consumer")
);

-- CreateTable
CREATE TABLE "WebhookEndpoint" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "eventTypes" JSONB NOT NULL,
    "isActive" BOOLEAN NOT NULL,
    "disabledReason" TEXT,
    "secretCipher" TEXT NOT NULL,
    "previousSecretCipher" TEXT,
    "previousSecretUntil" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "createdByName" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "lastSuccessAt" DATETIME,
    "lastFailureAt" DATETIME
);

-- CreateTable
CREATE TABLE "WebhookAttempt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "endpointId" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "status" INTEGER,
    "error" TEXT,
    "durationMs" INTEGER NOT NULL,
    "excerpt" TEXT NOT NULL,
    CONSTRAINT "WebhookAttempt_endpointId_fkey" FOREIGN KEY ("endpointId") REFERENCES "WebhookEndpoint" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "OutboxSubscription_consumer_idx" ON "OutboxSubscription"("consumer");

-- CreateIndex
CREATE INDEX "WebhookAttempt_endpointId_id_idx" ON "WebhookAttempt"("endpointId", "id");

-- CreateIndex
CREATE INDEX "OutboxDelivery_status_consumer_nextAttemptAt_idx" ON "OutboxDelivery"("status", "consumer", "nextAttemptAt");
