using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PointsImportsByCustomer : Migration
    {
        private const string Columns =
            "State, Reason, ReasonDetail, Named, Mode, Points, LockedUntil, ValidUntil, InternalReason, CustomerText, Identifier, Difference, BalanceBefore, "
            + "BalanceAfter, LockedBefore, LockedAfter, TierBefore, TierAfter, Debt, EntryId, Cells";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE TABLE "ImportedPointsLines" (
                    "ImportId" INTEGER NOT NULL,
                    "Line" INTEGER NOT NULL,
                    "CustomerId" INTEGER NOT NULL,
                    CONSTRAINT "PK_ImportedPointsLines" PRIMARY KEY ("ImportId", "Line"),
                    CONSTRAINT "FK_ImportedPointsLines_Imports_ImportId" FOREIGN KEY ("ImportId") REFERENCES "Imports" ("Id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                INSERT INTO ImportedPointsLines (ImportId, Line, CustomerId) SELECT ImportId, Line, COALESCE(CustomerId, 0) FROM ImportedPoints ORDER BY ImportId, Line;
                """);
            Rebuild(migrationBuilder, "NOT NULL", "\"ImportId\", \"CustomerId\", \"Line\"", "COALESCE(CustomerId, 0)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImportedPointsLines");
            Rebuild(migrationBuilder, "NULL", "\"ImportId\", \"Line\"", "NULLIF(CustomerId, 0)");

            migrationBuilder.CreateIndex(
                name: "IX_ImportedPoints_ImportId_CustomerId_Line",
                table: "ImportedPoints",
                columns: new[] { "ImportId", "CustomerId", "Line" });
        }

        private static void Rebuild(MigrationBuilder migrationBuilder, string customer, string key, string customerOf)
        {
            migrationBuilder.Sql(
                $"""
                CREATE TABLE "NewImportedPoints" (
                    "ImportId" INTEGER NOT NULL,
                    "CustomerId" INTEGER {customer},
                    "Line" INTEGER NOT NULL,
                    "State" INTEGER NOT NULL,
                    "Reason" INTEGER NULL,
                    "ReasonDetail" TEXT NULL,
                    "Named" TEXT NULL,
                    "Mode" INTEGER NOT NULL,
                    "Points" INTEGER NOT NULL,
                    "LockedUntil" INTEGER NULL,
                    "ValidUntil" INTEGER NULL,
                    "InternalReason" TEXT NULL,
                    "CustomerText" TEXT NULL,
                    "Identifier" TEXT NULL,
                    "Difference" INTEGER NOT NULL,
                    "BalanceBefore" INTEGER NOT NULL,
                    "BalanceAfter" INTEGER NOT NULL,
                    "LockedBefore" INTEGER NOT NULL,
                    "LockedAfter" INTEGER NOT NULL,
                    "TierBefore" INTEGER NULL,
                    "TierAfter" INTEGER NULL,
                    "Debt" INTEGER NOT NULL,
                    "EntryId" INTEGER NULL,
                    "Cells" TEXT NULL,
                    CONSTRAINT "PK_ImportedPoints" PRIMARY KEY ({key}),
                    CONSTRAINT "FK_ImportedPoints_Imports_ImportId" FOREIGN KEY ("ImportId") REFERENCES "Imports" ("Id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                INSERT INTO NewImportedPoints (ImportId, CustomerId, Line, {Columns})
                    SELECT ImportId, {customerOf}, Line, {Columns} FROM ImportedPoints ORDER BY {key.Replace("\"CustomerId\"", "COALESCE(CustomerId, 0)")};
                DROP TABLE ImportedPoints;
                ALTER TABLE NewImportedPoints RENAME TO ImportedPoints;
                """);
            migrationBuilder.CreateIndex(
                name: "IX_ImportedPoints_Identifier",
                table: "ImportedPoints",
                column: "Identifier",
                unique: true,
                filter: "Identifier IS NOT NULL AND State = 4");

            migrationBuilder.CreateIndex(
                name: "IX_ImportedPoints_ImportId_State_Line",
                table: "ImportedPoints",
                columns: new[] { "ImportId", "State", "Line" },
                filter: "State IN (2, 3, 6)");

            migrationBuilder.CreateIndex(
                name: "IX_ImportedPoints_Tiers",
                table: "ImportedPoints",
                columns: new[] { "ImportId", "Line" },
                filter: "TierAfter <> TierBefore");
        }
    }
}
