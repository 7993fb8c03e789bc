-- DropTable
DROP TABLE "ApiNonce";
