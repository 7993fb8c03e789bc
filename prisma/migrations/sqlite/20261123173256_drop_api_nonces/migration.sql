-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "ApiNonce";
PRAGMA foreign_keys=on;
